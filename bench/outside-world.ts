/**
 * The sandbox's world in a process of its own, so that the service is alone in its: eID and trust services at the web
 * address, and everything else there passed on to the service, as a reverse proxy does in production.
 */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { openSandbox } from '@segl/sandbox';
import fastify from 'fastify';
import type { Saying } from './child.ts';
import type { PlainConfig } from './plain-config.ts';

const [data = '', apiPort = '', webPort = '', servicePort = ''] = process.argv.slice(2);
const { config, webPlugin } = await openSandbox({ data, apiPort: Number(apiPort), webPort: Number(webPort) });
const server = fastify({
  serverFactory: (handler) =>
    createServer({ keepAliveTimeout: 75_000 }, (incoming, response) => {
      if (incoming.url?.startsWith('/sandbox/') === true) handler(incoming, response);
      else passOn(incoming, response);
    }),
});
await server.register(webPlugin);
await server.listen({ host: 'localhost', port: Number(webPort) });

function passOn(incoming: IncomingMessage, response: ServerResponse): void {
  const { method, url: path, headers } = incoming;
  const onward = request({ host: 'localhost', port: servicePort, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}

const { key, ...authentication } = config.eid.authentication;
const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
const told: PlainConfig = {
  ...config,
  organisations: config.organisations.map(({ logo: _, ...organisation }) => organisation),
  web: { ...config.web, port: Number(servicePort) },
  eid: { ...config.eid, authentication: { ...authentication, key: pem } },
};
process.send?.({ told } satisfies Saying<PlainConfig>);
process.send?.('ready');
process.on('SIGTERM', () => process.exit());
