import type { PdfFile } from '../reader.ts';
import type { OutputProfile } from './icc.ts';

/** Rules of PDF/A-3 (ISO 19005-3) that what a page draws with may break; the clause is beside each. */
export type PdfAProblem =
  /** 6.2.2 */
  | 'content-stream'
  | 'operator'
  /** 6.2.2: a form that uses the resources of the page around it. */
  | 'resources'
  /** 6.1.7 */
  | 'filter'
  /** 6.2.3 and 6.2.4.2 */
  | 'icc-profile'
  /** 6.2.4.3 */
  | 'device-color'
  /** 6.2.4.4 */
  | 'spot-color'
  /** 6.2.5 */
  | 'graphics-state'
  /** 6.2.6 */
  | 'rendering-intent'
  /** 6.2.8 and 6.2.9 */
  | 'image'
  | 'form'
  /** 6.2.10 */
  | 'blend-mode'
  /** 6.2.11.4 */
  | 'font-not-embedded'
  /** 6.2.11.2, 6.2.11.3 and 6.2.11.6 */
  | 'font'
  /** 6.2.11.5 */
  | 'glyph-width'
  /** 6.2.11.4.1 and 6.2.11.8 */
  | 'glyph-missing'
  /** 6.1.13 */
  | 'limits';

/** One file while it is looked through. */
export interface Checking {
  readonly file: PdfFile;
  readonly profile: OutputProfile | undefined;
  /** Definitions of spot colours, of all files that are brought together: each name must have one. */
  readonly spotColors: Map<string, unknown>;
  readonly report: (problem: PdfAProblem) => void;
}
