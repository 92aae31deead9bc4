/** What delivering notifications needs from outside; adapters implement it, `main.ts` joins them. */
import type { Language } from '@segl/protocol/json';

/** A picture inside the message, named `cid:` in its HTML. */
export interface InlineImage {
  readonly cid: string;
  readonly mime: 'image/png';
  readonly bytes: Uint8Array;
}

export interface EmailMessage {
  /** `<something-unique@host>`, the same each time the same notification is handed over. */
  readonly messageId: string;
  /** One address, without a name. */
  readonly to: string;
  /** As the reader sees it; the address is the installation's own. */
  readonly from: { readonly name: string; readonly address: string };
  /** Where an answer goes; absent: to `from`. */
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly inline?: readonly InlineImage[];
  readonly language: Language;
}

/** Resolves once the next mail server has taken responsibility for the message. */
export interface MailGateway {
  /** @throws DeliveryError */
  send(message: EmailMessage): Promise<void>;
  /** Whether the mail server lets us in; rejects when it does not. */
  check?(): Promise<unknown>;
  /** Lets what is under way end, then closes the connections. */
  close(): Promise<void>;
}

export interface SmsMessage {
  /** Up to 36 characters, the same each time the same notification is handed over. */
  readonly reference: string;
  /** E.164: a plus sign and digits. */
  readonly to: string;
  /** What the telephone shows as sender: 3 to 11 of A–Z, a–z and 0–9. */
  readonly sender: string;
  readonly text: string;
}

export interface SmsGateway {
  /**
   * Resolves once the gateway has taken the message, with the gateway's own name for it where receipts use that.
   * @throws DeliveryError
   */
  send(message: SmsMessage): Promise<{ readonly gatewayReference?: string }>;
  /** Absent: this gateway tells nothing afterwards. */
  readonly receipts?: ReceiptReader;
}

/** What became of a message that a gateway had taken. At least one of the references is there. */
export interface DeliveryReceipt {
  readonly reference?: string;
  readonly gatewayReference?: string;
  readonly outcome: 'DELIVERED' | 'FAILED';
  /** The gateway's own code or word for why; '' for none. Never a telephone number. */
  readonly reason: string;
}

/** A gateway's call as it came, from anybody who knows the address. */
export interface ReceiptRequest {
  readonly query: Readonly<Record<string, string>>;
  /** Media type of the body, without parameters; '' for none. */
  readonly type: string;
  readonly body: Uint8Array;
}

export interface ReceiptAnswer {
  /** Final outcomes; a call that only says that a message is on its way has none. */
  readonly receipts: readonly DeliveryReceipt[];
  /** What the gateway wants to hear once they are kept. */
  readonly answer: { readonly type: string; readonly body: string };
}

/** Undefined when the call is not one of this gateway's. */
export type ReceiptReader = (request: ReceiptRequest) => ReceiptAnswer | undefined;

export type DeliveryErrorCode =
  /** Nobody answered, or the answer was to come again later. */
  | 'GATEWAY_UNAVAILABLE'
  /** This address or number cannot receive anything. */
  | 'RECIPIENT_REFUSED'
  /** The gateway will not have the message, or will not have us. */
  | 'GATEWAY_REFUSED';

/** A message that was not handed over. The message of the error names no recipient and no content. */
export class DeliveryError extends Error {
  readonly code: DeliveryErrorCode;
  /** The same message may succeed later: because the gateway comes back, or because its operator lets us in. */
  readonly mayRetry: boolean;

  constructor(code: DeliveryErrorCode, message: string, mayRetry = code === 'GATEWAY_UNAVAILABLE') {
    super(message);
    this.name = 'DeliveryError';
    this.code = code;
    this.mayRetry = mayRetry;
  }
}
