/** Worker thread of `segl verify`: judges one file after the other, so that a hostile one can be stopped. */
import { parentPort } from 'node:worker_threads';
import { plainReport, validateFile, type NamedDocument } from '@segl/formats/validation';
import { readCertificates } from '@segl/formats/x509';

export interface VerifyFileTask {
  readonly bytes: Uint8Array;
  readonly documents: readonly NamedDocument[];
  /** Trust anchors, PEM. */
  readonly trust: string;
  /** Milliseconds. */
  readonly at: number;
}

parentPort?.on('message', ({ bytes, documents, trust, at }: VerifyFileTask) => {
  const anchors = trust === '' ? [] : readCertificates(trust);
  void validateFile(bytes, { trust: { anchors, intermediates: [] }, documents, at: new Date(at) }).then(
    (report) => {
      parentPort?.postMessage(plainReport(report));
    },
  );
});
