import { PdfStream, asDict, isArray, nameOf } from '../objects.ts';
import type { PdfFile } from '../reader.ts';

/** ICC profiles as far as PDF/A asks (ISO 19005-3, 6.2.3 and 6.2.4.2). */

export type Components = 1 | 3 | 4;

const COMPONENTS: Readonly<Record<string, Components>> = { GRAY: 1, 'RGB ': 3, 'Lab ': 3, CMYK: 4 };
const MAX_PROFILE = 4 * 1024 * 1024;

interface ProfileHeader {
  /** mntr, prtr, scnr or spac. */
  readonly deviceClass: string;
  readonly components: Components;
}

/** Undefined when it is no profile of ICC version 2 or 4 that PDF/A takes. */
export function readProfileHeader(profile: Uint8Array): ProfileHeader | undefined {
  const bytes = Buffer.from(profile.buffer, profile.byteOffset, profile.length);
  if (bytes.length < 132 || bytes.length > MAX_PROFILE || bytes.readUInt32BE(0) > bytes.length)
    return undefined;
  const text = (start: number): string => bytes.toString('latin1', start, start + 4);
  const deviceClass = text(12);
  const components = COMPONENTS[text(16)];
  const isTaken =
    text(36) === 'acsp' && (bytes[8] ?? 0) <= 4 && ['mntr', 'prtr', 'scnr', 'spac'].includes(deviceClass);
  return isTaken && components !== undefined ? { deviceClass, components } : undefined;
}

export interface OutputProfile {
  readonly stream: PdfStream;
  readonly bytes: Uint8Array;
  readonly components: Components;
}

/** The profile of the file's PDF/A output intent; undefined without, 'invalid' when PDF/A does not take it. */
export function outputProfile(file: PdfFile): OutputProfile | 'invalid' | undefined {
  const { resolve } = file;
  const intents = resolve(file.catalog.get('OutputIntents'));
  const profiles = new Set(
    (isArray(intents) ? intents : []).flatMap((item) => {
      const intent = asDict(resolve(item));
      return nameOf(resolve(intent?.get('S'))) === 'GTS_PDFA1'
        ? [resolve(intent?.get('DestOutputProfile'))]
        : [];
    }),
  );
  if (profiles.size === 0) return undefined;
  const [stream] = profiles;
  if (profiles.size > 1 || !(stream instanceof PdfStream)) return 'invalid';
  const bytes = file.decode(stream);
  const header = readProfileHeader(bytes);
  const isOutput = header !== undefined && ['mntr', 'prtr'].includes(header.deviceClass);
  if (!isOutput || resolve(stream.dict.get('N')) !== header.components) return 'invalid';
  return { stream, bytes, components: header.components };
}
