/** PAdES baseline signatures (ETSI EN 319 142-1): sealing a PDF, and renewing its proof. */
export type { PadesErrorCode } from './errors.ts';
export { sealPdf, type SealInput } from './seal.ts';
export { renewPades, type RenewalInput } from './renew.ts';
