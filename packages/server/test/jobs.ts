/** Plain jobs for tests. */
import { usualSettings, type Organisation, type SignatureJob, type Signer } from '../src/jobs/model.ts';
import type { NewJob, NewSigner, Store } from '../src/jobs/ports.ts';

export const municipality: Organisation = {
  ...usualSettings,
  number: '310000019',
  name: 'Testkommunen',
  sector: 'public',
  apiAccess: true,
  contactAddressing: false,
};
export const company: Organisation = {
  ...usualSettings,
  number: '310000027',
  name: 'Eksempel AS',
  sector: 'private',
  apiAccess: true,
  contactAddressing: true,
};

/** 2026-11-24T12:00Z. */
export const noon = Date.UTC(2026, 10, 24, 12);
export const day = 86_400_000;

export function newSigner(number: number, changes: Partial<NewSigner> = {}): NewSigner {
  return {
    number,
    address: { kind: 'signer-identifier', value: `signer-${number}` },
    signatureType: 'AUTHENTICATED_ELECTRONIC_SIGNATURE',
    onBehalfOf: 'SELF',
    order: 0,
    status: 'WAITING',
    since: noon,
    xadesSha256: undefined,
    redirectTokenHash: undefined,
    ...changes,
  };
}

export function newJob(signers: number, changes: Partial<NewJob> = {}): NewJob {
  return {
    flow: 'direct',
    sender: municipality.number,
    createdBy: municipality.number,
    reference: 'ref-1',
    title: 'Søknad om byggjeløyve',
    description: undefined,
    requiredAuthentication: 4,
    identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME',
    statusRetrievalMethod: 'POLLING',
    pollingQueue: '',
    exitUrls: {
      completion: 'https://sender.example/done',
      rejection: 'https://sender.example/no',
      error: 'https://sender.example/error',
    },
    createdAt: noon,
    activatesAt: noon,
    available: 30 * day,
    expiresAt: noon + 30 * day,
    activatedOrder: 0,
    status: 'IN_PROGRESS',
    endedAt: undefined,
    handledAt: undefined,
    padesSha256: undefined,
    documentsDeletedAt: undefined,
    documents: [
      {
        number: 1,
        title: 'Søknad',
        fileName: 'søknad.pdf',
        mime: 'application/pdf',
        sha256: 'a'.repeat(64),
        size: 1234,
        pages: 2,
      },
    ],
    signers: Array.from({ length: signers }, (_, index) => newSigner(index + 1)),
    ...changes,
  };
}

/** Stores the two organisations and one job. */
export async function insertJob(store: Store, job: NewJob): Promise<SignatureJob> {
  return store.transaction(async (tx) => {
    await tx.putOrganisation(municipality);
    await tx.putOrganisation(company);
    return tx.insertJob(job);
  });
}

/** The same job as plain data, for tests that need no store. */
export function jobInMemory(signers: number, changes: Partial<SignatureJob> = {}): SignatureJob {
  const job = newJob(signers);
  const plain: Signer[] = job.signers.map(({ redirectTokenHash: _, ...signer }) => ({
    ...signer,
    id: BigInt(signer.number),
  }));
  return { ...job, id: 1n, signers: plain, ...changes };
}
