/** From a job and its signatures to the description that the signed document is composed from. */
import type { DocumentAttachment, DocumentSigner, SignedDocumentInput } from '@segl/formats/pdf';
import type { Language } from '@segl/protocol/json';
import type { JobDocument, SignatureJob, Signer } from '../jobs/model.ts';
import { shownIdentity, type SigningEvidence } from '../ceremony/evidence.ts';

export interface SignedBy {
  readonly evidence: SigningEvidence;
  readonly language: Language;
  readonly xades: Uint8Array;
  /** When, milliseconds. */
  readonly storedAt: number;
}

export interface DocumentParts {
  readonly job: SignatureJob;
  readonly senderName: string;
  /** PNG. */
  readonly logo?: Uint8Array;
  readonly documents: readonly { readonly document: JobDocument; readonly bytes: Uint8Array }[];
  /** By signer number; those who have signed. */
  readonly signed: ReadonlyMap<number, SignedBy>;
  readonly presentation: {
    readonly sealName: string;
    readonly serviceName: string;
    readonly validationAddress?: string;
  };
  readonly createdAt: number;
}

interface Words {
  readonly signer: (number: number) => string;
  readonly level: (level: number) => string;
  readonly original: (title: string) => string;
  readonly proof: (name: string) => string;
}

const words: Readonly<Record<Language, Words>> = {
  nb: {
    signer: (number) => `Undertegner ${number}`,
    level: (level) => `nivå ${level}`,
    original: (title) => `Opprinnelig dokument: ${title}`,
    proof: (name) => `Signaturbevis (XAdES) for ${name}`,
  },
  nn: {
    signer: (number) => `Underteiknar ${number}`,
    level: (level) => `nivå ${level}`,
    original: (title) => `Opphavleg dokument: ${title}`,
    proof: (name) => `Signaturbevis (XAdES) for ${name}`,
  },
  en: {
    signer: (number) => `Signer ${number}`,
    level: (level) => `level ${level}`,
    original: (title) => `Original document: ${title}`,
    proof: (name) => `Proof of signature (XAdES) for ${name}`,
  },
};

/** The composer's input. Written in the signers' language where they all read the same one, else in Bokmål. */
export function documentInput(parts: DocumentParts): SignedDocumentInput {
  const { job, presentation } = parts;
  const language = commonLanguage([...parts.signed.values()]);
  return {
    language,
    title: job.title,
    sender: parts.senderName,
    ...(parts.logo !== undefined && { logo: parts.logo }),
    signers: job.signers.map((signer) => documentSigner(parts, signer, language)),
    documents: parts.documents.map(({ document, bytes }) => ({
      title: document.title,
      fileName: document.fileName,
      mime: document.mime,
      bytes,
    })),
    attachments: attachments(parts, words[language]),
    ...presentation,
    createdAt: parts.createdAt,
  };
}

function commonLanguage(signed: readonly SignedBy[]): Language {
  const languages = new Set(signed.map(({ language }) => language));
  const [first] = languages;
  return languages.size === 1 && first !== undefined ? first : 'nb';
}

function documentSigner({ job, signed }: DocumentParts, signer: Signer, language: Language): DocumentSigner {
  const proof = signed.get(signer.number);
  if (proof === undefined) {
    // Nothing is proven about who has not signed, so the document names nobody.
    return {
      name: words[language].signer(signer.number),
      identifiers: [],
      onBehalfOf: signer.onBehalfOf,
      signature: { kind: signer.status === 'WAITING' ? 'waiting' : 'not-signed' },
    };
  }
  const { evidence } = proof;
  const { name, personalIdentificationNumber, birthDate } = shownIdentity(job, signer, evidence);
  const method = `${evidence.provider.name}, ${words[language].level(evidence.level)}`;
  return {
    name,
    identifiers: [
      ...(personalIdentificationNumber === undefined
        ? []
        : [{ kind: 'personal-identification-number' as const, value: personalIdentificationNumber }]),
      ...(birthDate === undefined ? [] : [{ kind: 'date-of-birth' as const, value: birthDate }]),
    ],
    onBehalfOf: signer.onBehalfOf,
    signature: { kind: 'signed', at: signer.since, method },
  };
}

function attachments(parts: DocumentParts, text: Words): DocumentAttachment[] {
  const originals = parts.documents.map(({ document, bytes }) => ({
    name: document.fileName,
    mime: document.mime,
    bytes,
    description: text.original(document.title),
    relationship: 'Source' as const,
    modifiedAt: parts.job.createdAt,
  }));
  const taken = new Set(originals.map(({ name }) => name.toLowerCase()));
  const proofs = parts.job.signers.flatMap((signer) => {
    const proof = parts.signed.get(signer.number);
    if (proof === undefined) return [];
    return [
      {
        name: freeName(`signature-${signer.number}`, taken),
        mime: 'application/xml',
        bytes: proof.xades,
        description: text.proof(proof.evidence.name.full),
        relationship: 'Data' as const,
        modifiedAt: signer.since,
      },
    ];
  });
  return [...originals, ...proofs];
}

/** `stem.xml`, or with underscores until no document has that name; the sender chose the documents' names. */
function freeName(stem: string, taken: ReadonlySet<string>): string {
  const name = `${stem}.xml`;
  return taken.has(name) ? freeName(`${stem}_`, taken) : name;
}
