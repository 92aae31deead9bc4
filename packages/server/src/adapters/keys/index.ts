/** Keys held by the service itself. */
export { keyFromPem, sealKey, type KeyPem, type KeyWithChain } from './seal-key.ts';
export { localSignatureCreation, type SignatureCreationConfig } from './signature-creation.ts';
