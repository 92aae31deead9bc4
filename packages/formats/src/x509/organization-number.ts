import { Oid } from '../der/index.ts';
import { subjectAttribute, type Certificate } from './certificate.ts';

/**
 * The Norwegian organisation number in an enterprise certificate, from the first place that holds one:
 * organizationIdentifier (`NTRNO-` and 9 digits, SEID 2.0; the prefix may be missing), serialNumber (9 digits,
 * SEID 1.0), a common name that begins with 9 digits.
 */
export function organizationNumber(certificate: Certificate): string | undefined {
  const places: readonly (readonly [type: string, pattern: RegExp])[] = [
    [Oid.organizationIdentifier, /^(?:NTRNO-)?(\d{9})$/],
    [Oid.serialNumber, /^(\d{9})$/],
    [Oid.commonName, /^(\d{9})(?!\d)/],
  ];
  for (const [type, pattern] of places) {
    const number = pattern.exec(subjectAttribute(certificate, type) ?? '')?.[1];
    if (number !== undefined) return number;
  }
  return undefined;
}
