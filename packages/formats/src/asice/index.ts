/** Document bundles: ASiC-E containers as senders upload them. */
export { buildDocumentBundle, type BundleFile, type BundleInput } from './build.ts';
export { buildEvidencePackage, type PackedSignature } from './evidence-package.ts';
export type { BundleErrorCode } from './errors.ts';
export {
  verifyDocumentBundle,
  type BundleDocument,
  type BundleOptions,
  type DocumentBundle,
} from './verify.ts';
