/** Keys held by the service itself. */
export { keyFromPem, sealKey, type KeyWithChain } from './seal-key.ts';
export { localSignatureCreation } from './signature-creation.ts';
