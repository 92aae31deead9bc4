/** ZIP containers: reading from untrusted sources, deterministic writing. */
export type { ZipErrorCode } from './errors.ts';
export { readZip, type ZipEntry, type ZipLimits } from './read.ts';
export { writeZip, type ZipInput } from './write.ts';
