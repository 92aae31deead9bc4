/** Arbitrary messages of every kind, each with its codec. */
import fc from 'fast-check';
import * as v1 from '../src/v1/index.ts';

export interface MessageKind<T> {
  readonly values: fc.Arbitrary<T>;
  readonly encode: (value: T) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => T;
}

/** Text of XML's characters, some of which need escaping. */
function text(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const character = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('a', 'Z', '0', ' ', 'æ', 'Å') },
    {
      weight: 3,
      arbitrary: fc.constantFrom('<', '>', '&', '"', "'", '\r', '\n', '\t', ']', '𝄞', '\u00a0', '\ufffd'),
    },
  );
  return fc.string({ unit: character, minLength, maxLength });
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const digits = (count: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('0', '1', '5', '9'), minLength: count, maxLength: count });
const url = fc.oneof(fc.webUrl(), fc.constant(`https://example.com/${'x'.repeat(480)}`));
const jobId = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const moment = fc.date({
  min: new Date('0001-01-02T00:00Z'),
  max: new Date('9999-12-31T00:00Z'),
  noInvalidDate: true,
});
const upTo = <T>(count: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(arbitrary, { minLength: 1, maxLength: count, size: 'small' });

const personalNumber = digits(11).map(
  (value) => ({ kind: 'personal-identification-number', value }) as const,
);
const directName = fc.oneof(
  personalNumber,
  text(1, 80).map((value) => ({ kind: 'signer-identifier', value }) as const),
);
const addresses = fc
  .record({ email: maybe(text(0, 100)), mobile: maybe(text(0, 20)) })
  .filter(({ email, mobile }) => email !== undefined || mobile !== undefined);

const document = fc.record({ title: text(1, 80), href: text(4, 100), mime: text(1, 100) });
const basics = {
  sender: digits(9),
  title: text(1, 80),
  description: maybe(text(0, 220)),
  requiredAuthentication: maybe(fc.constantFrom(3 as const, 4 as const)),
  identifierInSignedDocuments: maybe(fc.constantFrom(...v1.IDENTIFIERS_IN_SIGNED_DOCUMENTS)),
};
/** The legacy form has one document, which carries the job's title. */
function inBothForms<T extends { readonly title: string }>(arbitrary: fc.Arbitrary<T>) {
  return fc.tuple(arbitrary, fc.boolean(), upTo(20, document)).map(([rest, legacy, documents]) => ({
    ...rest,
    form: legacy ? ('legacy' as const) : ('present' as const),
    documents: legacy ? documents.slice(0, 1).map((only) => ({ ...only, title: rest.title })) : documents,
  }));
}

const signatureType = maybe(fc.constantFrom(...v1.SIGNATURE_TYPES));
const onBehalfOf = maybe(fc.constantFrom(...v1.ON_BEHALF_OF));
const directSigner = fc.record({ href: url, name: directName, redirectUrl: url });
const status = fc.oneof(fc.constantFrom(...v1.SIGNER_STATUSES), text(0, 20));

function kind<T>(
  values: fc.Arbitrary<T>,
  encode: (value: T) => Uint8Array,
  decode: (bytes: Uint8Array) => T,
): MessageKind<unknown> {
  return { values, encode, decode } as MessageKind<unknown>;
}

export const MESSAGES: Readonly<Record<string, MessageKind<unknown>>> = {
  'direct request': kind(
    fc.record({
      reference: maybe(text(0, 50)),
      exitUrls: fc.record({ completion: url, rejection: url, error: url }),
      statusRetrievalMethod: maybe(fc.constantFrom(...v1.STATUS_RETRIEVAL_METHODS)),
      pollingQueue: maybe(text(0, 200)),
    }),
    v1.encodeDirectJobRequest,
    v1.decodeDirectJobRequest,
  ),
  'direct manifest': kind(
    inBothForms(
      fc.record({ ...basics, signers: upTo(10, fc.record({ name: directName, signatureType, onBehalfOf })) }),
    ),
    v1.encodeDirectManifest,
    v1.decodeDirectManifest,
  ),
  'direct response': kind(
    fc.record({
      reference: maybe(text(0, 50)),
      signatureJobId: jobId,
      statusUrl: maybe(url),
      signers: upTo(10, directSigner),
    }),
    v1.encodeDirectJobResponse,
    v1.decodeDirectJobResponse,
  ),
  'direct signer response': kind(directSigner, v1.encodeDirectSignerResponse, v1.decodeDirectSignerResponse),
  'direct signer update': kind(
    fc.constant(undefined),
    v1.encodeDirectSignerUpdate,
    v1.decodeDirectSignerUpdate,
  ),
  'direct status': kind(
    fc.record({
      reference: maybe(text(0, 50)),
      signatureJobId: jobId,
      status: fc.constantFrom(...v1.JOB_STATUSES),
      signers: upTo(10, fc.record({ signer: maybe(text(0, 90)), status, since: moment })),
      confirmationUrl: maybe(url),
      deleteDocumentsUrl: maybe(url),
      xadesUrls: fc.array(fc.record({ signer: maybe(text(0, 90)), url }), { maxLength: 10, size: 'small' }),
      padesUrl: maybe(url),
    }),
    v1.encodeDirectJobStatusResponse,
    v1.decodeDirectJobStatusResponse,
  ),
  'portal request': kind(
    fc.record({ reference: maybe(text(0, 50)), pollingQueue: maybe(text(0, 200)) }),
    v1.encodePortalJobRequest,
    v1.decodePortalJobRequest,
  ),
  'portal manifest': kind(
    inBothForms(
      fc.record({
        ...basics,
        nonsensitiveTitle: maybe(text(1, 80)),
        signers: upTo(
          10,
          fc.record({
            personalIdentificationNumber: maybe(digits(11)),
            signatureType,
            notifications: fc.oneof(
              addresses.map((given) => ({ kind: 'addresses' as const, addresses: given })),
              fc.boolean().map((sms) => ({ kind: 'lookup' as const, sms })),
            ),
            onBehalfOf,
            order: maybe(fc.nat(9)),
          }),
        ),
        activationTime: maybe(moment),
        availableSeconds: maybe(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })),
      }),
    ),
    v1.encodePortalManifest,
    v1.decodePortalManifest,
  ),
  'portal response': kind(
    fc.record({ reference: maybe(text(0, 50)), signatureJobId: jobId, cancellationUrl: url }),
    v1.encodePortalJobResponse,
    v1.decodePortalJobResponse,
  ),
  'portal status change': kind(
    fc.record({
      reference: maybe(text(0, 50)),
      signatureJobId: jobId,
      status: fc.constantFrom(...v1.JOB_STATUSES),
      confirmationUrl: url,
      cancellationUrl: maybe(url),
      deleteDocumentsUrl: maybe(url),
      signatures: upTo(
        10,
        fc.record({
          status,
          since: moment,
          signer: fc.oneof(
            personalNumber,
            addresses.map((given) => ({ kind: 'contact' as const, ...given })),
          ),
          xadesUrl: maybe(url),
        }),
      ),
      padesUrl: maybe(url),
    }),
    v1.encodePortalStatusChange,
    v1.decodePortalStatusChange,
  ),
  error: kind(
    fc.record({
      code: text(0, 40),
      message: text(0, 200),
      type: fc.constantFrom('CLIENT' as const, 'SERVER' as const),
    }),
    v1.encodeError,
    v1.decodeError,
  ),
};
