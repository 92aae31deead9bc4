/** Worker thread: inspects documents; composes, seals and verifies signed documents, away from the event loop. */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { FormatError } from '@segl/formats/errors';
import { sealPdf } from '@segl/formats/pades';
import { composeSignedDocument, inspectPdf, inspectText } from '@segl/formats/pdf';
import { validatePades, validateXades } from '@segl/formats/validation';
import { readCertificate, type CertificateStore } from '@segl/formats/x509';
import { requirePassed } from '../ceremony/require-passed.ts';
import { askCallbacks, remoteKey, remoteSources } from './callbacks.ts';
import type { Inspected, InspectTask, SealTask, WorkerResult, WorkerTask } from './worker-tasks.ts';

export default async function run(task: WorkerTask): Promise<unknown> {
  if (task.kind === 'inspect') return refusable(() => inspect(task));
  const result = await refusable(() => seal(task));
  return handedOver(result, result.kind === 'done' ? [result.value] : []);
}

/** Gives the memory of `buffers` to the main thread instead of copying it. */
function handedOver(value: object, buffers: readonly Uint8Array[]): unknown {
  return move({ [transferableSymbol]: buffers.map(({ buffer }) => buffer), [valueSymbol]: value });
}

async function refusable<T>(work: () => Promise<T>): Promise<WorkerResult<T>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { kind: 'refused', code: String(error.code), message: error.message, where: error.where };
  }
}

async function inspect({ bytes, mime }: InspectTask): Promise<Inspected> {
  if (mime === 'text/plain') return { pages: inspectText(bytes).pages };
  const { pages } = await inspectPdf(bytes);
  return { pages };
}

async function seal(task: SealTask): Promise<Uint8Array> {
  const callbacks = askCallbacks(task.port);
  try {
    const at = new Date(task.at);
    const composed = await composeSignedDocument(task.document);
    await callbacks.step('document-composed');
    const sealed = await sealPdf(composed, {
      key: remoteKey(callbacks, task.seal),
      ...remoteSources(callbacks),
      signingTime: at,
      name: task.seal.name,
    });
    await callbacks.step('document-sealed');
    await verify(task, sealed, at);
    await callbacks.step('document-verified');
    return ownMemory(sealed);
  } finally {
    task.port.close();
  }
}

/** The service's own validator has the last word: nothing leaves that it would not pass. */
async function verify(task: SealTask, sealed: Uint8Array, at: Date): Promise<void> {
  const trust: CertificateStore = {
    anchors: task.trust.anchors.map((der) => readCertificate(der)),
    intermediates: task.trust.intermediates.map((der) => readCertificate(der)),
  };
  requirePassed('the seal', await validatePades(sealed, trust, at), 'PAdES-BASELINE-LTA');
  const documents = task.document.documents.map(({ fileName, bytes }) => ({ name: fileName, bytes }));
  for (const [index, xades] of task.xades.entries()) {
    const report = validateXades(xades, documents, trust, at);
    requirePassed(`signature ${index + 1}`, report, 'XAdES-BASELINE-LT');
  }
}

/** A small buffer may share its memory with others; what is handed over must be its own. */
function ownMemory(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
