/** Writes the evidence object (schema.ts) in its canonical form: Exclusive C14N of the result is the result. */
import { escapeAttribute } from '../xml/index.ts';
import { canonicalText } from '../xades/canonical-text.ts';

export const EVIDENCE_NAMESPACE = 'urn:segl:evidence:1';

/** How the signed documents may name the signer beside the name; absent when the job shows the name only. */
export interface SignerIdentifier {
  readonly kind: 'personal-identification-number' | 'date-of-birth' | 'sender-identifier';
  /** A date of birth is `YYYY-MM-DD`. */
  readonly value: string;
}

export interface Evidence {
  readonly signer: { readonly name: string; readonly identifier?: SignerIdentifier };
  readonly onBehalfOf: 'SELF' | 'OTHER';
  readonly authentication: {
    /** The identity provider's issuer identifier. */
    readonly provider: string;
    /** Level of assurance, as the provider names it. */
    readonly acr: string;
    /** Means used, as the provider names them; may be empty. */
    readonly amr: readonly string[];
    /** When the provider proved the identity. */
    readonly time: Date;
  };
  /** When the signer's consent was completed. */
  readonly time: Date;
  readonly ipAddress: string;
  readonly jobTitle: string;
  /** The text the signer agreed to, and its language (RFC 5646). */
  readonly consent: { readonly language: string; readonly text: string };
  /** SHA-256, lower-case hex, of the ID token as received and of the recorded intent. */
  readonly idTokenSha256: string;
  readonly intentSha256: string;
}

function element(name: string, text: string, attributes: Readonly<Record<string, string>> = {}): string {
  const written = Object.entries(attributes)
    // Canonical XML orders attributes without prefix by name.
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  return `<${name}${written.join('')}>${canonicalText(text)}</${name}>`;
}

/** xsd:dateTime in UTC, milliseconds left out. */
function dateTime(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/**
 * The evidence as one element without declaration, valid against `EVIDENCE_SCHEMA`, no white space between elements.
 * XML_INVALID_CHARACTER when a text holds a character XML 1.0 forbids.
 */
export function buildEvidenceXml(evidence: Evidence): string {
  const { signer, authentication, consent } = evidence;
  const identifier =
    signer.identifier === undefined
      ? ''
      : element('Identifier', signer.identifier.value, { kind: signer.identifier.kind });
  return [
    `<SigningEvidence xmlns="${EVIDENCE_NAMESPACE}">`,
    `<Signer>${element('Name', signer.name)}${identifier}`,
    `${element('OnBehalfOf', evidence.onBehalfOf)}</Signer>`,
    `<Authentication>${element('Provider', authentication.provider)}`,
    element('LevelOfAssurance', authentication.acr),
    ...authentication.amr.map((means) => element('Means', means)),
    element('Time', dateTime(authentication.time)),
    `${element('IdTokenDigest', evidence.idTokenSha256, { algorithm: 'SHA-256' })}</Authentication>`,
    `<Consent>${element('JobTitle', evidence.jobTitle)}`,
    element('Text', consent.text, { language: consent.language }),
    element('Time', dateTime(evidence.time)),
    element('IpAddress', evidence.ipAddress),
    `${element('IntentDigest', evidence.intentSha256, { algorithm: 'SHA-256' })}</Consent>`,
    '</SigningEvidence>',
  ].join('');
}
