/** What senders are told by email, in each language. Every key and placeholder must exist in all three. */
import type { Language } from '@segl/protocol/json';
import type { SignerStatus } from '../../jobs/model.ts';

interface NewsTexts {
  readonly headline: Readonly<Record<'signed' | 'stopped' | 'changed' | 'deadline' | 'deletion', string>>;
  readonly lead: Readonly<Record<'signed' | 'stopped' | 'changed' | 'deadline' | 'deletion', string>>;
  /** In place of a title that may not stand in an email. */
  readonly untitled: string;
  readonly reference: string;
  readonly signer: string;
  readonly status: Readonly<Record<SignerStatus, string>>;
  readonly action: string;
  readonly label: Readonly<Record<'deadline' | 'until', string>>;
  readonly footer: string;
}

const nb: NewsTexts = {
  headline: {
    signed: 'Alle har signert: {{title}}',
    stopped: 'Signeringen stoppet: {{title}}',
    changed: 'Nytt om signeringen: {{title}}',
    deadline: 'Fristen går ut om et døgn: {{title}}',
    deletion: 'Slettes om fire dager: {{title}}',
  },
  lead: {
    signed: 'Det signerte dokumentet er klart til å lastes ned.',
    stopped: 'Oppdraget blir ikke ferdig. På siden for oppdraget står det hva som har skjedd.',
    changed: 'Her er status for dem som skal signere.',
    deadline: 'Noen har ikke signert ennå. Du kan påminne dem eller flytte fristen.',
    deletion: 'Det signerte dokumentet er ikke lastet ned ennå.',
  },
  untitled: 'oppdrag {{id}}',
  reference: 'Referanse: {{reference}}',
  signer: '{{signer}}: {{status}}',
  status: {
    WAITING: 'venter',
    REJECTED: 'avviste',
    CANCELLED: 'avlyst',
    RESERVED: 'reservert mot digital post',
    CONTACT_INFORMATION_MISSING: 'mangler kontaktopplysninger',
    EXPIRED: 'fristen gikk ut',
    FAILED: 'signeringen feilet',
    SIGNED: 'signert',
    BLOCKED: 'sperret etter for mange gale koder',
    SIGNERS_NAME_NOT_AVAILABLE: 'navnet er ikke kjent',
    NOT_APPLICABLE: 'ikke aktuell lenger',
  },
  action: 'Se oppdraget',
  label: { deadline: 'Frist', until: 'Slettes' },
  footer:
    'Segl sender denne e-posten fordi {{organisation}} har valgt å få slike beskjeder. Kontoansvarlige kan endre det.',
};

const nn: NewsTexts = {
  headline: {
    signed: 'Alle har signert: {{title}}',
    stopped: 'Signeringa stoppa: {{title}}',
    changed: 'Nytt om signeringa: {{title}}',
    deadline: 'Fristen går ut om eit døgn: {{title}}',
    deletion: 'Blir sletta om fire dagar: {{title}}',
  },
  lead: {
    signed: 'Det signerte dokumentet er klart til å lastast ned.',
    stopped: 'Oppdraget blir ikkje ferdig. På sida for oppdraget står det kva som har skjedd.',
    changed: 'Her er status for dei som skal signere.',
    deadline: 'Nokon har ikkje signert enno. Du kan påminne dei eller flytte fristen.',
    deletion: 'Det signerte dokumentet er ikkje lasta ned enno.',
  },
  untitled: 'oppdrag {{id}}',
  reference: 'Referanse: {{reference}}',
  signer: '{{signer}}: {{status}}',
  status: {
    WAITING: 'ventar',
    REJECTED: 'avviste',
    CANCELLED: 'avlyst',
    RESERVED: 'reservert mot digital post',
    CONTACT_INFORMATION_MISSING: 'manglar kontaktopplysningar',
    EXPIRED: 'fristen gjekk ut',
    FAILED: 'signeringa feila',
    SIGNED: 'signert',
    BLOCKED: 'sperra etter for mange feil kodar',
    SIGNERS_NAME_NOT_AVAILABLE: 'namnet er ikkje kjent',
    NOT_APPLICABLE: 'ikkje aktuell lenger',
  },
  action: 'Sjå oppdraget',
  label: { deadline: 'Frist', until: 'Blir sletta' },
  footer:
    'Segl sender denne e-posten fordi {{organisation}} har valt å få slike beskjedar. Kontoansvarlege kan endre det.',
};

const en: NewsTexts = {
  headline: {
    signed: 'Everybody has signed: {{title}}',
    stopped: 'The signing has stopped: {{title}}',
    changed: 'News of the signing: {{title}}',
    deadline: 'The deadline is in a day: {{title}}',
    deletion: 'Will be deleted in four days: {{title}}',
  },
  lead: {
    signed: 'The signed document is ready to be downloaded.',
    stopped: 'The job will not be completed. Its page tells what happened.',
    changed: 'This is where those who are to sign stand.',
    deadline: 'Somebody has not signed yet. You can remind them or move the deadline.',
    deletion: 'The signed document has not been downloaded yet.',
  },
  untitled: 'job {{id}}',
  reference: 'Reference: {{reference}}',
  signer: '{{signer}}: {{status}}',
  status: {
    WAITING: 'waiting',
    REJECTED: 'declined',
    CANCELLED: 'cancelled',
    RESERVED: 'opted out of digital mail',
    CONTACT_INFORMATION_MISSING: 'no contact details',
    EXPIRED: 'the deadline passed',
    FAILED: 'the signing failed',
    SIGNED: 'signed',
    BLOCKED: 'blocked after too many wrong codes',
    SIGNERS_NAME_NOT_AVAILABLE: 'the name is not known',
    NOT_APPLICABLE: 'no longer needed',
  },
  action: 'See the job',
  label: { deadline: 'Deadline', until: 'Deleted' },
  footer:
    'Segl sends this email because {{organisation}} chose to get such messages. Account managers can change that.',
};

export const newsTexts: Readonly<Record<Language, NewsTexts>> = { nb, nn, en };
