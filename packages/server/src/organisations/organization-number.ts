/** Norwegian organisation numbers. */

const weights = [3, 2, 7, 6, 5, 4, 3, 2];

/** Nine digits, the last of which checks the others (modulus 11). */
export function isOrganizationNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text)) return false;
  const digits = Array.from(text, Number);
  const sum = weights.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0);
  return (11 - (sum % 11)) % 11 === digits[8];
}
