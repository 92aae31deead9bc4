/** What the use cases of the portal flow need, with a clock the test moves and a register the test fills. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { fixedContactRegister } from '../src/adapters/contact-register/index.ts';
import { activateGroup, type ActivateGroupDeps } from '../src/jobs/activate-group.ts';
import type { CancelJobDeps } from '../src/jobs/cancel-job.ts';
import type { RegisteredContact } from '../src/jobs/contact-register.ts';
import {
  createPortalJob,
  type CreatePortalJobDeps,
  type PortalJobRequest,
} from '../src/jobs/create-portal-job.ts';
import type { SignatureJob } from '../src/jobs/model.ts';
import type { Notification } from '../src/jobs/portal-records.ts';
import type { Task } from '../src/jobs/ports.ts';
import { taskKinds } from '../src/jobs/ports.ts';
import { directRequest, directWorld, type DirectWorld } from './direct.ts';
import { company } from './jobs.ts';
import type { DatabaseKind } from './stores.ts';

export const ase = '14838522190';
export const ola = '02919134561';

export interface PortalWorld extends Omit<DirectWorld, 'deps'> {
  readonly deps: DirectWorld['deps'] & CreatePortalJobDeps & ActivateGroupDeps & CancelJobDeps;
  /** What the register answers; while `registerIsDown` it answers nothing. */
  readonly registered: Map<string, RegisteredContact>;
  registerIsDown: boolean;
  /** How often it was asked. */
  lookUps: number;
  create(changes?: Partial<PortalJobRequest>): Promise<SignatureJob>;
  /** Creates the job and runs its first activation. */
  createActivated(changes?: Partial<PortalJobRequest>): Promise<SignatureJob>;
  read(job: SignatureJob): Promise<SignatureJob>;
  /** Of one signer, by number. */
  notifications(job: SignatureJob, signer?: number): Promise<readonly Notification[]>;
  /** Takes what is due out of the queue and returns it, for one job. */
  dueTasks(job: SignatureJob): Promise<readonly Task[]>;
}

export async function portalWorld(kind: DatabaseKind): Promise<PortalWorld> {
  const direct = await directWorld(kind);
  const registered = new Map<string, RegisteredContact>([
    [ase, { reserved: false, email: 'ase@example.com', mobile: '+4799000001', language: 'nn' }],
    [ola, { reserved: false, email: 'ola@example.com' }],
  ]);
  const read = async (job: SignatureJob): Promise<SignatureJob> => {
    const found = await direct.store.transaction((tx) => tx.job(job.id));
    if (found === undefined) throw new Error('no such job');
    return found;
  };
  const world: PortalWorld = {
    ...direct,
    get time() {
      return direct.time;
    },
    set time(time) {
      direct.time = time;
    },
    deps: {
      ...direct.deps,
      tasks: { wake: () => undefined },
      tokenKey: createSecretKey(randomBytes(32)),
      channels: new Set(['email', 'sms']),
      canLookUp: true,
      register: fixedContactRegister((number) => {
        world.lookUps += 1;
        if (world.registerIsDown) throw new Error('switched off');
        return registered.get(number);
      }),
    },
    registered,
    registerIsDown: false,
    lookUps: 0,
    create: (changes = {}) => createPortalJob(world.deps, portalRequest(changes)),
    createActivated: async (changes = {}) => {
      const job = await world.create(changes);
      await activateGroup(world.deps, job.id);
      return read(job);
    },
    read,
    notifications: async (job, signer = 1) => {
      const { id } = (await read(job)).signers.find(({ number }) => number === signer)!;
      return direct.store.transaction((tx) => tx.notificationsOf(id));
    },
    dueTasks: async (job) => {
      const now = Date.now();
      const lease = { now, until: now + 3_600_000 };
      const claimed = await direct.store.tasks.claim(direct.time, lease, 1000, taskKinds);
      return claimed.filter(({ jobId }) => jobId === job.id);
    },
  };
  return world;
}

type RequestedPortalSigner = PortalJobRequest['signers'][number];

/** By number, with the register's addresses. */
export function lookedUp(value: string, changes: Partial<RequestedPortalSigner> = {}): RequestedPortalSigner {
  return {
    address: { kind: 'personal-identification-number', value },
    notifications: { kind: 'lookup', sms: false },
    signatureType: undefined,
    onBehalfOf: undefined,
    order: undefined,
    ...changes,
  };
}

/** By email and mobile, as a private organisation may. */
export function byContact(
  contact: { readonly email?: string; readonly mobile?: string },
  changes: Partial<RequestedPortalSigner> = {},
): RequestedPortalSigner {
  return {
    ...lookedUp(''),
    address: { kind: 'contact', ...contact },
    notifications: { kind: 'addresses', ...contact },
    ...changes,
  };
}

export const companyCaller = { organization: company.number, sender: company.number };

/** Åse is asked by the municipality. */
export function portalRequest(changes: Partial<PortalJobRequest> = {}): PortalJobRequest {
  const { caller, reference, title, documents } = directRequest();
  return {
    caller,
    reference,
    title,
    documents,
    pollingQueue: undefined,
    nonSensitiveTitle: undefined,
    description: undefined,
    requiredAuthentication: undefined,
    identifierInSignedDocuments: undefined,
    activationTime: undefined,
    availableSeconds: undefined,
    signers: [lookedUp(ase)],
    ...changes,
  };
}
