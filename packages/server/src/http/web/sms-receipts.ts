/** Delivery receipts from the SMS gateway, on an address that only the gateway is told. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sameToken } from '../../jobs/derived-tokens.ts';
import { ServiceError } from '../../errors.ts';
import type { DeliveryReceipt, ReceiptRequest, SmsGateway } from '../../notifications/ports.ts';
import { parseMediaType } from '../media-type.ts';

export interface SmsReceiptDeps {
  readonly gateway: SmsGateway;
  /** Last part of the address. */
  readonly secret: string;
  /** Resolves once the receipt is kept; a receipt of no message that is known is no error. */
  readonly received: (receipt: DeliveryReceipt) => Promise<void>;
}

interface ReceiptRoute {
  Params: { secret: string };
}

const MAX_BYTES = 65_536;

/**
 * `GET` and `POST /sms/receipts/{secret}`, as the gateway likes it. Answered only when every receipt is kept, so that
 * the gateway comes again when one was not. Without a gateway that sends receipts there is no such address.
 */
export async function smsReceiptRoutes(server: FastifyInstance, deps: SmsReceiptDeps): Promise<void> {
  await server.register((receipts) => {
    receipts.removeAllContentTypeParsers();
    receipts.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    receipts.route<ReceiptRoute>({
      method: ['GET', 'POST'],
      url: '/sms/receipts/:secret',
      exposeHeadRoute: false,
      handler: (request, reply) => receive(deps, request, reply),
    });
  });
}

async function receive(
  { gateway, secret, received }: SmsReceiptDeps,
  request: FastifyRequest<ReceiptRoute>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!sameToken(request.params.secret, secret) || gateway.receipts === undefined) {
    throw new ServiceError('NOT_FOUND', 'There is nothing here');
  }
  const read = gateway.receipts(receiptRequest(request));
  if (read === undefined) {
    throw new ServiceError(
      'MALFORMED_REQUEST',
      'This is not a delivery receipt of the configured SMS gateway',
    );
  }
  for (const receipt of read.receipts) await received(receipt);
  return reply.type(read.answer.type).header('cache-control', 'no-store').send(read.answer.body);
}

function receiptRequest({ query, headers, body }: FastifyRequest<ReceiptRoute>): ReceiptRequest {
  const fields = Object.entries(query as Record<string, unknown>);
  return {
    query: Object.fromEntries(
      fields.filter((field): field is [string, string] => typeof field[1] === 'string'),
    ),
    type: parseMediaType(headers['content-type'])?.essence ?? '',
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  };
}
