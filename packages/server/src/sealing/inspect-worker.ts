/** Worker thread: looks into documents, also hostile ones, before they are accepted. */
import './without-canvas.ts';
import { inspectPdf, inspectText } from '@segl/formats/pdf';
import { refusable } from './refusable.ts';
import type { Inspected, InspectTask, WorkerResult } from './worker-tasks.ts';

export default function run(task: InspectTask): Promise<WorkerResult<Inspected>> {
  return refusable(() => inspect(task));
}

async function inspect({ bytes, mime }: InspectTask): Promise<Inspected> {
  if (mime === 'text/plain') return { pages: inspectText(bytes).pages };
  const { pages } = await inspectPdf(bytes, { handOver: true });
  return { pages };
}
