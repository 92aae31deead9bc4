import { isUtf8 } from 'node:buffer';
import { zipError } from './errors.ts';

const MAX_NAME_BYTES = 512;
const UTF8_FLAG = 0x0800;
const FORBIDDEN = /[\u0000-\u001F\u007F-\u009F\\]/;

/**
 * The entry's name as text. APPNOTE 4.4.4 bit 11 and appendix D: UTF-8 when marked so; unmarked names must be
 * ASCII, since what else they may mean depends on the reader.
 * @throws FormatError ZIP_UNSAFE_NAME
 */
export function entryName(raw: Buffer, flags: number): string {
  if (raw.length === 0 || raw.length > MAX_NAME_BYTES) {
    throw zipError('ZIP_UNSAFE_NAME', `A file name must have 1 to ${MAX_NAME_BYTES} bytes.`);
  }
  const ascii = raw.every((byte) => byte < 0x80);
  if (!ascii && !((flags & UTF8_FLAG) !== 0 && isUtf8(raw))) {
    throw zipError('ZIP_UNSAFE_NAME', 'A file name outside ASCII must be UTF-8 and marked so.');
  }
  const name = raw.toString('utf8');
  requireSafeName(name);
  return name;
}

/**
 * Refuses names that mean something else than a file below the container.
 * @throws FormatError ZIP_UNSAFE_NAME
 */
export function requireSafeName(name: string): void {
  const segments = name.replace(/\/$/, '').split('/');
  const unsafe =
    FORBIDDEN.test(name) ||
    /^[A-Za-z]:/.test(name) ||
    segments.some((segment) => segment === '' || segment === '.' || segment === '..');
  if (unsafe) {
    throw zipError(
      'ZIP_UNSAFE_NAME',
      'A file name must be relative, without “..”, backslash or control characters.',
      name,
    );
  }
}

/** What names are compared by, so that no two entries become one file on any file system. */
export function comparableName(name: string): string {
  return name.replace(/\/$/, '').normalize('NFC').toLowerCase();
}
