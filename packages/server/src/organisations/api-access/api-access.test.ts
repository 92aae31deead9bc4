import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toPem, type Certificate } from '@segl/formats/x509';
import { authority, enterprise, enterpriseCa } from '../../../test/api-world.ts';
import { broker, outsider } from '../../../test/direct.ts';
import { company, municipality } from '../../../test/jobs.ts';
import { byContact, companyCaller, portalWorld, type PortalWorld } from '../../../test/portal.ts';
import { addSenders, outcome, type SenderName, type Senders } from '../../../test/senders.ts';
import { describeOnEachDatabase } from '../../../test/stores.ts';
import { cancelJob } from '../../jobs/cancel-job.ts';
import { authorizeCaller } from '../access.ts';
import { certificateUse } from './client-certificates.ts';
import {
  actOnCertificate,
  addBroker,
  changeApiAccess,
  generateCertificate,
  registerCertificate,
  removeBroker,
  type ManageApiAccessDeps,
} from './manage-api-access.ts';
import { refusedRequests } from './refused-requests.ts';
import { showApiAccess, showApiErrors } from './show-api-access.ts';

const pem = ({ certificate }: { readonly certificate: Certificate }) => toPem(certificate.der);
const own = enterprise(company.number);

describeOnEachDatabase('API access', (kind) => {
  let world: PortalWorld;
  let senders: Senders;
  let deps: ManageApiAccessDeps;
  beforeEach(async () => {
    world = await portalWorld(kind);
    senders = await addSenders(world.store);
    const { store, clock } = world.deps;
    deps = {
      ...{ store, clock },
      enterpriseTrust: { anchors: [enterpriseCa.certificate], intermediates: [] },
    };
  });
  afterEach(() => world.remove());

  const manager = () => senders.as('manager');
  const view = () => showApiAccess(deps, manager());
  const calls = (holder = own, sender = company.number) =>
    outcome(authorizeCaller(deps, { organization: company.number, sender }, holder.certificate.sha256));
  const problem = async (given: string) => {
    const error = await registerCertificate(deps, manager(), given).then(
      () => undefined,
      (reason: unknown) => reason as { members: { problems: { code: string }[] } },
    );
    return error?.members.problems[0]?.code;
  };

  it('is for account managers of the organisation, in every act', async () => {
    const { sha256 } = own.certificate;
    const acts: ((name: SenderName) => Promise<unknown>)[] = [
      (name) => showApiAccess(deps, senders.as(name)),
      (name) => showApiErrors(deps, senders.as(name)),
      (name) => registerCertificate(deps, senders.as(name), pem(own)),
      (name) =>
        generateCertificate({ ...deps, issueCertificate: () => [own.certificate.der] }, senders.as(name)),
      (name) => actOnCertificate(deps, senders.as(name), sha256, 'revoke'),
      (name) => actOnCertificate(deps, senders.as(name), sha256, 'restore'),
      (name) => actOnCertificate(deps, senders.as(name), sha256, 'register'),
      (name) => changeApiAccess(deps, senders.as(name), { registeredCertificatesOnly: true }),
      (name) => addBroker(deps, senders.as(name), broker.number),
      (name) => removeBroker(deps, senders.as(name), broker.number),
    ];
    for (const act of acts) {
      expect(await outcome(act('processor'))).toBe('NOT_PERMITTED');
      for (const name of ['former', 'elsewhere'] as const)
        expect(await outcome(act(name))).toBe('NOT_A_USER');
      expect(await outcome(act('manager'))).toBe('done');
    }
  });

  it('shows a certificate once it was used, and revokes it from the next request on', async () => {
    const use = certificateUse(deps);
    await use(company.number, own.certificate);
    expect(await view()).toMatchObject({
      apiAccess: true,
      canGenerate: false,
      certificates: [
        { sha256: own.certificate.sha256, state: 'USED', lastUsedAt: new Date(world.time).toISOString() },
      ],
    });
    expect(await calls()).toBe('done');
    await actOnCertificate(deps, manager(), own.certificate.sha256, 'revoke');
    expect(await calls()).toBe('NOT_AUTHORIZED');
    expect(await calls(enterprise(company.number))).toBe('done');
    expect((await view()).certificates[0]).toMatchObject({ state: 'REVOKED' });
    // Uses of another node do not take the revocation back.
    world.time += 2 * 3_600_000;
    await use(company.number, own.certificate);
    expect(await calls()).toBe('NOT_AUTHORIZED');
    expect(await problem(pem(own))).toBe('CERTIFICATE_REVOKED');
    await actOnCertificate(deps, manager(), own.certificate.sha256, 'restore');
    expect(await calls()).toBe('done');
    expect(await outcome(actOnCertificate(deps, manager(), '0'.repeat(64), 'revoke'))).toBe('NOT_FOUND');
  });

  it('keeps a revocation that comes between the look and the note of a use', async () => {
    const use = certificateUse(deps);
    await use(company.number, own.certificate);
    const revoking: ManageApiAccessDeps['store'] = {
      ...deps.store,
      transaction: (work) =>
        deps.store.transaction(async (tx) => {
          const known = await tx.clientCertificate(company.number, own.certificate.sha256);
          await tx.putClientCertificate({ ...known!, revokedAt: world.time });
          return work({ ...tx, clientCertificate: () => Promise.resolve(known) });
        }),
    };
    world.time += 2 * 3_600_000;
    await certificateUse({ ...deps, store: revoking })(company.number, own.certificate);
    expect(await calls()).toBe('NOT_AUTHORIZED');
    expect((await view()).certificates[0]?.lastUsedAt).toBe(new Date(world.time).toISOString());
  });

  it('lets an organisation be called with registered certificates only', async () => {
    await changeApiAccess(deps, manager(), { registeredCertificatesOnly: true });
    expect(await calls()).toBe('NOT_AUTHORIZED');
    await registerCertificate(deps, manager(), pem(own));
    expect(await calls()).toBe('done');
    expect(await calls(enterprise(company.number))).toBe('NOT_AUTHORIZED');
  });

  it.each([
    ['PRIVATE_KEY_GIVEN', () => `-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n${pem(own)}`],
    ['CERTIFICATE_UNREADABLE', () => 'certificate'],
    ['CERTIFICATE_UNREADABLE', () => pem(own).replace(/\n.{10}/, '\nAAAAAAAAAA')],
    ['CERTIFICATE_OTHER_ORGANISATION', () => pem(enterprise(municipality.number))],
    ['CERTIFICATE_NOT_TRUSTED', () => pem(enterprise(company.number, { issuer: authority('Stranger') }))],
    ['CERTIFICATE_KEY_USAGE', () => pem(enterprise(company.number, { keyUsage: ['keyEncipherment'] }))],
    [
      'CERTIFICATE_EXPIRED',
      () => pem(enterprise(company.number, { notAfter: new Date(Date.now() - 86_400_000) })),
    ],
    [
      'CERTIFICATE_NOT_YET_VALID',
      () => pem(enterprise(company.number, { notBefore: new Date(Date.now() + 86_400_000) })),
    ],
  ])('refuses with %s', async (code, given) => {
    expect(await problem(given())).toBe(code);
    expect((await view()).certificates).toEqual([]);
  });

  it('generates a key with a certificate where there is an authority', async () => {
    expect(await outcome(generateCertificate(deps, manager()))).toBe('NOT_NOW');
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const issued = enterprise(company.number, { publicKey });
    const given = { ...deps, issueCertificate: () => [issued.certificate.der, enterpriseCa.certificate.der] };
    const { fileName, pkcs12, password } = await generateCertificate(given, manager());
    expect(fileName).toMatch(/^310000027-[0-9a-f]{8}\.p12$/);
    expect(Buffer.from(pkcs12, 'base64')[0]).toBe(0x30);
    expect(password.length).toBeGreaterThan(12);
    expect((await view()).certificates).toMatchObject([{ state: 'REGISTERED' }]);
  });

  it('lets brokers send, from and until the next request', async () => {
    const sends = () =>
      outcome(authorizeCaller(deps, { organization: broker.number, sender: company.number }, 'x'));
    expect(await sends()).toBe('BROKER_NOT_AUTHORIZED');
    await addBroker(deps, manager(), ` ${broker.number} `);
    expect(await sends()).toBe('done');
    expect((await view()).brokers).toEqual([{ number: broker.number, name: broker.name }]);
    await removeBroker(deps, manager(), broker.number);
    expect(await sends()).toBe('BROKER_NOT_AUTHORIZED');
    for (const [number, code] of [
      [outsider.number, 'BROKER_UNKNOWN'],
      ['999999999', 'BROKER_UNKNOWN'],
      [company.number, 'BROKER_SELF'],
    ] as const)
      await expect(addBroker(deps, manager(), number)).rejects.toMatchObject({
        members: { problems: [{ pointer: '/number', code }] },
      });
  });

  it('shows which queues hold what nobody confirmed', async () => {
    const signers = [byContact({ email: 'kari@example.com' })];
    for (const pollingQueue of ['kø', undefined, 'kø']) {
      const job = await world.createActivated({ caller: companyCaller, signers, pollingQueue });
      await cancelJob(world.deps, { sender: company.number, jobId: job.id, flow: 'portal' });
    }
    expect((await view()).queues).toEqual([
      { flow: 'portal', name: '', waiting: 1, oldestAt: new Date(world.time).toISOString() },
      { flow: 'portal', name: 'kø', waiting: 2, oldestAt: new Date(world.time).toISOString() },
    ]);
  });

  it('keeps the latest 100 refusals, of organisations that are here', async () => {
    const keep = refusedRequests(world.store, (error) => {
      throw error;
    });
    const refusal = (n: number) => ({
      ...{ at: world.time + n * 2000, method: 'POST', route: '/api/:organization/direct/signature-jobs' },
      ...{ status: 400, code: 'XML_INVALID', detail: `line ${n}` },
    });
    for (let n = 0; n < 103; n += 1) await keep(company.number, refusal(n));
    await keep(company.number, { ...refusal(102), detail: 'in the same second' });
    await keep('999999999', refusal(1));
    const { items } = await showApiErrors(deps, manager());
    expect(items).toHaveLength(100);
    expect(items[0]).toMatchObject({ code: 'XML_INVALID', status: 400, detail: 'line 102' });
    expect(items.at(-1)).toMatchObject({ detail: 'line 3' });
    expect(
      (await showApiErrors(deps, { ...senders.as('elsewhere'), organisation: municipality.number })).items,
    ).toEqual([]);
  });

  it('leaves a log of who decided what', async () => {
    await registerCertificate(deps, manager(), pem(own));
    await addBroker(deps, manager(), broker.number);
    const events = await world.store.read((tx) => tx.organisationEvents(company.number, 10));
    expect(events).toMatchObject([
      { kind: 'BROKER_ADDED', by: senders.users.manager.id, data: { broker: broker.number } },
      { kind: 'CERTIFICATE_REGISTERED', data: { certificate: own.certificate.sha256 } },
    ]);
  });
});
