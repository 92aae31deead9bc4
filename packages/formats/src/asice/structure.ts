/**
 * The one shape that signatures.xml may have: XAdESSignatures / Signature / (SignedInfo, SignatureValue, KeyInfo,
 * Object / QualifyingProperties / SignedProperties). Every element is looked at where it must stand, so a moved or
 * added copy (signature wrapping) has no place to be.
 */
import { XMLDSIG_NAMESPACE, elementsById, readSignature, type XmlSignature } from '../xmldsig/index.ts';
import { parseXml, type XmlDocument, type XmlElement } from '../xml/index.ts';
import { MAX_SIGNATURES_BYTES } from './container.ts';
import { TRANSLATIONS, bundleError, checking } from './errors.ts';
import { ASIC_NAMESPACE, SIGNATURES_FILE, XADES_NAMESPACE } from './names.ts';

const NAMESPACES: ReadonlySet<string> = new Set([ASIC_NAMESPACE, XMLDSIG_NAMESPACE, XADES_NAMESPACE]);

export interface BundleSignature extends XmlSignature {
  readonly signedProperties: XmlElement;
  /** Every identified element. */
  readonly ids: ReadonlyMap<string, XmlElement>;
}

/** Check 4: XML without document type, comments, processing instructions, in bounds. */
export function parseSignatures(bytes: Uint8Array): XmlDocument {
  return checking(TRANSLATIONS.signature, () =>
    parseXml(bytes, { maxBytes: MAX_SIGNATURES_BYTES, maxDepth: 16, forSignature: true }),
  );
}

/** Check 5: exactly one XAdES B signature, nothing before, beside or after it, and no Id twice. */
export function requireStructure(root: XmlElement): BundleSignature {
  requireKnownNamespaces(root);
  requireName(root, 'XAdESSignatures', ASIC_NAMESPACE);
  const element = only(root, 'Signature', XMLDSIG_NAMESPACE);
  const signature = checking(TRANSLATIONS.signature, () => readSignature(element));
  const [object, surplus] = signature.objects;
  if (!object || surplus) throw structure('The Signature must have one Object.', element);
  const properties = only(object, 'QualifyingProperties', XADES_NAMESPACE);
  const signedProperties = only(properties, 'SignedProperties', XADES_NAMESPACE);
  if (signature.id === undefined || properties.attribute('Target') !== `#${signature.id}`) {
    throw structure('The Target of QualifyingProperties must be the Signature.', properties);
  }
  const ids = checking(TRANSLATIONS.signature, () => elementsById(root));
  return { ...signature, signedProperties, ids };
}

function requireKnownNamespaces(root: XmlElement): void {
  const open = [root];
  for (let element = open.pop(); element; element = open.pop()) {
    if (!NAMESPACES.has(element.namespace) || element.attributes.some(({ namespace }) => namespace !== '')) {
      throw structure(
        'An element or attribute is in a namespace that has no place in a bundle’s signature.',
        element,
      );
    }
    open.push(...element.children());
  }
}

/** The only child element, which must have this name. */
function only(parent: XmlElement, name: string, namespace: string): XmlElement {
  const [child, surplus] = parent.children();
  if (!child || surplus) throw structure(`${parent.name} must hold one ${name} and nothing else.`, parent);
  requireName(child, name, namespace);
  return child;
}

function requireName(element: XmlElement, name: string, namespace: string): void {
  if (element.name !== name || element.namespace !== namespace) {
    throw structure(`Expected ${name} in the namespace ${namespace}.`, element);
  }
}

export function structure(message: string, element: XmlElement): Error {
  return bundleError('BUNDLE_SIGNATURE_STRUCTURE', message, {
    where: `${SIGNATURES_FILE} line ${element.line}`,
  });
}
