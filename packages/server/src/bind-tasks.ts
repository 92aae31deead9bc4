/** Which use case does a task of each kind, and which kinds share a lane. */
import { makeSignature } from './ceremony/index.ts';
import { eraseJob, type EraseDeps } from './erasure/erase-job.ts';
import { eraseOrganisation } from './erasure/erase-organisation.ts';
import { eraseUser } from './erasure/erase-user.ts';
import { activateGroup, type ActivateGroupDeps } from './jobs/activate-group.ts';
import { deleteDocumentsInDueTime, type DeleteDocumentsDeps } from './jobs/delete-documents.ts';
import { expireJob } from './jobs/expire-job.ts';
import type { Task } from './jobs/ports.ts';
import { deliverNotification } from './notifications/deliver.ts';
import { deliverInvitation } from './notifications/invitation.ts';
import { tellSender } from './notifications/sender-news/tell-sender.ts';
import { renewProof, type RenewalDeps } from './preservation/renew-proof.ts';
import { sealJob, type SealJobDeps } from './sealing/index.ts';
import type { Lane } from './tasks/lanes.ts';

export interface TaskDeps {
  readonly common: ActivateGroupDeps & DeleteDocumentsDeps & EraseDeps & Parameters<typeof expireJob>[0];
  readonly making: Parameters<typeof makeSignature>[0];
  readonly sealing: SealJobDeps;
  readonly preserving: RenewalDeps;
  readonly delivery: Parameters<typeof deliverNotification>[0] &
    Parameters<typeof tellSender>[0] &
    Parameters<typeof deliverInvitation>[0];
}

export function lanesOf({ common, making, sealing, preserving, delivery }: TaskDeps): readonly Lane[] {
  const notify = ({ key }: Task) => deliverNotification(delivery, BigInt(key));
  return [
    {
      concurrency: 4,
      handlers: {
        sign: ({ key }) => makeSignature(making, key),
        seal: ({ jobId }) => sealJob(sealing, jobId),
        expire: ({ jobId }) => expireJob(common, jobId),
        'delete-documents': ({ jobId }) => deleteDocumentsInDueTime(common, jobId),
      },
    },
    { concurrency: 4, handlers: { activate: ({ jobId }) => activateGroup(common, jobId) } },
    { concurrency: 16, handlers: { 'notify-email': notify } },
    { concurrency: 16, handlers: { 'notify-sms': notify } },
    { concurrency: 4, handlers: { 'tell-sender': ({ jobId, key }) => tellSender(delivery, jobId, key) } },
    { concurrency: 2, handlers: { 'invite-user': ({ key }) => deliverInvitation(delivery, key) } },
    { concurrency: 1, handlers: { 'renew-proof': ({ jobId }) => renewProof(preserving, jobId) } },
    {
      concurrency: 1,
      handlers: {
        'erase-job': ({ key }) => eraseJob(common, BigInt(key)),
        'erase-user': ({ key }) => eraseUser(common, key),
        'erase-organisation': ({ key }) => eraseOrganisation(common, key),
      },
    },
  ];
}
