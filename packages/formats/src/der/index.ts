/** ASN.1 DER: a strict reader and a writer, small enough to be read whole. */
export * from './bytes.ts';
export * from './oids.ts';
export * from './read.ts';
export * as write from './write.ts';
