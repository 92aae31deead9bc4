import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { osloTime } from './oslo-time.ts';
import { planNotifications, type PlanInput, type PlannedNotification } from './plan.ts';

const hour = 3_600_000;
const day = 24 * hour;
const both = { email: true, sms: true };
const emailOnly = { email: true, sms: false };
const smsOnly = { email: false, sms: true };

/** A Tuesday at noon, far from clock changes. */
const noon = Date.parse('2026-11-03T12:00:00+01:00');

function input(activatedAt: number, period: number, change: Partial<PlanInput> = {}): PlanInput {
  return {
    activatedAt,
    deadline: activatedAt + period,
    now: activatedAt,
    channels: both,
    smsWanted: true,
    codeBySms: false,
    ...change,
  };
}

/** `kind channel`, and how long before the deadline, in days; `0`: at once. */
function schedule(period: number, change: Partial<PlanInput> = {}): string[] {
  const given = input(noon, period, change);
  return planNotifications(given).map(({ kind, channel, at }) => {
    const when = at === given.now ? 'at once' : `${(given.deadline - at) / day} days before`;
    return `${channel} ${kind} ${when}`;
  });
}

describe('the table', () => {
  const first = 'email first at once';
  test.each([
    [1 / 24, [first, 'sms first at once']],
    [1, [first, 'sms first at once']],
    [2, [first, 'email reminder 1 days before', 'sms reminder 1 days before']],
    [3, [first, 'email reminder 1 days before', 'sms reminder 1 days before']],
    [4, [first, 'email reminder 2 days before', 'sms reminder 1 days before']],
    [5, [first, 'email reminder 2 days before', 'sms reminder 1 days before']],
    [6, [first, 'email reminder 3 days before', 'sms reminder 2 days before']],
    [9, [first, 'email reminder 3 days before', 'sms reminder 2 days before']],
    [10, [first, 'email reminder 5 days before', 'sms reminder 2 days before']],
    [30, [first, 'email reminder 5 days before', 'sms reminder 2 days before']],
    [90, [first, 'email reminder 5 days before', 'sms reminder 2 days before']],
  ])('%d days, both channels', (days, expected) => {
    expect(schedule(days * day)).toEqual(expected);
  });

  test.each([
    [1, []],
    [2, ['reminder 1 days before']],
    [5, ['reminder 2 days before']],
    [9, ['reminder 3 days before']],
    [10, ['reminder 5 days before']],
  ])('%d days, one channel only', (days, reminders) => {
    const whole = ['first at once', ...reminders];
    expect(schedule(days * day, { channels: emailOnly })).toEqual(whole.map((text) => `email ${text}`));
    expect(schedule(days * day, { channels: smsOnly })).toEqual(whole.map((text) => `sms ${text}`));
  });

  test('a period between two rows belongs to the shorter one', () => {
    expect(schedule(46.9 * hour)).toEqual(schedule(day));
    expect(schedule(3.5 * day)).toContain('email reminder 1 days before');
    expect(schedule(9.9 * day)).toContain('email reminder 3 days before');
  });

  test('a mobile number that nobody asked to use is used only where there is no email address', () => {
    expect(schedule(10 * day, { smsWanted: false })).toEqual(schedule(10 * day, { channels: emailOnly }));
    expect(schedule(10 * day, { smsWanted: false, channels: smsOnly })).toHaveLength(2);
  });

  test('nobody to tell, nothing to plan', () => {
    expect(schedule(10 * day, { channels: { email: false, sms: false } })).toEqual([]);
  });

  test('the code by SMS comes at once, beside the reminders', () => {
    const split = { codeBySms: true };
    expect(schedule(day, split)).toEqual([first, 'sms code at once']);
    expect(schedule(5 * day, split)).toEqual([
      first,
      'sms code at once',
      'email reminder 2 days before',
      'sms reminder 1 days before',
    ]);
    expect(schedule(day, { codeBySms: true, channels: emailOnly })).toEqual([first]);
    expect(schedule(day, { codeBySms: true, channels: smsOnly })).toEqual(['sms first at once']);
  });
});

describe('clock changes', () => {
  const reminderOf = (activation: string, deadline: string): string => {
    const activatedAt = Date.parse(activation);
    const change = { deadline: Date.parse(deadline), channels: emailOnly };
    return new Date(planNotifications(input(activatedAt, 0, change))[1]?.at ?? 0).toISOString();
  };

  test('one day before is the same time of day', () => {
    expect(reminderOf('2027-03-26T10:00+01:00', '2027-03-28T10:00+02:00')).toBe('2027-03-27T09:00:00.000Z');
    expect(reminderOf('2026-10-23T10:00+02:00', '2026-10-25T10:00+01:00')).toBe('2026-10-24T08:00:00.000Z');
  });

  test('two calendar days of 47 hours are two days', () => {
    expect(reminderOf('2027-03-27T00:00+01:00', '2027-03-29T00:00+02:00')).toBe('2027-03-27T23:00:00.000Z');
  });

  test('an hour that does not exist is the one after it', () => {
    expect(reminderOf('2027-03-26T10:00+01:00', '2027-03-29T02:30+02:00')).toBe('2027-03-28T01:30:00.000Z');
  });
});

describe('by night', () => {
  const smsAt = (activation: string, period: number): string => {
    const [planned] = planNotifications(input(Date.parse(activation), period, { channels: smsOnly }));
    return new Date(planned?.at ?? 0).toISOString();
  };

  test.each([
    ['2026-11-03T22:00+01:00', '2026-11-04T07:00:00.000Z'],
    ['2026-11-04T03:00+01:00', '2026-11-04T07:00:00.000Z'],
    ['2026-11-04T07:59:59+01:00', '2026-11-04T07:00:00.000Z'],
    ['2026-11-04T08:00+01:00', '2026-11-04T07:00:00.000Z'],
    ['2026-11-03T21:59:59+01:00', '2026-11-03T20:59:59.000Z'],
    ['2026-12-31T23:00+01:00', '2027-01-01T07:00:00.000Z'],
    ['2027-03-27T23:00+01:00', '2027-03-28T06:00:00.000Z'],
    ['2026-10-25T02:30+02:00', '2026-10-25T07:00:00.000Z'],
  ])('an SMS due at %s is sent at %s', (due, sent) => {
    expect(smsAt(due, 20 * hour)).toBe(sent);
  });

  test('it does not wait for a morning that comes too late', () => {
    expect(smsAt('2026-11-03T23:00+01:00', 9 * hour)).toBe('2026-11-03T22:00:00.000Z');
    expect(smsAt('2026-11-03T23:00+01:00', 9 * hour + 1)).toBe('2026-11-04T07:00:00.000Z');
  });

  test('email comes at any hour', () => {
    const midnight = Date.parse('2026-11-04T00:00+01:00');
    expect(planNotifications(input(midnight, 10 * day, { channels: emailOnly })).map(({ at }) => at)).toEqual(
      [midnight, midnight + 5 * day],
    );
  });
});

describe('a moved deadline', () => {
  const sent = [
    { kind: 'first', channel: 'email' },
    { kind: 'reminder', channel: 'email' },
  ] as const;
  const moved = (left: number): string[] => {
    const now = noon + 20 * day;
    return planNotifications(input(noon, 0, { now, deadline: now + left, sent })).map(
      ({ kind, channel, at }) =>
        `${channel} ${kind} ${at === now ? 'now' : `${(now + left - at) / day} days before`}`,
    );
  };

  test('plans what is left by what is left of the period', () => {
    expect(moved(12 * day)).toEqual(['email reminder 5 days before', 'sms reminder 2 days before']);
    expect(moved(3 * day)).toEqual(['email reminder 1 days before', 'sms reminder 1 days before']);
  });

  test('to very soon leaves an SMS that was not yet sent', () => {
    expect(moved(6 * hour)).toEqual(['sms first now']);
  });

  test('into the past leaves nothing', () => {
    expect(moved(0)).toEqual([]);
    expect(moved(-day)).toEqual([]);
  });

  test('before activation nothing is planned earlier than that', () => {
    const plan = planNotifications(input(noon, 10 * day, { now: noon - 5 * day, channels: emailOnly }));
    expect(plan[0]?.at).toBe(noon);
  });
});

describe('whatever is planned', () => {
  const anyInput = fc
    .record({
      // Two years around both clock changes, to the second, often close to them.
      activatedAt: fc.oneof(
        fc
          .integer({ min: 0, max: 2 * 365 * 86_400 })
          .map((seconds) => Date.parse('2026-01-01T00:00Z') + seconds * 1000),
        fc
          .tuple(
            fc.constantFrom('2026-03-29T01:00Z', '2026-10-25T01:00Z', '2027-03-28T01:00Z'),
            fc.integer({ min: -12 * 1440, max: 2 * 1440 }),
          )
          .map(([change, minutes]) => Date.parse(change) + minutes * 60_000),
      ),
      period: fc.oneof(
        fc.integer({ min: 1, max: 90 * 86_400 }),
        fc.integer({ min: 1, max: 14 * 24 }).map((hours) => hours * 3600),
      ),
      late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 * 86_400 })),
      channels: fc.record({ email: fc.boolean(), sms: fc.boolean() }),
      smsWanted: fc.boolean(),
      codeBySms: fc.boolean(),
      sent: fc.array(
        fc.record({
          kind: fc.constantFrom<PlannedNotification['kind'][]>('first', 'reminder', 'code'),
          channel: fc.constantFrom<PlannedNotification['channel'][]>('email', 'sms'),
        }),
        { maxLength: 4 },
      ),
    })
    .map(({ activatedAt, period, late, ...rest }): PlanInput => ({
      activatedAt,
      deadline: activatedAt + period * 1000,
      now: activatedAt + late * 1000,
      ...rest,
    }));
  const holds = (property: (given: PlanInput, plan: readonly PlannedNotification[]) => void): void =>
    fc.assert(
      fc.property(anyInput, (given) => {
        property(given, planNotifications(given));
      }),
      { numRuns: 2000 },
    );

  test('comes in order, before the deadline, and never in the past', () => {
    holds((given, plan) => {
      expect(plan.map(({ at }) => at)).toEqual(plan.map(({ at }) => at).toSorted((a, b) => a - b));
      for (const { kind, at } of plan) {
        expect(at).toBeGreaterThanOrEqual(given.now);
        expect(at).toBeLessThan(given.deadline);
        if (kind === 'reminder') expect(at).toBeGreaterThan(Math.max(given.now, given.activatedAt));
      }
    });
  });

  test('uses only channels there are, each for one first and one reminder at most', () => {
    holds((given, plan) => {
      const names = plan.map(({ kind, channel }) => `${kind} ${channel}`);
      expect(new Set(names).size).toBe(names.length);
      for (const { channel } of plan) expect(given.channels[channel]).toBe(true);
    });
  });

  test('sends no first message twice', () => {
    holds((given, plan) => {
      for (const { kind, channel } of plan) {
        if (kind === 'reminder') continue;
        expect(given.sent).not.toContainEqual({ kind, channel });
      }
    });
  });

  test('wakes nobody, unless the deadline leaves no choice', () => {
    holds((given, plan) => {
      for (const { channel, at } of plan) {
        const { hour: shown } = osloTime(at);
        if (channel !== 'sms' || (shown >= 8 && shown < 22)) continue;
        const morning = new Date(at + (shown >= 22 ? 32 - shown : 8 - shown) * hour);
        expect(given.deadline).toBeLessThanOrEqual(morning.getTime() + hour);
      }
    });
  });

  test('tells everybody who can be reached, once more when there are two days or more', () => {
    holds((given, plan) => {
      const reachable = given.channels.email || given.channels.sms;
      if (!reachable || given.deadline <= given.now || (given.sent ?? []).length > 0) return;
      expect(plan.some(({ kind }) => kind === 'first')).toBe(true);
      const reminded = plan.some(({ kind }) => kind === 'reminder');
      expect(reminded).toBe(given.deadline - given.now >= 2 * day - hour);
    });
  });

  test('a reminder comes no sooner than most of a day after the first', () => {
    holds((given, plan) => {
      for (const { kind, at } of plan) {
        if (kind === 'reminder')
          expect(at - Math.max(given.now, given.activatedAt)).toBeGreaterThan(21 * hour);
      }
    });
  });
});
