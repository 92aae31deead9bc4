/** Moments in `datetime-local` inputs, which show Norwegian time wherever the browser is. */

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Oslo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** `YYYY-MM-DDTHH:MM` of a moment, ISO 8601. */
export function localInput(iso: string): string {
  return clock.format(new Date(iso)).replace(' ', 'T');
}

/** The moment, ISO 8601, or undefined where the input is not complete. The first of two in autumn's double hour. */
export function momentOfInput(input: string): string | undefined {
  const asUtc = Date.parse(`${input}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(input) || Number.isNaN(asUtc)) return undefined;
  const hour = 3_600_000;
  const found = [asUtc - 2 * hour, asUtc - hour].find(
    (moment) => localInput(new Date(moment).toISOString()) === input,
  );
  // A time that spring skips is read as the same time before it.
  return new Date(found ?? asUtc - hour).toISOString();
}
