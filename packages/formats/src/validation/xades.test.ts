import { describe, expect, it } from 'vitest';
import { sampleDocuments, signSample } from '../../test/signed-samples.ts';
import { createWorld, type SigningWorld } from '../../test/signing-world.ts';
import { validateXades, type NamedDocument, type ValidationReport } from './index.ts';

const world = createWorld();
const signed = await signSample(world);

function validate(
  xml: string,
  {
    documents = sampleDocuments,
    trust = world.trust,
    at = world.at,
  }: Partial<{
    documents: readonly NamedDocument[];
    trust: SigningWorld['trust'];
    at: Date;
  }> = {},
): ValidationReport {
  return validateXades(Buffer.from(xml), documents, trust, at);
}

const codesOf = (report: ValidationReport): string[] =>
  [...report.reasons, ...report.signatures.flatMap(({ reasons }) => reasons)].map(({ code }) => code);

/** Changes one bit of a base64 value: the `offset`th character of the text of the first element with this name. */
function flip(xml: string, element: string, offset: number): string {
  const start = xml.indexOf('>', xml.indexOf(`<${element}`)) + 1 + offset;
  const character = xml[start] ?? '';
  expect(character).toMatch(/[A-Za-z0-9+/]/);
  return xml.slice(0, start) + (character === 'A' ? 'B' : 'A') + xml.slice(start + 1);
}

const without = (xml: string, element: string): string => {
  const cut = xml.replace(new RegExp(`<${element}[ >].*</${element}>`, 's'), '');
  expect(cut).not.toBe(xml);
  return cut;
};

const replaced = (xml: string, from: string | RegExp, to: string): string => {
  const changed = xml.replace(from, to);
  expect(changed).not.toBe(xml);
  return changed;
};

describe('a sound signature', () => {
  it.each([
    ['rsa', {}],
    ['ec', {}],
    ['ec', { signerByCrl: true }],
  ] as const)('passes with level LT (%s %j)', async (signer, options) => {
    const own = createWorld({ signer, ...options });
    const report = validate(await signSample(own), { trust: own.trust });
    expect(codesOf(report)).toEqual([]);
    expect(report).toMatchObject({ conclusion: 'PASSED', level: 'XAdES-BASELINE-LT' });
    expect(report.signatures).toMatchObject([
      {
        signer: { commonName: 'Kari Nordmann', trustAnchor: 'CN=Test root,O=Segl test,C=NO' },
        signingTime: own.at,
        bestSignatureTime: own.at,
        documents: sampleDocuments.map(({ name }) => name),
      },
    ]);
  });

  it('is proven no more when the certificates of its time-stamp have expired, unless it is proven to be older', () => {
    const at = new Date('2046-01-01T00:00:00Z');
    const report = validate(signed, { at });
    expect(report).toMatchObject({ conclusion: 'INDETERMINATE', level: 'XAdES-BASELINE-T' });
    expect(codesOf(report)).toEqual(['VALIDATION_TIMESTAMP_EXPIRED']);
    const proof = { existedAt: new Date(world.at.getTime() + 86_400_000) };
    expect(validateXades(Buffer.from(signed), sampleDocuments, world.trust, at, proof)).toMatchObject({
      conclusion: 'PASSED',
      level: 'XAdES-BASELINE-LT',
    });
  });

  it('can be validated against digests', () => {
    const bare = sampleDocuments.map(({ name }) => ({ name, sha256: Buffer.alloc(32) }));
    expect(codesOf(validate(signed, { documents: bare }))).toEqual(['XMLDSIG_DIGEST_MISMATCH']);
  });
});

describe('one changed bit', () => {
  it('of a document fails', () => {
    const [first, second] = sampleDocuments;
    const bytes = Buffer.from(second!.bytes);
    bytes[0]! ^= 1;
    const report = validate(signed, { documents: [first!, { ...second!, bytes }] });
    expect(report).toMatchObject({ conclusion: 'FAILED', level: undefined });
    expect(codesOf(report)).toEqual(['XMLDSIG_DIGEST_MISMATCH']);
  });

  it.each<[string, string, string]>([
    ['SignedInfo', flip(signed, 'ds:DigestValue', 3), 'XMLDSIG_DIGEST_MISMATCH'],
    ['SignedInfo, outside digests', replaced(signed, '-ref-0"', '-ref-9"'), 'XMLDSIG_SIGNATURE_INVALID'],
    ['SignatureValue', flip(signed, 'ds:SignatureValue', 20), 'XMLDSIG_SIGNATURE_INVALID'],
    ['SignatureValue', flip(signed, 'ds:SignatureValue', 20), 'TSP_IMPRINT_MISMATCH'],
    [
      'SignedProperties',
      replaced(signed, '10:00:00Z</xades:SigningTime>', '10:00:01Z</xades:SigningTime>'),
      'XMLDSIG_DIGEST_MISMATCH',
    ],
    [
      'the evidence',
      replaced(signed, 'Kari Nordmann</Name>', 'Kari Nordmenn</Name>'),
      'XMLDSIG_DIGEST_MISMATCH',
    ],
    ['the signer’s certificate', flip(signed, 'ds:X509Certificate', 30), 'VALIDATION_SIGNING_CERTIFICATE'],
    ['the time-stamp', flip(signed, 'xades:EncapsulatedTimeStamp', 700), 'TSP_'],
  ])('of %s fails', (_, xml, code) => {
    const report = validate(xml);
    expect(report.conclusion).toBe('FAILED');
    expect(codesOf(report)).toContainEqual(expect.stringContaining(code));
  });

  it('of the OCSP answer leaves revocation unproven', () => {
    const report = validate(flip(signed, 'xades:EncapsulatedOCSPValue', 400));
    expect(report).toMatchObject({ conclusion: 'INDETERMINATE', level: 'XAdES-BASELINE-T' });
    expect(codesOf(report)).toEqual(['VALIDATION_REVOCATION_MISSING']);
  });
});

describe('missing parts lower the level and never pass', () => {
  it.each<[string, string, string, string]>([
    [
      'revocation values',
      without(signed, 'xades:RevocationValues'),
      'XAdES-BASELINE-T',
      'VALIDATION_REVOCATION_MISSING',
    ],
    [
      'certificate values, the anchor given',
      replaced(signed, /<xades:EncapsulatedOCSPValue>[^<]*<\/xades:EncapsulatedOCSPValue>/, ''),
      'XAdES-BASELINE-T',
      'VALIDATION_REVOCATION_MISSING',
    ],
    [
      'the time-stamp',
      without(signed, 'xades:SignatureTimeStamp'),
      'XAdES-BASELINE-B',
      'VALIDATION_TIMESTAMP_MISSING',
    ],
    [
      'all unsigned properties',
      without(signed, 'xades:UnsignedProperties'),
      'XAdES-BASELINE-B',
      'VALIDATION_TIMESTAMP_MISSING',
    ],
  ])('%s', (_, xml, level, code) => {
    const report = validate(xml);
    expect(report).toMatchObject({ conclusion: 'INDETERMINATE', level });
    expect(codesOf(report)).toContain(code);
  });

  it('a document that is not given', () => {
    const report = validate(signed, { documents: sampleDocuments.slice(1) });
    expect(report).toMatchObject({ conclusion: 'INDETERMINATE', level: undefined });
    expect(codesOf(report)).toEqual(['VALIDATION_DOCUMENT_MISSING']);
  });

  it('a document that is not signed', () => {
    const extra = { name: 'extra.pdf', bytes: Buffer.from('x') };
    const report = validate(signed, { documents: [...sampleDocuments, extra] });
    expect(report.conclusion).toBe('FAILED');
    expect(codesOf(report)).toEqual(['VALIDATION_DOCUMENT_NOT_SIGNED']);
  });
});

describe('trust', () => {
  const foreign = createWorld();

  it('an untrusted signer is indeterminate', () => {
    const report = validate(signed, { trust: foreign.trust });
    expect(report).toMatchObject({ conclusion: 'INDETERMINATE', level: 'XAdES-BASELINE-B' });
    expect(codesOf(report)).toEqual(expect.arrayContaining(['TSP_UNTRUSTED']));
    expect(report.signatures[0]?.signer?.trustAnchor).toBeUndefined();
  });

  it('an untrusted time-stamp authority proves no time', async () => {
    const xml = await signSample(world, {
      timestamp: foreign.timestamp,
      revocation: (chain) => (chain === world.key.chain ? world : foreign).revocation(chain),
    });
    const report = validate(xml);
    expect(report).toMatchObject({ conclusion: 'INDETERMINATE', level: 'XAdES-BASELINE-B' });
    expect(codesOf(report)).toEqual(['TSP_UNTRUSTED']);
    expect(report.signatures[0]?.bestSignatureTime).toBeUndefined();
  });

  it('a time-stamp from the future proves nothing', () => {
    const report = validate(signed, { at: new Date(world.at.getTime() - 3_600_000) });
    expect(report.conclusion).toBe('FAILED');
    expect(codesOf(report)).toContain('VALIDATION_TIME_ORDER');
  });

  it.each([
    ['before the time-stamp', -1000, 'FAILED', 'XAdES-BASELINE-T'],
    ['after the time-stamp', 1000, 'PASSED', 'XAdES-BASELINE-LT'],
  ])('a signer revoked %s', async (_, offset, conclusion, level) => {
    const own = createWorld();
    const xml = await signSample(own, {
      revocation: async (chain) => {
        const data = await own.revocation(chain);
        if (chain !== own.key.chain) return data;
        const revoked = await own.revokeSigner(new Date(own.at.getTime() + offset));
        return { ...data, ocspResponses: [...data.ocspResponses, revoked] };
      },
    });
    const report = validate(xml, { trust: own.trust });
    expect(report).toMatchObject({ conclusion, level });
    expect(codesOf(report)).toEqual(conclusion === 'PASSED' ? [] : ['VALIDATION_REVOKED']);
  });
});

describe('structures that could be read in two ways', () => {
  const evidence = /<ds:Object xmlns:ds="[^"]*" Id="[^"]*">.*?<\/ds:Object>/s.exec(signed)?.[0] ?? '';
  const properties = /<xades:SignedProperties .*<\/xades:SignedProperties>/s.exec(signed)?.[0] ?? '';
  const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(signed)?.[0] ?? '';

  it.each<[string, string, string]>([
    ['an Object twice', replaced(signed, evidence, evidence + evidence), 'XMLDSIG_DUPLICATE_ID'],
    [
      'an unsigned Object beside',
      replaced(signed, evidence, `${evidence}<ds:Object Id="other"><a></a></ds:Object>`),
      'VALIDATION_STRUCTURE',
    ],
    [
      'signed properties moved elsewhere',
      replaced(
        replaced(
          signed,
          properties,
          properties.replace(/Id="[^"]*"/, 'Id="forged"').replace('10:00:00Z', '09:00:00Z'),
        ),
        '</ds:Signature>',
        `<ds:Object>${properties}</ds:Object></ds:Signature>`,
      ),
      'VALIDATION_STRUCTURE',
    ],
    ['another target', replaced(signed, /Target="#[^"]*"/, 'Target="#other"'), 'VALIDATION_STRUCTURE'],
    ['the signature twice', replaced(signed, signature, signature + signature), 'XMLDSIG_DUPLICATE_ID'],
    ['a comment', replaced(signed, '<Name>', '<Name><!-- -->'), 'XML_NOT_PLAIN'],
    [
      'no signature',
      '<a:XAdESSignatures xmlns:a="http://uri.etsi.org/02918/v1.2.1#"></a:XAdESSignatures>',
      'VALIDATION_NO_SIGNATURE',
    ],
    ['not XML', 'PK', 'XML_MALFORMED'],
  ])('%s fails', (_, xml, code) => {
    const report = validate(xml);
    expect(report.conclusion).toBe(code === 'VALIDATION_NO_SIGNATURE' ? 'INDETERMINATE' : 'FAILED');
    expect(codesOf(report)).toContain(code);
  });

  it('a transform that is not supported is indeterminate', () => {
    const xml = replaced(
      signed,
      /<ds:Transform Algorithm="[^"]*">/,
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">',
    );
    expect(codesOf(validate(xml))).toContain('XMLDSIG_TRANSFORM_NOT_ALLOWED');
  });
});
