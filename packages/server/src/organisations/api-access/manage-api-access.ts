/** What account managers decide about the API: certificates, and who may send for them. */
import { generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { GeneratedCertificate } from '@segl/protocol/json';
import { readCertificate, writePkcs12, type CertificateStore } from '@segl/formats/x509';
import { fieldsInvalid, ServiceError } from '../../errors.ts';
import type { Instant, Organisation } from '../../jobs/model.ts';
import type { Clock, Store, Transaction } from '../../jobs/ports.ts';
import type { User } from '../../jobs/user-records.ts';
import { requireRight, type SenderCaller } from '../actor.ts';
import { recordOf } from './client-certificates.ts';
import { readClientCertificate } from './read-client-certificate.ts';

/** Issues a certificate for an organisation's key: the certificate first, then its issuers, DER. */
export type IssueCertificate = (
  organisation: Pick<Organisation, 'number' | 'name'>,
  publicKey: KeyObject,
) => readonly Uint8Array[];

export interface ManageApiAccessDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** The authorities that the API trusts. */
  readonly enterpriseTrust: CertificateStore;
  /** Absent outside the sandbox: enterprise certificates are issued by others. */
  readonly issueCertificate?: IssueCertificate;
}

/**
 * Registers a certificate, PEM.
 * @throws ServiceError NOT_A_USER, NOT_PERMITTED, FIELDS_INVALID
 */
export function registerCertificate(
  deps: ManageApiAccessDeps,
  caller: SenderCaller,
  pem: string,
): Promise<void> {
  return managing(deps, caller, async ({ tx, organisation, now, log }) => {
    const trust = { trust: deps.enterpriseTrust, at: new Date(deps.clock.wall()) };
    const certificate = readClientCertificate(pem, organisation.number, trust);
    const known = await tx.clientCertificate(organisation.number, certificate.sha256);
    if (known?.revokedAt !== undefined) {
      throw fieldsInvalid([
        {
          pointer: '/pem',
          code: 'CERTIFICATE_REVOKED',
          detail: 'It was revoked here; take that back in the list',
        },
      ]);
    }
    const record = known ?? recordOf(organisation.number, certificate, now);
    await tx.putClientCertificate({ ...record, registeredAt: now });
    await log('CERTIFICATE_REGISTERED', { certificate: certificate.sha256 });
  });
}

/** A new key with a certificate; neither key nor password is kept. @throws ServiceError NOT_A_USER, NOT_PERMITTED, NOT_NOW */
export async function generateCertificate(
  deps: ManageApiAccessDeps,
  caller: SenderCaller,
): Promise<GeneratedCertificate> {
  const { issueCertificate } = deps;
  if (issueCertificate === undefined)
    throw new ServiceError(
      'NOT_NOW',
      'This installation issues no certificates; register one from your authority.',
    );
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const password = randomBytes(12).toString('base64url');
  return managing(deps, caller, async ({ tx, organisation, now, log }) => {
    const chain = issueCertificate(organisation, publicKey);
    const certificate = readCertificate(chain[0] ?? new Uint8Array());
    await tx.putClientCertificate({ ...recordOf(organisation.number, certificate, now), registeredAt: now });
    await log('CERTIFICATE_GENERATED', { certificate: certificate.sha256 });
    const file = writePkcs12({ privateKey, chain, friendlyName: organisation.number, password });
    return {
      fileName: `${organisation.number}-${certificate.sha256.slice(0, 8)}.p12`,
      pkcs12: Buffer.from(file).toString('base64'),
      password,
    };
  });
}

/** `revoke` holds from the next request on, and `restore` takes it back; `register` one that was used. Again is no error. */
export type CertificateAct = 'register' | 'revoke' | 'restore';

/** @throws ServiceError NOT_A_USER, NOT_PERMITTED, NOT_FOUND */
export function actOnCertificate(
  deps: ManageApiAccessDeps,
  caller: SenderCaller,
  sha256: string,
  act: CertificateAct,
): Promise<void> {
  return managing(deps, caller, async ({ tx, organisation, now, log }) => {
    const known = await tx.clientCertificate(organisation.number, sha256);
    if (known === undefined) throw new ServiceError('NOT_FOUND', 'The organisation has no such certificate.');
    const [changes, kind] = {
      register: [{ registeredAt: known.registeredAt ?? now }, 'CERTIFICATE_REGISTERED'] as const,
      revoke: [{ revokedAt: known.revokedAt ?? now }, 'CERTIFICATE_REVOKED'] as const,
      restore: [{ revokedAt: undefined }, 'CERTIFICATE_RESTORED'] as const,
    }[act];
    await tx.putClientCertificate({ ...known, ...changes });
    await log(kind, { certificate: sha256 });
  });
}

/** Whether only registered certificates can be used. @throws ServiceError NOT_A_USER, NOT_PERMITTED */
export function changeApiAccess(
  deps: ManageApiAccessDeps,
  caller: SenderCaller,
  { registeredCertificatesOnly }: { readonly registeredCertificatesOnly: boolean },
): Promise<void> {
  return managing(deps, caller, async ({ tx, organisation, log }) => {
    if (organisation.registeredCertificatesOnly === registeredCertificatesOnly) return;
    await tx.putOrganisation({ ...organisation, registeredCertificatesOnly });
    await log('API_ACCESS_CHANGED', { registeredCertificatesOnly });
  });
}

/** Lets another organisation send for this one. @throws ServiceError NOT_A_USER, NOT_PERMITTED, FIELDS_INVALID */
export function addBroker(deps: ManageApiAccessDeps, caller: SenderCaller, number: string): Promise<void> {
  return managing(deps, caller, async ({ tx, organisation, log }) => {
    const broker = await tx.organisation(number.replaceAll(/\s/g, ''));
    const refuse = (code: string, detail: string) => fieldsInvalid([{ pointer: '/number', code, detail }]);
    if (broker === undefined || broker.deactivatedAt !== undefined || !broker.apiAccess)
      throw refuse('BROKER_UNKNOWN', 'There is no organisation of that number here that uses the API');
    if (broker.number === organisation.number)
      throw refuse('BROKER_SELF', 'An organisation may send for itself without this');
    await tx.allowBroker(broker.number, organisation.number);
    await log('BROKER_ADDED', { broker: broker.number });
  });
}

/** From the next request on. Again is no error. @throws ServiceError NOT_A_USER, NOT_PERMITTED */
export function removeBroker(deps: ManageApiAccessDeps, caller: SenderCaller, number: string): Promise<void> {
  return managing(deps, caller, async ({ tx, organisation, log }) => {
    if (!(await tx.mayBrokerFor(number, organisation.number))) return;
    await tx.forbidBroker(number, organisation.number);
    await log('BROKER_REMOVED', { broker: number });
  });
}

interface Managing {
  readonly tx: Transaction;
  readonly user: User;
  readonly organisation: Organisation;
  readonly now: Instant;
  readonly log: (kind: string, data: Readonly<Record<string, string | boolean>>) => Promise<void>;
}

function managing<T>(
  { store, clock }: ManageApiAccessDeps,
  caller: SenderCaller,
  act: (managing: Managing) => Promise<T>,
): Promise<T> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    await tx.lockOrganisation(caller.organisation);
    const { user, organisation } = await requireRight(tx, caller, 'manage-api-access', now);
    const log: Managing['log'] = (kind, data) =>
      tx.appendOrganisationEvent(organisation.number, { at: now, kind, by: user.id, data });
    return act({ tx, user, organisation, now, log });
  });
}
