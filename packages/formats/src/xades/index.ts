/** XAdES baseline signatures (ETSI EN 319 132-1) in the root element of ASiC (ETSI EN 319 162-1). */
export { createXades, type SignedFile, type XadesInput } from './create.ts';
export { documentUri, fileNameOfUri } from './document-uri.ts';
export type { XadesErrorCode } from './errors.ts';
export * as xadesNames from './names.ts';
