/** Worker thread: composes, seals and verifies signed documents, away from the event loop. */
import { sealPdf } from '@segl/formats/pades';
import { composeSignedDocument } from '@segl/formats/pdf';
import { validatePades, validateXades } from '@segl/formats/validation';
import type { CertificateStore } from '@segl/formats/x509';
import { requirePassed } from '../ceremony/require-passed.ts';
import { askCallbacks, remoteKey, remoteSources } from './callbacks.ts';
import { release } from './memory.ts';
import { refusable } from './refusable.ts';
import { handedOver, provenUntil, storeOf } from './sealed-result.ts';
import type { Sealed, SealTask } from './worker-tasks.ts';

/** For seal, time-stamps and validation data; what is not used takes no memory. */
const SEAL_ROOM = 2 * 1024 * 1024;

export default async function run(task: SealTask): Promise<unknown> {
  return handedOver(await refusable(() => seal(task)));
}

async function seal(task: SealTask): Promise<Sealed> {
  const callbacks = askCallbacks(task.port);
  try {
    const at = new Date(task.at);
    const trust = storeOf(task.trust);
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
    const report = await validatePades(sealed, trust, at);
    requirePassed('the seal', report, 'PAdES-BASELINE-LTA');
    await callbacks.step('document-verified');
    return { bytes: sealed, provenUntil: provenUntil(report) };
  } finally {
    task.port.close();
  }
}

/** Once more before they are sealed: every signer's XAdES with the documents as they are now. */
function verifySignatures(task: SealTask, trust: CertificateStore, at: Date): void {
  const documents = task.document.documents.map(({ fileName, bytes }) => ({ name: fileName, bytes }));
  for (const [index, { bytes, storedAt }] of task.xades.entries()) {
    // The store knows how old it is, should the authority of its time-stamp have expired since.
    const report = validateXades(bytes, documents, trust, at, { existedAt: new Date(storedAt) });
    requirePassed(`signature ${index + 1}`, report, 'XAdES-BASELINE-LT');
  }
}
