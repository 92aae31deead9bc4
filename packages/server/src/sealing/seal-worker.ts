/** Worker thread: composes, seals and verifies signed documents, away from the event loop. */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { sealPdf } from '@segl/formats/pades';
import { composeSignedDocument } from '@segl/formats/pdf';
import { validatePades, validateXades } from '@segl/formats/validation';
import { readCertificate, type CertificateStore } from '@segl/formats/x509';
import { requirePassed } from '../ceremony/require-passed.ts';
import { askCallbacks, remoteKey, remoteSources } from './callbacks.ts';
import { ownMemory, release } from './memory.ts';
import { refusable } from './refusable.ts';
import type { SealTask } from './worker-tasks.ts';

/** For seal, time-stamps and validation data; what is not used takes no memory. */
const SEAL_ROOM = 2 * 1024 * 1024;

export default async function run(task: SealTask): Promise<unknown> {
  const result = await refusable(() => seal(task));
  const memory = result.kind === 'done' ? ownMemory(result.value) : undefined;
  return move({ [transferableSymbol]: memory === undefined ? [] : [memory], [valueSymbol]: result });
}

async function seal(task: SealTask): Promise<Uint8Array> {
  const callbacks = askCallbacks(task.port);
  try {
    const at = new Date(task.at);
    const trust = trustOf(task);
    verifySignatures(task, trust, at);
    const composed = await composeSignedDocument(task.document, { room: SEAL_ROOM });
    // From here on only the new document counts.
    for (const { bytes } of task.document.documents) release(bytes);
    await callbacks.step('document-composed');
    const sealed = await sealPdf(composed, {
      key: remoteKey(callbacks, task.seal),
      ...remoteSources(callbacks),
      signingTime: at,
      name: task.seal.name,
    });
    if (sealed.buffer !== composed.buffer) release(composed);
    await callbacks.step('document-sealed');
    // The service's own validator has the last word: nothing leaves that it would not pass.
    requirePassed('the seal', await validatePades(sealed, trust, at), 'PAdES-BASELINE-LTA');
    await callbacks.step('document-verified');
    return sealed;
  } finally {
    task.port.close();
  }
}

function trustOf({ trust }: SealTask): CertificateStore {
  return {
    anchors: trust.anchors.map((der) => readCertificate(der)),
    intermediates: trust.intermediates.map((der) => readCertificate(der)),
  };
}

/** Once more before they are sealed: every signer's XAdES with the documents as they are now. */
function verifySignatures(task: SealTask, trust: CertificateStore, at: Date): void {
  const documents = task.document.documents.map(({ fileName, bytes }) => ({ name: fileName, bytes }));
  for (const [index, xades] of task.xades.entries()) {
    const report = validateXades(xades, documents, trust, at);
    requirePassed(`signature ${index + 1}`, report, 'XAdES-BASELINE-LT');
  }
}
