/** Which file a ds:Reference means (signature API v1, “The document bundle”). */
import type { SignatureReference, XmlSignature } from '../xmldsig/index.ts';
import { maskPersonalNumbers } from '../xml/index.ts';
import type { ZipEntry } from '../zip/index.ts';
import { bundleError } from './errors.ts';
import { SIGNED_PROPERTIES_TYPE } from './names.ts';

export interface MatchedReferences {
  readonly signedProperties: SignatureReference;
  readonly files: readonly { readonly reference: SignatureReference; readonly file: ZipEntry }[];
}

/** Every reference means one file or SignedProperties, every file has one reference, nothing is left over. */
export function matchReferences(signature: XmlSignature, files: readonly ZipEntry[]): MatchedReferences {
  const toElements = signature.references.filter(({ uri }) => uri === '' || uri.startsWith('#'));
  const [signedProperties, surplus] = toElements;
  if (signedProperties?.type !== SIGNED_PROPERTIES_TYPE) {
    throw bundleError(
      'BUNDLE_REFERENCE_MISSING',
      `One Reference must have the type ${SIGNED_PROPERTIES_TYPE}.`,
    );
  }
  if (surplus) {
    throw bundleError(
      'BUNDLE_REFERENCE_UNKNOWN',
      'No part of the signature but SignedProperties may be referenced.',
      {
        where: `line ${surplus.line}`,
      },
    );
  }
  const unmatched = new Set(files);
  const matched = signature.references
    .filter((reference) => reference !== signedProperties)
    .map((reference) => {
      const file = matchFile(reference, files);
      if (!unmatched.delete(file)) {
        throw bundleError('BUNDLE_REFERENCE_AMBIGUOUS', 'Two References mean the same file.', {
          where: `line ${reference.line}`,
        });
      }
      return { reference, file };
    });
  const [forgotten] = unmatched;
  if (forgotten) {
    throw bundleError(
      'BUNDLE_REFERENCE_MISSING',
      'A file of the bundle is not referenced by the signature.',
      {
        where: maskPersonalNumbers(forgotten.name),
      },
    );
  }
  return { signedProperties, files: matched };
}

function matchFile(reference: SignatureReference, files: readonly ZipEntry[]): ZipEntry {
  const readings = new Set(readingsOf(reference.uri));
  const [file, other] = files.filter(({ name }) => readings.has(name));
  const where = `line ${reference.line}`;
  if (!file)
    throw bundleError('BUNDLE_REFERENCE_UNKNOWN', 'A Reference names a file that is not in the bundle.', {
      where,
    });
  if (other) {
    throw bundleError(
      'BUNDLE_REFERENCE_AMBIGUOUS',
      'A Reference may mean two files of the bundle; rename one of them.',
      { where },
    );
  }
  return file;
}

/**
 * What a URI may stand for: the raw name (the .NET client), percent-encoding (RFC 3986), and form encoding, where a
 * plus sign is a space (the Java client).
 */
function readingsOf(uri: string): string[] {
  return [uri, percentDecoded(uri), percentDecoded(uri.replaceAll('+', ' '))];
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A raw name with a per cent sign in it.
    return text;
  }
}
