/** The first email that a draft's signers would get, word for word. */
import type { MessagePreview } from '@segl/protocol/json';
import { composeEmail } from '../../notifications/email.ts';
import { requireRight } from '../../organisations/actor.ts';
import { visible, type DraftDeps, type DraftRequest } from './drafts.ts';

export interface PreviewDeps extends DraftDeps {
  /** The pages' public address. */
  readonly webUrl: string;
  /** The sandbox. */
  readonly test: boolean;
}

const day = 86_400_000;

/** As for a signer with an eID and the organisation's language. @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND */
export function previewMessage(
  { store, clock, webUrl, test }: PreviewDeps,
  { caller, id }: DraftRequest,
): Promise<MessagePreview> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    const actor = await requireRight(tx, caller, 'create-jobs', now);
    const { content } = await visible(tx, actor, id);
    const { name, sector, language } = actor.organisation;
    const begins = Math.max(now, content.activation === undefined ? now : Date.parse(content.activation));
    const byContact = content.signers[0]?.by === 'contact';
    const title = content.nonSensitiveTitle.trim();
    const email = composeEmail({
      kind: 'first',
      channel: 'email',
      language,
      sender: { name },
      sector,
      addressing: byContact
        ? { kind: 'link-and-code', url: `${webUrl}/sign/0`, code: '000000' }
        : { kind: 'eid', url: `${webUrl}/portal` },
      ...(title !== '' && { nonSensitiveTitle: title }),
      deadline: begins + content.days * day,
      signers: Math.max(1, content.signers.length),
      test,
    });
    return { language, from: email.fromName, subject: email.subject, text: email.text };
  });
}
