/** Fewer digits than this are no code: asking with them would waste a try. */
export const fewestDigits = 6;

/** More is not taken by the service. */
const mostDigits = 20;

/** The digits in what was typed or pasted: "Koden er 123 456." is 123456. */
export function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '').slice(0, mostDigits);
}
