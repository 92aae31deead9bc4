/** The command was typed wrong: exit status 3, with how it is typed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
