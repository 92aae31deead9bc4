/** Worker thread: validates files of anybody, hostile ones too. */
import '../sealing/without-canvas.ts';
import { plainReport, validateFile, type PlainReport } from '@segl/formats/validation';
import { readCertificates } from '@segl/formats/x509';

export interface VerifyTask {
  readonly bytes: Uint8Array;
  /** Trust anchors, PEM. */
  readonly trust: string;
  /** The present, milliseconds. */
  readonly at: number;
}

export default async function run({ bytes, trust, at }: VerifyTask): Promise<PlainReport> {
  const anchors = readCertificates(trust);
  return plainReport(await validateFile(bytes, { trust: { anchors, intermediates: [] }, at: new Date(at) }));
}
