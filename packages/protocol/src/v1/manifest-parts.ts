/** What direct and portal manifests have in common. */
import type { XmlElement } from '@segl/formats/xml';
import { ProtocolError } from './errors.ts';
import { childrenNamed, optionalChoice, optionalText, required, requiredAttribute } from './reading.ts';
import {
  IDENTIFIERS_IN_SIGNED_DOCUMENTS,
  type AuthenticationLevel,
  type IdentifierInSignedDocuments,
  type ManifestDocument,
  type ManifestForm,
} from './values.ts';
import { element, textElement, type Markup } from './writing.ts';

export interface ManifestBasics {
  readonly form: ManifestForm;
  /** Organisation number of the sender, 9 digits. */
  readonly sender: string;
  /** 1 to 80 characters. */
  readonly title: string;
  /** Portal only, 1 to 80 characters. */
  readonly nonsensitiveTitle?: string | undefined;
  /** At most 220 characters. */
  readonly description?: string | undefined;
  /** 1 to 20, in the sender's order; exactly one, with the job's title, in the legacy form. */
  readonly documents: readonly ManifestDocument[];
  readonly requiredAuthentication?: AuthenticationLevel | undefined;
  readonly identifierInSignedDocuments?: IdentifierInSignedDocuments | undefined;
}

/** Both forms normalised: the job's texts in the manifest, each document with a title of its own. */
export function readManifestBasics(root: XmlElement): ManifestBasics {
  const legacy = root.child('document');
  const texts = legacy ?? root;
  const documents = legacy ? [legacy] : childrenNamed(required(root, 'documents'), 'document');
  const level = optionalChoice(root, 'required-authentication', ['3', '4'] as const);
  return {
    form: legacy ? 'legacy' : 'present',
    sender: required(required(root, 'sender'), 'organization-number').text(),
    title: required(texts, 'title').text(),
    nonsensitiveTitle: optionalText(texts, 'nonsensitive-title'),
    description: optionalText(texts, 'description'),
    documents: documents.map(readDocument),
    requiredAuthentication: level === undefined ? undefined : level === '3' ? 3 : 4,
    identifierInSignedDocuments: optionalChoice(
      root,
      'identifier-in-signed-documents',
      IDENTIFIERS_IN_SIGNED_DOCUMENTS,
    ),
  };
}

function readDocument(document: XmlElement): ManifestDocument {
  return {
    title: required(document, 'title').text(),
    href: requiredAttribute(document, 'href'),
    mime: requiredAttribute(document, 'mime'),
  };
}

export function senderElement({ sender }: ManifestBasics): Markup {
  return element('sender', [textElement('organization-number', sender)]);
}

/** The job's texts and its documents, in the manifest's form. */
export function documentElements(manifest: ManifestBasics): (Markup | undefined)[] {
  const texts = [
    textElement('title', manifest.title),
    textElement('nonsensitive-title', manifest.nonsensitiveTitle),
    textElement('description', manifest.description),
  ];
  if (manifest.form === 'legacy') return [legacyDocument(manifest, texts)];
  const documents = manifest.documents.map(({ title, href, mime }) =>
    element('document', [textElement('title', title)], { href, mime }),
  );
  return [...texts, element('documents', documents)];
}

function legacyDocument({ documents }: ManifestBasics, texts: (Markup | undefined)[]): Markup {
  const [document] = documents;
  if (document === undefined || documents.length !== 1) {
    throw new ProtocolError('VALUE_INVALID', 'A manifest of the legacy form holds exactly one document.');
  }
  return element('document', texts, { href: document.href, mime: document.mime });
}

export function authenticationElement({ requiredAuthentication }: ManifestBasics): Markup | undefined {
  return textElement('required-authentication', requiredAuthentication?.toString());
}

export function identifierElement({ identifierInSignedDocuments }: ManifestBasics): Markup | undefined {
  return textElement('identifier-in-signed-documents', identifierInSignedDocuments);
}
