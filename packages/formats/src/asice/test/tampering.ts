/** Takes bundles apart and puts them together again, as an attacker would. */
import { readZip, writeZip } from '../../zip/index.ts';
import { C14N_1_0, canonicalize, parseXml } from '../../xml/index.ts';
import { buildDocumentBundle, type BundleInput } from '../build.ts';
import { verifyDocumentBundle, type BundleOptions } from '../verify.ts';
import { MANIFEST, NOW, OPTIONS, pdf, sender, type Sender } from './senders.ts';

const SIGNATURES = 'META-INF/signatures.xml';

export function build(input: Partial<BundleInput> = {}, by: Sender = sender): Promise<Uint8Array> {
  return buildDocumentBundle({
    files: [MANIFEST, pdf('contract.pdf')],
    chain: by.chain,
    sign: by.sign,
    signingTime: NOW,
    style: 'dotnet',
    ...input,
  });
}

/** The code of the error, `accepted` when there is none. */
export async function verdict(bundle: Uint8Array, options: Partial<BundleOptions> = {}): Promise<string> {
  try {
    await verifyDocumentBundle(bundle, { ...OPTIONS, ...options });
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'accepted';
}

/** Changes files; `undefined` takes one out, other names are added. */
export async function withFiles(
  bundle: Uint8Array,
  changes: Readonly<Record<string, Uint8Array | string | undefined>>,
): Promise<Uint8Array> {
  const files = new Map((await readZip(bundle)).map(({ name, bytes }) => [name, bytes]));
  for (const [name, content] of Object.entries(changes)) {
    if (content === undefined) files.delete(name);
    else files.set(name, typeof content === 'string' ? Buffer.from(content) : content);
  }
  return writeZip([...files].map(([name, bytes]) => ({ name, bytes })));
}

/** Edits signatures.xml after signing. Fails when the edit changes nothing, for then it would prove nothing. */
export async function withXml(bundle: Uint8Array, edit: (xml: string) => string): Promise<Uint8Array> {
  const before = await signaturesXml(bundle);
  const after = edit(before);
  if (after === before) throw new Error('the edit changed nothing');
  return withFiles(bundle, { [SIGNATURES]: after });
}

export async function signaturesXml(bundle: Uint8Array): Promise<string> {
  const found = (await readZip(bundle)).find(({ name }) => name === SIGNATURES);
  return Buffer.from(found?.bytes ?? []).toString();
}

/** Edits signatures.xml and signs SignedInfo again: what a sender with a key, but a wrong program, would make. */
export function resigned(
  bundle: Uint8Array,
  edit: (xml: string) => string,
  by: Sender = sender,
): Promise<Uint8Array> {
  return withXml(bundle, (xml) => {
    const edited = edit(xml);
    using document = parseXml(Buffer.from(edited), { forSignature: true });
    const signedInfo = document.root.children()[0]?.children()[0];
    if (edited === xml || !signedInfo) throw new Error('the edit changed nothing');
    const value = Buffer.from(by.sign(canonicalize(signedInfo, C14N_1_0))).toString('base64');
    return edited.replace(/<SignatureValue>[^<]*/, `<SignatureValue>${value}`);
  });
}

/** The part of the XML from `start` to `end`, both included. */
export function part(xml: string, start: string, end: string): string {
  const from = xml.indexOf(start);
  const to = xml.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`no ${start} in the signature`);
  return xml.slice(from, to + end.length);
}
