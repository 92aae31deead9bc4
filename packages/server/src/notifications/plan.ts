/**
 * When a signer is told what: pure, and the whole of the rules. What is due is sent by tasks, each of which looks first
 * whether the signer has acted meanwhile.
 *
 * | signing period | email, first | email, reminder | SMS beside email |
 * |---|---|---|---|
 * | up to 24 h | on activation | – | on activation |
 * | 2–3 days | on activation | 1 day before | 1 day before |
 * | 4–5 days | on activation | 2 days before | 1 day before |
 * | 6–9 days | on activation | 3 days before | 2 days before |
 * | 10 days or more | on activation | 5 days before | 2 days before |
 *
 * With one channel only: the first on activation, a reminder at the email reminder's time.
 *
 * Three decisions the table leaves open:
 * - A period counts its whole days: 3.5 days are 3, and one of 25 to 46 hours belongs to the first row, so that no
 *   reminder follows the first message within a day. A day may lack up to an hour, or the clock change in spring would
 *   take one away from deadlines set by the calendar.
 * - "N days before" is the same time of day N calendar days earlier in Norway, as people count.
 * - After a moved deadline the period is what is left of it. What was sent is not sent again, except that the new
 *   deadline has a reminder of its own.
 */
import type { Instant } from '../jobs/model.ts';
import { daysBefore } from './oslo-time.ts';
import { withinSmsHours } from './sms-hours.ts';

export type Channel = 'email' | 'sms';

/** A first message for each channel at most; a reminder may come again for a new deadline. */
export interface PlannedNotification {
  /** `code`: the one-time code alone, where it goes by SMS and the link by email. */
  readonly kind: 'first' | 'reminder' | 'code';
  readonly channel: Channel;
  readonly at: Instant;
}

export interface PlanInput {
  /** When the signer's period began. */
  readonly activatedAt: Instant;
  readonly deadline: Instant;
  /** Nothing is planned before it. On activation the same as `activatedAt`. */
  readonly now: Instant;
  /** Where the signer can be reached. */
  readonly channels: Readonly<Record<Channel, boolean>>;
  /** The sender gave a mobile number or asked for SMS; otherwise it is used only when there is no email address. */
  readonly smsWanted: boolean;
  /** The organisation chose the link by email and the code by SMS; where the signer has both. */
  readonly codeBySms: boolean;
  /** What has been handed over already, for a signer whose deadline moves. */
  readonly sent?: readonly Pick<PlannedNotification, 'kind' | 'channel'>[];
}

const hour = 3_600_000;
const dayLength = 24 * hour;

/** Days before the deadline; `undefined`: on activation instead of a reminder. */
interface Row {
  readonly days: number;
  readonly reminder: number | undefined;
  readonly smsBesideEmail: number | undefined;
}

const shortest: Row = { days: 0, reminder: undefined, smsBesideEmail: undefined };
/** The last whose days the period has. */
const rows: readonly Row[] = [
  shortest,
  { days: 2, reminder: 1, smsBesideEmail: 1 },
  { days: 4, reminder: 2, smsBesideEmail: 1 },
  { days: 6, reminder: 3, smsBesideEmail: 2 },
  { days: 10, reminder: 5, smsBesideEmail: 2 },
];

/**
 * Everything still to be sent, in order of time. For activation, and for a moved deadline: then the answer replaces
 * whatever was planned and not sent. Empty once the deadline has passed.
 */
export function planNotifications(input: PlanInput): readonly PlannedNotification[] {
  const { deadline } = input;
  const from = Math.max(input.activatedAt, input.now);
  if (from >= deadline) return [];
  return wanted(input, from)
    .filter((notification) => notification.kind === 'reminder' || !wasSent(notification, input.sent ?? []))
    .map((notification) =>
      notification.channel === 'sms'
        ? { ...notification, at: withinSmsHours(notification.at, deadline) }
        : notification,
    )
    .toSorted((a, b) => a.at - b.at);
}

function wanted(input: PlanInput, from: Instant): readonly PlannedNotification[] {
  const { channels, deadline } = input;
  const row = rowOf(deadline - from);
  const first = (channel: Channel): PlannedNotification => ({ kind: 'first', channel, at: from });
  const reminder = (channel: Channel, days: number | undefined): PlannedNotification[] =>
    days === undefined ? [] : [{ kind: 'reminder', channel, at: daysBefore(deadline, days) }];

  if (!channels.email) return channels.sms ? [first('sms'), ...reminder('sms', row.reminder)] : [];
  const email = [first('email'), ...reminder('email', row.reminder)];
  if (!channels.sms || !(input.smsWanted || input.codeBySms)) return email;
  const atOnce = input.codeBySms || row.smsBesideEmail === undefined;
  return [
    ...email,
    ...(atOnce ? [{ ...first('sms'), kind: input.codeBySms ? 'code' : 'first' } as const] : []),
    ...reminder('sms', row.smsBesideEmail),
  ];
}

function rowOf(period: number): Row {
  const days = Math.floor((period + hour) / dayLength);
  return rows.findLast((row) => row.days <= days) ?? shortest;
}

function wasSent({ kind, channel }: PlannedNotification, sent: NonNullable<PlanInput['sent']>): boolean {
  return sent.some((earlier) => earlier.kind === kind && earlier.channel === channel);
}
