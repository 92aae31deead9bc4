/** From signatures to the sealed document, and what keeps it proven. */
export { partialPades } from './partial-pades.ts';
export { sealJob, type SealJobDeps } from './seal-job.ts';
export { servedSources } from './callbacks.ts';
export { derOf } from './seal-document.ts';
export { workerPool, type WorkerPool } from './worker-pool.ts';
