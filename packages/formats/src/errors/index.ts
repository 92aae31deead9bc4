/**
 * An input that is not what its format demands, or a cryptographic check that failed.
 *
 * `code` is stable and upper snake case (`ZIP_DUPLICATE_NAME`); every module of this package exports the
 * union of its own codes. `where` names the place in the input: a file name, an XML line, a PDF page.
 * The message says what was wrong and what would be right; it never repeats input that may be personal.
 */
export class FormatError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly where: string | undefined;

  constructor(code: Code, message: string, options: { where?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'FormatError';
    this.code = code;
    this.where = options.where;
  }
}
