/** Nobody is woken by a text message. */
import type { Instant } from '../jobs/model.ts';
import { osloInstant, osloTime } from './oslo-time.ts';

/** Hours of the day in Norway; from `opens` on, and before `closes`, messages may be sent. */
const opens = 8;
const closes = 22;

/**
 * When a text message that is due at `at` may be sent: at once by day, at 08:00 when it is due between 22:00 and 08:00.
 * It does not wait when the deadline would have passed by then; absent: nothing is to be done in time.
 */
export function withinSmsHours(at: Instant, deadline?: Instant): Instant {
  const time = osloTime(at);
  if (time.hour >= opens && time.hour < closes) return at;
  const day = time.hour >= closes ? time.day + 1 : time.day;
  const morning = osloInstant({ ...time, day, hour: opens, minute: 0, second: 0, millisecond: 0 });
  return deadline !== undefined && morning >= deadline ? at : morning;
}
