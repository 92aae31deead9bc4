/** What was proven about the signer, as one XML element signed together with the documents. */
export { buildEvidenceXml, EVIDENCE_NAMESPACE, type Evidence, type SignerIdentifier } from './build.ts';
export { EVIDENCE_SCHEMA } from './schema.ts';
