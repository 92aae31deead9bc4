/** The states a ceremony can be in, as plain data, to look at every view without the service. */
import type { CeremonyNotice, CeremonyPhase, CeremonyState, LinkState } from '@segl/protocol/json';
import { samplePdf } from './sample-pdf.ts';

const lorem = [
  'Denne avtalen gjelder plass i Solbakken barnehage fra 4. januar 2027. Partene er Testkommunen og den som har foreldreansvaret for barnet.',
  'Foreldrebetalingen følger satsene som kommunestyret vedtar hvert år. Betalingen gjelder elleve måneder i året, og juli er betalingsfri.',
  'Plassen kan sies opp skriftlig med én måneds frist. Kommunen kan endre plassen bare når loven gir adgang til det, og skal varsle i god tid.',
  'Opplysninger om barnet behandles etter personopplysningsloven. Bare ansatte som trenger opplysningene i arbeidet sitt, har tilgang.',
];

export const documents = {
  agreement: samplePdf({ title: 'Avtale om barnehageplass', pages: [lorem, lorem] }),
  statutes: samplePdf({ title: 'Vedtekter', pages: Array.from({ length: 6 }, () => lorem) }),
  letter: Buffer.from(
    'Hei!\n\nVi trenger bekreftelsen din på at opplysningene er riktige.\n\nNavn på barnet: Åse\nStartdato: 4. januar 2027\n\nVennlig hilsen\nTestkommunen\n',
  ),
};

const day = 24 * 3_600_000;
const deadline = () => new Date(Math.ceil(Date.now() / day) * day + 29 * day + 11 * 3_600_000).toISOString();

function agreementOnly(id: string): CeremonyState['documents'] {
  return [
    {
      number: 1,
      title: 'Avtale om barnehageplass',
      mime: 'application/pdf',
      size: documents.agreement.length,
      pages: 2,
      href: `/ceremony/${id}/api/documents/1`,
    },
  ];
}

function threeDocuments(id: string): CeremonyState['documents'] {
  return [
    ...agreementOnly(id),
    {
      number: 2,
      title: 'Vedtekter for de kommunale barnehagene',
      mime: 'application/pdf',
      size: documents.statutes.length,
      pages: 6,
      href: `/ceremony/${id}/api/documents/2`,
    },
    {
      number: 3,
      title: 'Følgebrev',
      mime: 'text/plain',
      size: documents.letter.length,
      pages: 0,
      href: `/ceremony/${id}/api/documents/3`,
    },
  ];
}

function base(id: string): CeremonyState {
  return {
    phase: 'READY',
    flow: 'direct',
    sender: { name: 'Testkommunen' },
    title: 'Avtale om barnehageplass',
    description: 'Hei! Her er avtalen vi snakket om på mandag. Si fra om noe ikke stemmer.',
    deadline: deadline(),
    signatureType: 'AUTHENTICATED_ELECTRONIC_SIGNATURE',
    onBehalfOf: 'SELF',
    identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
    requiredAuthentication: 4,
    documents: agreementOnly(id),
    signers: { total: 1, signed: 0 },
    eidName: 'Test-eID',
    test: true,
    returnUrl: '/sender/error',
  };
}

/** The direct flow's; nobody cancels there, and no link has a code. */
const phases: Record<Exclude<CeremonyPhase, 'READY' | 'CANCELLED' | 'BLOCKED'>, Partial<CeremonyState>> = {
  SIGNING: {},
  SEALING: { signers: { total: 1, signed: 1 } },
  SIGNING_DELAYED: {},
  SIGNED: {
    signers: { total: 1, signed: 1 },
    exitUrl: '/sender/completed?status_query_token=t',
    padesHref: '/ceremony/SIGNED/api/pades',
  },
  REJECTED: { exitUrl: '/sender/rejected?status_query_token=t' },
  EXPIRED: { exitUrl: '/sender/error?status_query_token=t', deadline: '2026-11-20T12:00:00+01:00' },
  ENDED: { exitUrl: '/sender/error?status_query_token=t' },
  FAILED: { exitUrl: '/sender/error?status_query_token=t' },
  NAME_NOT_AVAILABLE: { exitUrl: '/sender/error?status_query_token=t' },
};

const notices: CeremonyNotice[] = [
  'EID_CANCELLED',
  'EID_FAILED',
  'WRONG_PERSON',
  'LEVEL_TOO_LOW',
  'LOGIN_EXPIRED',
];

const loggedIn = { portalHref: '/portal' };

/** The portal flow: those who logged in have a way to the inbox, those with a link and a code have none. */
const portal: Record<string, Partial<CeremonyState>> = {
  'READY-portal': { ...loggedIn, sender: { name: 'Eksempel AS', logo: '/logos/eksempel.svg' } },
  'READY-code': { identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME' },
  'SIGNED-portal': {
    ...loggedIn,
    phase: 'SIGNED',
    signers: { total: 2, signed: 2 },
    padesHref: '/ceremony/SIGNED-portal/api/pades',
  },
  'SIGNED-portal-waiting': {
    ...loggedIn,
    phase: 'SIGNED',
    signers: { total: 3, signed: 1 },
    othersDeadline: deadline(),
  },
  'SIGNED-code': {
    phase: 'SIGNED',
    signers: { total: 1, signed: 1 },
    padesHref: '/ceremony/SIGNED-code/api/pades',
  },
  'DELAYED-portal': { ...loggedIn, phase: 'SIGNING_DELAYED' },
  'REJECTED-portal': { ...loggedIn, phase: 'REJECTED' },
  'REJECTED-code': { phase: 'REJECTED' },
  'EXPIRED-portal': { ...loggedIn, phase: 'EXPIRED', deadline: '2026-11-20T12:00:00+01:00' },
  'ENDED-portal': { ...loggedIn, phase: 'ENDED' },
  'CANCELLED-portal': { ...loggedIn, phase: 'CANCELLED' },
  'CANCELLED-code': { phase: 'CANCELLED' },
  'BLOCKED-code': { phase: 'BLOCKED' },
};

/** Every scenario by its ceremony id. */
export function ceremonies(): Map<string, CeremonyState> {
  const all = new Map<string, CeremonyState>();
  const add = (id: string, change: Partial<CeremonyState>) => all.set(id, { ...base(id), ...change });
  add('READY', {});
  add('READY-several', {
    documents: threeDocuments('READY-several'),
    signers: { total: 3, signed: 1 },
    onBehalfOf: 'OTHER',
    test: false,
  });
  for (const notice of notices) add(notice, { notice });
  for (const [phase, change] of Object.entries(phases))
    add(phase, { ...change, phase: phase as CeremonyPhase });
  add('SIGNED-waiting', {
    phase: 'SIGNED',
    signers: { total: 3, signed: 1 },
    exitUrl: '/sender/completed?status_query_token=t',
  });
  add('READY-broken', {
    documents: agreementOnly('READY-broken').map((it) => ({
      ...it,
      href: '/ceremony/READY-broken/api/documents/9',
    })),
  });
  for (const [id, change] of Object.entries(portal)) {
    const { returnUrl: _, ...rest } = base(id);
    all.set(id, { ...rest, flow: 'portal', ...change });
  }
  return all;
}

/** Why a link led nowhere, by its token. */
export const links = new Map<string, LinkState>([
  ['USED', { reason: 'USED', senderName: 'Testkommunen', returnUrl: '/sender/error' }],
  ['REPLACED', { reason: 'REPLACED', senderName: 'Testkommunen', returnUrl: '/sender/error' }],
  ['EXPIRED', { reason: 'EXPIRED', senderName: 'Testkommunen', returnUrl: '/sender/error' }],
  ['UNKNOWN', { reason: 'UNKNOWN' }],
]);
