import type { Level, ValidationReport } from '@segl/formats/validation';

/**
 * The service's own verdict on what it made: PASSED and the level that is claimed, or an Error with the codes of what
 * was found. `what` names it for the operator.
 */
export function requirePassed(what: string, report: ValidationReport, level: Level): void {
  if (report.conclusion === 'PASSED' && report.level === level) return;
  const reasons = [...report.reasons, ...report.signatures.flatMap((signature) => signature.reasons)];
  const codes = reasons.map(({ code }) => code).join(', ');
  throw new Error(`${what} does not verify: ${report.conclusion} ${report.level ?? 'no level'} ${codes}`);
}
