/** Worker thread: gives a sealed document its next time-stamp, and verifies it before and after. */
import { renewPades } from '@segl/formats/pades';
import { validatePades } from '@segl/formats/validation';
import { requirePassed } from '../ceremony/require-passed.ts';
import { askCallbacks, remoteSources } from './callbacks.ts';
import { refusable } from './refusable.ts';
import { handedOver, provenUntil, storeOf } from './sealed-result.ts';
import type { RenewTask, Sealed } from './worker-tasks.ts';

export default async function run(task: RenewTask): Promise<unknown> {
  return handedOver(await refusable(() => renew(task)));
}

async function renew(task: RenewTask): Promise<Sealed> {
  const callbacks = askCallbacks(task.port);
  try {
    const [trust, at] = [storeOf(task.trust), new Date(task.at)];
    // A time-stamp over what does not hold would only hide since when.
    requirePassed('the document', await validatePades(task.pades, trust, at), 'PAdES-BASELINE-LTA');
    const bytes = await renewPades(task.pades, { ...remoteSources(callbacks), trust });
    const report = await validatePades(bytes, trust, at);
    requirePassed('the renewed document', report, 'PAdES-BASELINE-LTA');
    return { bytes, provenUntil: provenUntil(report) };
  } finally {
    task.port.close();
  }
}
