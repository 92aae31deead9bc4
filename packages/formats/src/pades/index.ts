/** PAdES baseline signatures (ETSI EN 319 142-1): sealing a PDF. */
export type { PadesErrorCode } from './errors.ts';
export { sealPdf, type SealInput } from './seal.ts';
