/** What a notification is composed from. */
import type { Language } from '@segl/protocol/json';
import type { Instant, Sector } from '../jobs/model.ts';
import type { Channel } from './plan.ts';
import type { InlineImage } from './ports.ts';

export type NotificationKind =
  | 'first'
  | 'reminder'
  /** For those who were notified of a job that the sender has cancelled. */
  | 'cancelled'
  /** A one-time code, which must be there: the first where it goes apart from the link, or a new one. */
  | 'code'
  /** Everybody has signed; for those who have no inbox to look into. */
  | 'completed';

/**
 * How the signer gets in. By link and code: with both, both stand in this message; with the link alone the code goes by
 * SMS (`codeBySms`) or has been sent before; with the code alone the link is with the signer already; with neither the
 * link has been sent by email.
 */
export type SignerAddressing =
  | { readonly kind: 'eid'; readonly url: string }
  | {
      readonly kind: 'link-and-code';
      readonly url?: string;
      readonly code?: string;
      readonly codeBySms?: boolean;
    };

export interface NotificationFacts {
  readonly kind: NotificationKind;
  readonly channel: Channel;
  readonly language: Language;
  /** `logo`: a PNG of at most 100 KiB; another is left out. */
  readonly sender: {
    readonly name: string;
    readonly logo?: Uint8Array;
    /** Where answers to an email go; absent: nobody reads them. */
    readonly replyTo?: string;
  };
  readonly sector: Sector;
  /** `url` is http or https, and one of the service's own. */
  readonly addressing: SignerAddressing;
  /** The only title that a notification may show. */
  readonly nonSensitiveTitle?: string;
  /** Until when the signer can sign; in `completed`, until when the document can be downloaded. */
  readonly deadline: Instant;
  /** What the sender wrote when cancelling. In email only. */
  readonly message?: string;
  /** How many are to sign, this one included. */
  readonly signers: number;
  /** The sandbox. */
  readonly test: boolean;
}

export interface ComposedEmail {
  /** The sender's name beside the service's own address. */
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly inline: readonly InlineImage[];
  readonly replyTo?: string;
}

export interface ComposedSms {
  readonly text: string;
}
