/** Reads one signature of an XAdESSignatures document (ETSI EN 319 132-1), strictly: nothing unsigned may hide in it. */
import { readBase64, readSignature, type XmlSignature } from '../xmldsig/index.ts';
import { C14N_1_0, isCanonicalizationAlgorithm, type XmlElement } from '../xml/index.ts';
import { readCertificate, type Certificate } from '../x509/index.ts';
import { xadesNames } from '../xades/index.ts';
import type { CanonicalizationAlgorithm } from '../xml/index.ts';
import type { Material } from './certificates.ts';
import { validationError } from './findings.ts';

const { DS, XADES } = xadesNames;
const MAX_VALUES = 64;

export interface ReadXades extends XmlSignature {
  readonly signatureValue: XmlElement;
  readonly signedProperties: XmlElement;
  /** Not signed, so nothing in it counts before it is verified by itself. */
  readonly unsignedProperties: readonly XmlElement[];
  /** ds:Object elements other than the one of the qualifying properties. */
  readonly dataObjects: readonly XmlElement[];
  readonly keyInfo: readonly Certificate[];
}

const structure = (message: string, element: XmlElement) =>
  validationError('VALIDATION_STRUCTURE', `${message} (line ${element.line})`);

/** Takes a ds:Signature apart. XMLDSIG_STRUCTURE, VALIDATION_STRUCTURE, X509_MALFORMED. */
export function readXades(element: XmlElement): ReadXades {
  const signature = readSignature(element);
  const signatureValue = element.child('SignatureValue', DS);
  const carriers = signature.objects.filter((object) =>
    object.children().some(({ name }) => name === 'QualifyingProperties'),
  );
  const [carrier] = carriers;
  if (carrier === undefined || carriers.length > 1 || signatureValue === undefined) {
    throw structure('there must be exactly one Object with QualifyingProperties', element);
  }
  const [qualifying, surplus] = carrier.children();
  if (qualifying?.namespace !== XADES || surplus !== undefined) {
    throw structure('the Object must hold QualifyingProperties of XAdES 1.3.2 alone', carrier);
  }
  if (signature.id === undefined || qualifying.attribute('Target') !== `#${signature.id}`) {
    throw structure('QualifyingProperties must name this signature as its target', qualifying);
  }
  const [signed, unsigned, more] = qualifying.children();
  const isExpected =
    isXades(signed, 'SignedProperties') &&
    (unsigned === undefined || isXades(unsigned, 'UnsignedProperties')) &&
    more === undefined;
  if (!isExpected || signed === undefined) {
    throw structure('QualifyingProperties must hold SignedProperties and UnsignedProperties', qualifying);
  }
  return {
    ...signature,
    signatureValue,
    signedProperties: signed,
    unsignedProperties: unsigned?.child('UnsignedSignatureProperties')?.children() ?? [],
    dataObjects: signature.objects.filter((object) => object !== carrier),
    keyInfo: signature.certificates.map(readCertificate),
  };
}

function isXades(element: XmlElement | undefined, name: string): boolean {
  return element?.name === name && element.namespace === XADES;
}

/** Base64 values of all `leaf` elements within the `section` properties. */
function valuesOf(properties: readonly XmlElement[], path: readonly string[]): Uint8Array[] {
  const [section, ...rest] = path;
  let elements = properties.filter((element) => isXades(element, section ?? ''));
  for (const name of rest)
    elements = elements.flatMap((element) => element.children().filter((child) => isXades(child, name)));
  if (elements.length > MAX_VALUES)
    throw validationError('VALIDATION_STRUCTURE', `there are more than ${MAX_VALUES} values of one kind`);
  return elements.map(readBase64);
}

/** CertificateValues and RevocationValues, with the certificates of KeyInfo. */
export function materialOf({ unsignedProperties, keyInfo }: ReadXades): Material {
  const certificates = valuesOf(unsignedProperties, ['CertificateValues', 'EncapsulatedX509Certificate']);
  return {
    certificates: [...keyInfo, ...certificates.map(readCertificate)],
    ocspResponses: valuesOf(unsignedProperties, ['RevocationValues', 'OCSPValues', 'EncapsulatedOCSPValue']),
    crls: valuesOf(unsignedProperties, ['RevocationValues', 'CRLValues', 'EncapsulatedCRLValue']),
  };
}

/** The signature time-stamp and how what it is over was canonicalized; undefined when there is none. */
export function signatureTimestampOf({
  unsignedProperties,
}: ReadXades): { token: Uint8Array; canonicalization: CanonicalizationAlgorithm } | undefined {
  const [found, surplus] = unsignedProperties.filter((element) => isXades(element, 'SignatureTimeStamp'));
  if (found === undefined) return undefined;
  if (surplus !== undefined)
    throw validationError('VALIDATION_UNSUPPORTED', 'several signature time-stamps are not supported');
  const method = found.child('CanonicalizationMethod', DS);
  const tokens = found.children().filter((element) => isXades(element, 'EncapsulatedTimeStamp'));
  const [token] = tokens;
  const canonicalization = method === undefined ? C14N_1_0 : method.attribute('Algorithm');
  if (token === undefined || tokens.length > 1 || found.children().length > (method === undefined ? 1 : 2))
    throw structure('a SignatureTimeStamp must hold exactly one token', found);
  if (canonicalization === undefined || !isCanonicalizationAlgorithm(canonicalization))
    throw validationError('VALIDATION_UNSUPPORTED', 'the time-stamp’s canonicalization is not supported');
  return { token: readBase64(token), canonicalization };
}
