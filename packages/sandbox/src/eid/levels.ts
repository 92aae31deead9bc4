/** Levels 3 and 4, named as ID-porten names them. */

export const LEVELS = { 3: 'idporten-loa-substantial', 4: 'idporten-loa-high' } as const;

/** The lowest level that `acr_values` of an authorization request asks for; 4 where it asks for none. */
export function requestedLevel({ acr_values: values }: Readonly<Record<string, unknown>>): 3 | 4 {
  const asked = acrs(values);
  return asked.includes(LEVELS[3]) && !asked.includes(LEVELS[4]) ? 3 : 4;
}

/** Whether somebody logged in at `acr` must log in again, because only more than that was asked for. */
export function isTooLow(
  acr: string | undefined,
  { acr_values: values }: Readonly<Record<string, unknown>>,
): boolean {
  const asked = acrs(values);
  return asked.includes(LEVELS[4]) && !asked.includes(LEVELS[3]) && acr !== LEVELS[4];
}

function acrs(values: unknown): readonly string[] {
  return typeof values === 'string' ? values.split(' ') : [];
}
