import { afterEach, beforeEach, expect, it } from 'vitest';
import { company, noon } from '../../test/jobs.ts';
import { addSenders } from '../../test/senders.ts';
import { describeOnEachDatabase, type TestDatabase } from '../../test/stores.ts';
import type { Store } from '../jobs/ports.ts';
import { municipality } from '../../test/jobs.ts';
import { composeInvitation, deliverInvitation, type InvitationDeps } from './invitation.ts';
import { DeliveryError, type EmailMessage } from './ports.ts';

const webUrl = 'https://segl.example';

describeOnEachDatabase('an invitation', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let sent: EmailMessage[];
  let failure: DeliveryError | undefined;
  let deps: InvitationDeps;
  beforeEach(async () => {
    database = await kind.create();
    store = await database.open();
    sent = [];
    failure = undefined;
    const send = (message: EmailMessage) => {
      if (failure !== undefined) return Promise.reject(failure);
      sent.push(message);
      return Promise.resolve();
    };
    deps = {
      store,
      clock: { now: () => noon, wall: () => noon },
      mail: { gateway: { send, close: () => Promise.resolve() }, from: 'segl@segl.example' },
      webUrl,
      test: false,
    };
    await store.transaction(async (tx) => {
      await tx.putOrganisation(municipality);
      await tx.putOrganisation({ ...company, language: 'en' });
    });
    await addSenders(store);
  });
  afterEach(() => database.remove());

  const log = async () =>
    (await store.read((reading) => reading.organisationEvents(company.number, 10))).map(({ kind: of }) => of);

  it('says where the portal is, in the organisation’s language, without a secret', async () => {
    await deliverInvitation(deps, 'user-processor 0f1e');
    expect(sent).toMatchObject([
      {
        to: 'processor@example.com',
        messageId: '<0f1e@segl.example>',
        from: { name: 'Eksempel AS via Segl', address: 'segl@segl.example' },
        subject: 'You can now send documents for signing for Eksempel AS',
        language: 'en',
      },
    ]);
    expect(sent[0]?.text).toContain(`${webUrl}/sender/${company.number}\n`);
    expect(sent[0]?.html).toContain(`href="${webUrl}/sender/${company.number}"`);
    expect(await log()).toEqual(['INVITATION_SENT']);
  });

  it.each(['lastLoginAt', 'deactivatedAt', 'endsAt'] as const)('goes to nobody with %s', async (field) => {
    await store.transaction((tx) => tx.updateUser('user-processor', { [field]: noon }));
    await deliverInvitation(deps, 'user-processor 0f1e');
    expect([sent, await log()]).toEqual([[], []]);
  });

  it('waits for a gateway that is away, and gives an address up that takes nothing', async () => {
    failure = new DeliveryError('GATEWAY_UNAVAILABLE', 'away');
    await expect(deliverInvitation(deps, 'user-processor 0f1e')).rejects.toBe(failure);
    await expect(deliverInvitation({ ...deps, mail: undefined }, 'user-processor 0f1e')).rejects.toThrow();
    expect(await log()).toEqual([]);
    failure = new DeliveryError('RECIPIENT_REFUSED', 'no such mailbox');
    await deliverInvitation(deps, 'user-processor 0f1e');
    expect(await log()).toEqual(['INVITATION_FAILED']);
  });
});

it('is one text in three languages, marked as a test in the sandbox', () => {
  const organisation = '<b>Firma</b>\u202e AS';
  for (const language of ['nb', 'nn', 'en'] as const) {
    const mail = composeInvitation({ language, organisation, url: `${webUrl}/sender/310000027`, test: true });
    expect(mail.subject).toMatch(/^\[TEST\] /);
    expect(mail.subject).toContain('<b>Firma</b> AS');
    expect(mail.html).not.toContain('<b>Firma');
    expect(mail.text + mail.html).not.toMatch(/\{\{|undefined/);
  }
});
