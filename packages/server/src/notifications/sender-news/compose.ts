/** News to a sender as an email. It names nobody by number, and shows the only title that messages may show. */
import type { Language } from '@segl/protocol/json';
import type { Instant, SignatureJob, SignerAddress, SignerStatus } from '../../jobs/model.ts';
import { writeMoment } from '../deadline.ts';
import { plainText } from '../email.ts';
import { renderEmail, type EmailView } from '../email-template.ts';
import type { ComposedEmail } from '../facts.ts';
import { oneLine, withoutLinks } from '../plain-words.ts';
import { newsTexts } from '../texts/news.ts';
import { fill, texts } from '../texts.ts';
import { serviceName } from '../wording.ts';
import type { NewsKind } from './plan.ts';

export interface NewsFacts {
  readonly kind: NewsKind;
  readonly language: Language;
  readonly organisation: string;
  readonly job: Pick<SignatureJob, 'id' | 'status' | 'nonSensitiveTitle' | 'reference'>;
  readonly signers: readonly {
    /** From the eID, once known. */
    readonly name: string | undefined;
    readonly address: SignerAddress;
    readonly status: SignerStatus;
  }[];
  /** The deadline, or when the document is deleted. */
  readonly about: Instant | undefined;
  /** The job's page in the sender portal. */
  readonly url: string;
  /** The sandbox. */
  readonly test: boolean;
}

export function composeNews(facts: NewsFacts): Omit<ComposedEmail, 'inline'> {
  const { language, job, url, about, kind } = facts;
  const words = newsTexts[language];
  const what = whatOf(facts);
  const given = withoutLinks(job.nonSensitiveTitle ?? '');
  const title = given === '' ? fill(words.untitled, { id: job.id.toString() }) : given;
  const headline = fill(words.headline[what], { title });
  const label = kind === 'deletion' ? words.label.until : words.label.deadline;
  const view: EmailView = {
    language,
    subject: facts.test ? `[TEST] ${headline}` : headline,
    preview: words.lead[what],
    headline,
    lead: words.lead[what],
    paragraphs: [
      ...facts.signers.map(({ name, address, status }, index) =>
        fill(words.signer, { signer: name ?? masked(address, index), status: words.status[status] }),
      ),
      ...(job.reference === undefined
        ? []
        : [fill(words.reference, { reference: withoutLinks(job.reference) })]),
    ],
    footer: fill(words.footer, { organisation: oneLine(facts.organisation) }),
    ...(facts.test && { test: texts[language].test }),
    action: { label: words.action, url },
    ...(about !== undefined && { deadline: { label, value: writeMoment(about, language) } }),
  };
  return { fromName: serviceName, subject: view.subject, text: plainText(view), html: renderEmail(view) };
}

function whatOf({ kind, job }: NewsFacts): 'signed' | 'stopped' | 'changed' | 'deadline' | 'deletion' {
  if (kind !== 'status') return kind;
  if (job.status === 'COMPLETED_SUCCESSFULLY') return 'signed';
  return job.status === 'FAILED' ? 'stopped' : 'changed';
}

/** Enough for the sender to know who it is, and no more than mail may show. */
function masked(address: SignerAddress, index: number): string {
  if (address.kind !== 'contact') return `${index + 1}`;
  const { email, mobile } = address;
  if (email !== undefined) return email.replace(/^(.)[^@]*/, '$1…');
  return `…${(mobile ?? '').slice(-3)}`;
}
