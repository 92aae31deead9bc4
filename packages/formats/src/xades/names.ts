/** Namespaces and identifiers of XML signatures and their ETSI extensions. */
import type { SigningAlgorithm } from '../signing/index.ts';

/** XML Signature 1.1. */
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
/** ETSI EN 319 132-1, version 1.3.2 of the schema. */
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
/** ETSI EN 319 162-1 clause A.5. */
export const ASIC = 'http://uri.etsi.org/02918/v1.2.1#';

export const SIGNED_PROPERTIES_TYPE = 'http://uri.etsi.org/01903#SignedProperties';
export const OBJECT_TYPE = 'http://www.w3.org/2000/09/xmldsig#Object';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
/** ETSI EN 319 132-1 clause 5.2.3: the signer approved the content of the signed data. */
export const PROOF_OF_APPROVAL = 'http://uri.etsi.org/01903/v1.2.2#ProofOfApproval';

/** RFC 9231. */
export const SIGNATURE_METHODS: Readonly<Record<SigningAlgorithm, string>> = {
  'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'ecdsa-p256-sha256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  'ecdsa-p384-sha384': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384',
  'ecdsa-p521-sha512': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512',
};
