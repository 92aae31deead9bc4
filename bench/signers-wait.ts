/** What a signer waits for after logging in: the signature made, and the signed document ready. */
import { median, ms, type Figure } from './measure.ts';
import { randomPdf } from './pdfs.ts';
import { withService } from './running-service.ts';

const RUNS = 20;

export async function signersWait(): Promise<readonly Figure[]> {
  return withService('alone', async (service) => {
    const pdf = randomPdf(1, 60_000);
    await service.sign(pdf);
    const [toSigned, toSealed]: [number[], number[]] = [[], []];
    for (let run = 0; run < RUNS; run++) {
      const { after } = await service.sign(pdf);
      const back = after('eid-callback').at;
      toSigned.push(after('signature-committed').at - back);
      toSealed.push(after('job-completed').at - back);
    }
    return [
      { name: "signer's wait from eID callback to SIGNED", measured: ms(median(toSigned)) },
      { name: "signer's wait from eID callback to sealed", measured: ms(median(toSealed)) },
    ];
  });
}
