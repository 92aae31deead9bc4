/** The least a server can do: mutual TLS, the whole body received, a short answer. */
import { createServer } from 'node:https';

const [port = '', key = '', cert = '', ca = ''] = process.argv.slice(2);
const server = createServer(
  { key, cert, ca, requestCert: true, rejectUnauthorized: true },
  (request, response) => {
    request.resume().on('end', () => response.end('received'));
  },
);
server.listen(Number(port), 'localhost', () => process.send?.('ready'));
process.on('SIGTERM', () => process.exit());
