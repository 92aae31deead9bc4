/** PEM (RFC 7468). */

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

/** DER of every block with this label, in order; other blocks and text between are passed over. */
export function derOfPem(pem: string, label: string): Uint8Array[] {
  return [...pem.matchAll(BLOCK)]
    .filter((block) => block[1] === label)
    .map((block) => Uint8Array.from(Buffer.from(block[2] ?? '', 'base64')));
}

/** One PEM block with lines of 64 characters and a newline at the end. */
export function toPem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
