/** From signatures to the sealed document. */
export { partialPades } from './partial-pades.ts';
export type { SealDeps } from './seal-document.ts';
export { sealJob } from './seal-job.ts';
export { workerPool, type WorkerPool } from './worker-pool.ts';
