/** What the portal and the links with codes can look like, as plain data. */
import type {
  CodeProblem,
  Inbox,
  PortalNotice,
  PortalSession,
  SignedJob,
  WaitingJob,
} from '@segl/protocol/json';

/** The service's time in all of it: 25 November 2026, half past nine in the morning in Oslo. */
const now = '2026-11-25T08:30:00.000Z';
const after = (hours: number) => new Date(Date.parse(now) + hours * 3_600_000).toISOString();

/** A person at the portal: who they are to it, and what it holds for them. */
export interface PortalScenario {
  session: PortalSession;
  inbox: Inbox;
}

const kommune = { name: 'Testkommunen' };
const eksempel = { name: 'Eksempel AS', logo: '/logos/eksempel.svg' };

/** What `/logos/…` is. */
export const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 24"><rect width="24" height="24" rx="6" fill="#b4552d"/><path d="M7 7h10M7 12h7M7 17h10" stroke="#fff" stroke-width="2.5"/><path d="M32 12h60" stroke="#b4552d" stroke-width="6"/></svg>`;

const waiting: WaitingJob[] = [
  {
    id: 'job-1',
    title: 'Samtykke til utflukt',
    sender: kommune,
    deadline: after(27),
    documents: 1,
    onBehalfOf: 'SELF',
    requiresLevel: 3,
    openable: true,
  },
  {
    id: 'job-2',
    title: 'Avtale om barnehageplass',
    sender: kommune,
    deadline: after(3 * 24 + 5),
    documents: 2,
    onBehalfOf: 'SELF',
    requiresLevel: 4,
    openable: true,
  },
  {
    id: 'job-3',
    title: 'Fullmakt til å hente sendinger og inngå avtaler om transport for avdelingen',
    sender: eksempel,
    deadline: after(24 * 24),
    documents: 1,
    onBehalfOf: 'OTHER',
    requiresLevel: 4,
    openable: true,
  },
];

const signed: SignedJob[] = [
  {
    id: 'job-4',
    title: 'Leieavtale Storgata 1',
    sender: eksempel,
    signedAt: after(-20),
    state: 'COMPLETED',
    padesHref: '/portal/api/jobs/job-4/pades',
    evidenceHref: '/portal/api/jobs/job-4/evidence',
    // After midnight in Oslo, before it in most other places.
    availableUntil: after(39 * 24 + 15),
  },
  {
    id: 'job-5',
    title: 'Referat fra foreldremøte',
    sender: kommune,
    signedAt: after(-50),
    state: 'WAITING_FOR_OTHERS',
  },
  { id: 'job-6', title: 'Dugnadsavtale', sender: kommune, signedAt: after(-240), state: 'ENDED' },
  { id: 'job-7', title: 'Søknad om plass', sender: kommune, signedAt: after(-1200), state: 'COMPLETED' },
];

/** At level 3: one title that may be shown, one that may not. */
const atLevel3: Inbox = {
  waiting: waiting.map((job) => {
    if (job.requiresLevel === 3) return job;
    const { title, ...rest } = job;
    return { ...rest, openable: false, ...(job.id === 'job-2' || title === undefined ? {} : { title }) };
  }),
  signed: [
    {
      id: 'job-4',
      sender: eksempel,
      signedAt: after(-20),
      state: 'COMPLETED',
      availableUntil: after(39 * 24),
      openable: false,
    },
  ],
  now,
};

const empty: Inbox = { waiting: [], signed: [], now };
const common = { eidName: 'Test-eID', test: true };
const person = {
  authenticated: true as const,
  name: 'Åse Østby-Ærfugl',
  level: 4 as const,
  endsAt: after(0.5),
  now,
  ...common,
};
const stranger: PortalSession = { authenticated: false, ...common };

const notices: PortalNotice[] = ['EID_CANCELLED', 'EID_FAILED', 'LOGIN_EXPIRED'];

/** Every scenario by the value of the cookie `segl_portal` that asks for it; without a cookie: `out`. */
export function portals(): Map<string, PortalScenario> {
  return new Map<string, PortalScenario>([
    ['out', { session: stranger, inbox: empty }],
    ...notices.map((notice): [string, PortalScenario] => [
      notice,
      { session: { ...stranger, notice }, inbox: empty },
    ]),
    ['inbox', { session: person, inbox: { waiting, signed, now } }],
    ['level-3', { session: { ...person, level: 3 }, inbox: atLevel3 }],
    ['level-3-again', { session: { ...person, level: 3, notice: 'LEVEL_TOO_LOW' }, inbox: atLevel3 }],
    ['nothing-waits', { session: person, inbox: { waiting: [], signed, now } }],
    [
      'nameless',
      { session: { authenticated: true, level: 4, endsAt: after(0.5), now, ...common }, inbox: empty },
    ],
  ]);
}

/** A problem as the service answers it, without the members that only people read. */
export type Refusal = Pick<CodeProblem, 'status' | 'code'> & Partial<CodeProblem>;

/** The right code of every link that knows one. */
export const rightCode = '048151';

const wrong = (triesLeft: number): Refusal => ({ status: 403, code: 'CODE_WRONG', triesLeft });
const ended = (endedBecause: NonNullable<CodeProblem['endedBecause']>): Refusal => ({
  status: 410,
  code: 'JOB_ENDED',
  endedBecause,
});

/** What a link says to a wrong code, and to the right one (undefined: come in), by its token. */
export const codeLinks = new Map<string, { wrong: Refusal; right?: Refusal }>([
  ['first-try', { wrong: wrong(4) }],
  ['last-try', { wrong: wrong(1) }],
  ['blocked', { wrong: { status: 403, code: 'LINK_BLOCKED' } }],
  ['busy', { wrong: { status: 429, code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 40 } }],
  ['CANCELLED', { wrong: wrong(4), right: ended('CANCELLED') }],
  ['EXPIRED', { wrong: wrong(4), right: ended('EXPIRED') }],
  ['ENDED', { wrong: wrong(4), right: ended('ENDED') }],
]);
