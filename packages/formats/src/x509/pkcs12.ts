/**
 * PKCS #12 files (RFC 7292) as Java's KeyStore, .NET and OpenSSL 3 read them: key and certificates under PBES2
 * (PBKDF2-HMAC-SHA256, AES-256-CBC), integrity by HMAC-SHA256.
 */
import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes, type KeyObject } from 'node:crypto';
import { Oid, write } from '../der/index.ts';

const ITERATIONS = 10_000;

const contentInfo = (type: string, content: Uint8Array): Uint8Array =>
  write.sequence(write.oid(type), write.explicit(0, content));

/** EncryptedData (RFC 5652 clause 8) under PBES2 (RFC 8018 clause 6.2). */
function encryptedData(content: Uint8Array, password: string): Uint8Array {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256'), iv);
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  const derivation = write.sequence(
    write.oid(Oid.pbkdf2),
    write.sequence(
      write.octetString(salt),
      write.integer(ITERATIONS),
      write.sequence(write.oid(Oid.hmacWithSha256), write.nullValue()),
    ),
  );
  const scheme = write.sequence(write.oid(Oid.aes256Cbc), write.octetString(iv));
  const algorithm = write.sequence(write.oid(Oid.pbes2), write.sequence(derivation, scheme));
  return contentInfo(
    Oid.encryptedData,
    write.sequence(
      write.integer(0),
      write.sequence(write.oid(Oid.data), algorithm, write.tagged(0x80, encrypted)),
    ),
  );
}

/** Repeats `bytes` to a whole number of SHA-256 blocks. */
function fillBlocks(bytes: Uint8Array): Uint8Array {
  const length = Math.ceil(bytes.length / 64) * 64;
  return Uint8Array.from({ length }, (_, index) => bytes[index % bytes.length] ?? 0);
}

/** RFC 7292 appendix B.2 for SHA-256, purpose 3 (MAC); one hash is all the key that is needed. */
function macKey(password: string, salt: Uint8Array): Uint8Array {
  const text = Buffer.from(`${password}\0`, 'utf16le').swap16();
  let key = Buffer.concat([new Uint8Array(64).fill(3), fillBlocks(salt), fillBlocks(text)]);
  for (let round = 0; round < ITERATIONS; round++) key = createHash('sha256').update(key).digest();
  return key;
}

function macData(content: Uint8Array, password: string): Uint8Array {
  const salt = randomBytes(16);
  const mac = createHmac('sha256', macKey(password, salt)).update(content).digest();
  const digest = write.sequence(
    write.sequence(write.oid(Oid.sha256), write.nullValue()),
    write.octetString(mac),
  );
  return write.sequence(digest, write.octetString(salt), write.integer(ITERATIONS));
}

function bag(type: string, value: Uint8Array, attributes: readonly Uint8Array[]): Uint8Array {
  const set = attributes.length === 0 ? [] : [write.setOf(...attributes)];
  return write.sequence(write.oid(type), write.explicit(0, value), ...set);
}

/**
 * Writes a private key with its certificates (DER, own certificate first) under one password.
 * `friendlyName` is what Java calls the alias.
 */
export function writePkcs12(input: {
  readonly privateKey: KeyObject;
  readonly chain: readonly Uint8Array[];
  readonly friendlyName: string;
  readonly password: string;
}): Uint8Array {
  const { privateKey, chain, friendlyName, password } = input;
  const keyId = createHash('sha1')
    .update(chain[0] ?? new Uint8Array())
    .digest();
  // Ties the key to its certificate; readers look for the pair by it.
  const attributes = [
    write.sequence(write.oid(Oid.friendlyName), write.setOf(write.bmpString(friendlyName))),
    write.sequence(write.oid(Oid.localKeyId), write.setOf(write.octetString(keyId))),
  ];
  const shroudedKey = privateKey.export({
    format: 'der',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: password,
  });
  const certificates = chain.map((der, index) =>
    bag(
      Oid.certBag,
      write.sequence(write.oid(Oid.x509Certificate), write.explicit(0, write.octetString(der))),
      index === 0 ? attributes : [],
    ),
  );
  const keys = write.sequence(bag(Oid.shroudedKeyBag, shroudedKey, attributes));
  const authenticatedSafe = write.sequence(
    encryptedData(write.sequence(...certificates), password),
    contentInfo(Oid.data, write.octetString(keys)),
  );
  return write.sequence(
    write.integer(3),
    contentInfo(Oid.data, write.octetString(authenticatedSafe)),
    macData(authenticatedSafe, password),
  );
}
