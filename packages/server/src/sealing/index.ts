/** From signatures to the sealed document. */
export { partialPades } from './partial-pades.ts';
export { sealJob, type SealJobDeps } from './seal-job.ts';
export { workerPool, type WorkerPool } from './worker-pool.ts';
