/** Names of a document bundle (signature API v1; ETSI EN 319 162-1 ASiC-E with XAdES). */
export const MANIFEST_FILE = 'manifest.xml';
export const SIGNATURES_FILE = 'META-INF/signatures.xml';
export const MIMETYPE_FILE = 'mimetype';
export const ASICE_MIMETYPE = 'application/vnd.etsi.asic-e+zip';
export const ASIC_NAMESPACE = 'http://uri.etsi.org/2918/v1.2.1#';
export const XADES_NAMESPACE = 'http://uri.etsi.org/01903/v1.3.2#';
export const SIGNED_PROPERTIES_TYPE = 'http://uri.etsi.org/01903#SignedProperties';
