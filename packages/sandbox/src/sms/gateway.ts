/** The SMS gateway of the sandbox: one HTTP POST for a message, and a delivery receipt a moment later. */
import type { FastifyInstance } from 'fastify';
import type { Faults } from '../faults.ts';
import type { Inbox } from '../inbox/inbox.ts';

export interface SmsGatewayDeps {
  readonly inbox: Inbox;
  readonly faults: Faults;
  /** Where delivery receipts go. */
  readonly receiptUrl: string;
}

/** Numbers with these endings are refused, or taken and then reported as not delivered. */
export const REFUSED_ENDING = '0000000';
export const UNDELIVERED_ENDING = '1111111';

const FIELDS = ['reference', 'to', 'sender', 'text'] as const;
type Fields = Record<(typeof FIELDS)[number], string>;

export function smsGatewayRoutes(server: FastifyInstance, deps: SmsGatewayDeps): void {
  const { inbox, faults, receiptUrl } = deps;
  const reports = new Set<Promise<void>>();
  server.addHook('onClose', async () => {
    await Promise.all(reports);
  });
  server.post('/sandbox/sms', async (request, reply) => {
    if (faults.isDown('sms')) return reply.code(503).send({ error: 'The SMS gateway is switched off' });
    const message = readFields(request.body);
    if (message === undefined) return reply.code(400).send({ error: `Send ${FIELDS.join(', ')} as texts` });
    const { reference, to, sender, text } = message;
    if (!/^\+\d{7,15}$/.test(to) || to.endsWith(REFUSED_ENDING)) {
      return reply.code(422).send({ error: 'Nobody has this number' });
    }
    const words = { from: sender, subject: null, text, html: null };
    const id = await inbox.add({ channel: 'sms', to, reference, ...words });
    const status = to.endsWith(UNDELIVERED_ENDING) ? 'failed' : 'delivered';
    const report = sendReport(receiptUrl, { reference, id: String(id), status });
    reports.add(report);
    void report.finally(() => reports.delete(report));
    return reply.code(202).send({ id: String(id) });
  });
}

function readFields(body: unknown): Fields | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const given = body as Record<string, unknown>;
  return FIELDS.every((name) => typeof given[name] === 'string') ? (given as Fields) : undefined;
}

/** A receipt that nobody takes is lost, as a gateway's would be after some tries. */
async function sendReport(url: string, report: Readonly<Record<string, string>>): Promise<void> {
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(report),
    signal: AbortSignal.timeout(5_000),
  })
    .then((answer) => answer.body?.cancel())
    .catch(() => undefined);
}
