/**
 * What a signature format needs from outside: a key, an independent time, and proof that the certificates
 * were not revoked. XAdES and PAdES are built from these three alone.
 */

/** Digests accepted under a signature and in a time-stamp. */
export type DigestName = 'sha256' | 'sha384' | 'sha512';

/** Signature algorithms that are made; the curve decides the digest. */
export type SigningAlgorithm = 'rsa-sha256' | 'ecdsa-p256-sha256' | 'ecdsa-p384-sha384' | 'ecdsa-p521-sha512';

/** A private key that may live in a file, a hardware module or a remote service. */
export interface SigningKey {
  /** DER certificates, the signer's own first, each followed by its issuer; the trust anchor may be left out. */
  readonly chain: readonly Uint8Array[];
  readonly algorithm: SigningAlgorithm;
  /**
   * Signs `data` (hashing included).
   * RSA: PKCS #1 v1.5. ECDSA: DER `SEQUENCE { r, s }`; formats that want the raw pair convert it themselves.
   */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** A time-stamp token that has already been checked: imprint, nonce, signature and chain. */
export interface TimestampToken {
  /** DER ContentInfo (RFC 3161 TimeStampToken). */
  readonly token: Uint8Array;
  readonly genTime: Date;
  /** DER certificates of the authority, its own first, up to but without the trust anchor. */
  readonly chain: readonly Uint8Array[];
}

/** Asks a time-stamp authority for a token over a digest, SHA-256 when not said. Rejects when none can be had. */
export type TimestampSource = (digest: Uint8Array, algorithm?: DigestName) => Promise<TimestampToken>;

/** Checked revocation answers and every certificate needed to check them again later, all DER. */
export interface RevocationData {
  /** Full OCSPResponse structures (RFC 6960), not bare BasicOCSPResponse. */
  readonly ocspResponses: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** Chain certificates, OCSP responders' certificates and trust anchors. */
  readonly certificates: readonly Uint8Array[];
}

/** Collects revocation data for a chain (own certificate first). Rejects when a certificate is not proven good. */
export type RevocationSource = (chain: readonly Uint8Array[]) => Promise<RevocationData>;
