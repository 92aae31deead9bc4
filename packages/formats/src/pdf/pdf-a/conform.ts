import type { Adaptation } from '../copier.ts';
import { dict, name, textString } from '../objects.ts';
import type { PdfDict, PdfRef, PdfValue } from '../objects.ts';
import { compressed } from '../writer.ts';
import type { PdfWriter } from '../writer.ts';
import type { PdfAFindings } from './check.ts';
import { SRGB_PROFILE } from './srgb-profile.ts';

/** Makes one PDF/A-3b file of several that had output intents of their own. */

const CONDITION = 'sRGB IEC61966-2.1';

/** The new file is intended for sRGB (ISO 19005-3, 6.2.3). */
export function outputIntent(writer: PdfWriter): PdfDict {
  return dict({
    Type: name('OutputIntent'),
    S: name('GTS_PDFA1'),
    OutputConditionIdentifier: textString(CONDITION),
    Info: textString(CONDITION),
    DestOutputProfile: writer.add(compressed({ N: 3 }, SRGB_PROFILE)),
  });
}

/** Device colours that were intended otherwise keep their meaning by default colour spaces (ISO 32000-1, 8.6.5.6). */
export function adaptationFor({ profile }: PdfAFindings, writer: PdfWriter): Adaptation {
  if (profile === undefined || profile.components === 1) return { defaultSpaces: new Map() };
  const { components, bytes } = profile;
  if (components === 3 && Buffer.from(bytes).equals(SRGB_PROFILE)) return { defaultSpaces: new Map() };
  const space: PdfValue = [name('ICCBased'), profileObject(components, bytes, writer)];
  return { defaultSpaces: new Map([[components === 3 ? 'DefaultRGB' : 'DefaultCMYK', space]]) };
}

function profileObject(components: number, bytes: Uint8Array, writer: PdfWriter): PdfRef {
  return writer.add(compressed({ N: components }, bytes));
}
