/** What the workers that make sealed documents have in common: what they are told to trust, and how they answer. */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { ValidationReport } from '@segl/formats/validation';
import { readCertificate, type CertificateStore } from '@segl/formats/x509';
import { ownMemory } from './memory.ts';
import type { Sealed, Verification, WorkerResult } from './worker-tasks.ts';

export function storeOf({ anchors, intermediates }: Verification['trust']): CertificateStore {
  return {
    anchors: anchors.map((der) => readCertificate(der)),
    intermediates: intermediates.map((der) => readCertificate(der)),
  };
}

/** Milliseconds; see {@link Sealed}. */
export function provenUntil({ signatures: [seal] }: ValidationReport): number {
  return seal?.timestamps?.at(-1)?.validUntil?.getTime() ?? 0;
}

/** The document's memory goes along instead of a copy. */
export function handedOver(result: WorkerResult<Sealed>): unknown {
  const memory = result.kind === 'done' ? ownMemory(result.value.bytes) : undefined;
  return move({ [transferableSymbol]: memory === undefined ? [] : [memory], [valueSymbol]: result });
}
