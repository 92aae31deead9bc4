const PERSONAL_NUMBER = /\d{6}[\s.-]?\d{5}\d*/g;

/** Replaces everything that looks like a personal identification number (11 digits) with asterisks. */
export function maskPersonalNumbers(text: string): string {
  return text.replace(PERSONAL_NUMBER, '***********');
}
