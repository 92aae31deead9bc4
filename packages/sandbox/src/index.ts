/** The outside world on a laptop: everything the service would otherwise be told about or connected to. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { loadAuthorities } from './authorities/index.ts';
import { openClock, type SandboxClock } from './clock.ts';
import { contactRegister } from './contact-register.ts';
import { Accounts } from './eid/accounts.ts';
import { CLIENT_ID, createProvider } from './eid/provider.ts';
import { eidRoutes } from './eid/routes.ts';
import { Faults } from './faults.ts';
import { logoOf } from './logos.ts';
import { openInbox } from './inbox/inbox.ts';
import { startMailServer } from './mail/smtp-server.ts';
import { organisations } from './organisations.ts';
import { operators, usersOf } from './users.ts';
import { RequestLog } from './requests.ts';
import { switchRoutes } from './routes/clock-and-faults.ts';
import { devmodesignRoutes } from './routes/devmodesign.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { startRoutes } from './routes/start.ts';
import { trustServiceRoutes } from './routes/trust-services.ts';
import type { ServicePort } from './service-port.ts';
import { smsGatewayRoutes } from './sms/gateway.ts';

export type { OpenCeremony, ServicePort } from './service-port.ts';

export interface SandboxSettings {
  /** `$SEGL_DATA`; the sandbox's own files go to `sandbox/` in it. */
  readonly data: string;
  readonly apiPort: number;
  readonly webPort: number;
}

/** Starts the world; its routes come to life with the service's listeners. */
export async function openSandbox({ data, apiPort, webPort }: SandboxSettings) {
  const folder = join(data, 'sandbox');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const apiUrl = `https://localhost:${apiPort}`;
  const webUrl = `http://localhost:${webPort}`;
  const clock = await openClock(folder);
  const authorities = await loadAuthorities(folder, webUrl);
  const faults = new Faults();
  const requests = new RequestLog();
  const eid = openEid(webUrl);
  const inbox = await openInbox(folder, () => clock.now());
  const mail = await startMailServer(inbox, faults);
  const receiptSecret = randomBytes(32).toString('hex');
  let connected: ServicePort | undefined;
  const service = (): ServicePort => {
    if (connected === undefined) throw new Error('The service has not started yet');
    return connected;
  };

  return {
    clock,
    config: {
      ...sandboxConfig({ data, apiPort, webPort, apiUrl, webUrl }, authorities, eid),
      ...messagesConfig(webUrl, mail.port, receiptSecret),
    },
    /** Contact details by national identity number; throws while the fault `register` is on. */
    findContact: contactRegister(faults),
    issueCertificate: authorities.certifyEnterprise,
    apiPlugin: onWholeServer((server) => {
      requests.observe(server, () => clock.now());
      devmodesignRoutes(server, webUrl, service);
      return Promise.resolve();
    }),
    webPlugin: async (server: FastifyInstance): Promise<void> => {
      const view = () => ({
        apiUrl,
        webUrl,
        certificates: folder,
        now: clock.now(),
        requests: requests.list(),
      });
      startRoutes(server, view);
      switchRoutes(server, { clock, faults, service });
      await trustServiceRoutes(server, { services: authorities, faults, now: () => clock.now() });
      inboxRoutes(server, { inbox, webUrl });
      smsGatewayRoutes(server, { inbox, faults, receiptUrl: `${webUrl}/sms/receipts/${receiptSecret}` });
      server.addHook('onClose', async () => {
        await mail.close();
        await inbox.settled();
      });
      await server.register((instance) => eidRoutes(instance, { ...eid, faults }));
    },
    /** Joins the sandbox to the service it stands around. */
    connect: (port: ServicePort): void => {
      connected = port;
    },
  };
}

/** Marks a plugin so that its hooks hold for the whole server and not for its own routes alone. */
function onWholeServer(plugin: (server: FastifyInstance) => Promise<void>): typeof plugin {
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

function openEid(webUrl: string) {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyId = 'sandbox';
  const accounts = new Accounts();
  const issuer = `${webUrl}/sandbox/eid`;
  const clientKey = { ...key.publicKey.export({ format: 'jwk' }), kid: keyId, use: 'sig' };
  const settings = {
    issuer,
    redirectUris: [`${webUrl}/eid/callback`, `${webUrl}/portal/eid/callback`],
    postLogoutRedirectUri: `${webUrl}/portal/logged-out`,
    frontChannelLogoutUri: `${webUrl}/portal/eid/logout`,
    clientKey,
  };
  const provider = createProvider(settings, accounts);
  return { provider, accounts, issuer, key: key.privateKey, keyId };
}

type Addresses = SandboxSettings & { readonly apiUrl: string; readonly webUrl: string };

function sandboxConfig(
  { data, apiPort, webPort, apiUrl, webUrl }: Addresses,
  authorities: Awaited<ReturnType<typeof loadAuthorities>>,
  eid: ReturnType<typeof openEid>,
) {
  return {
    mode: 'sandbox' as const,
    data,
    api: {
      host: 'localhost',
      port: apiPort,
      publicUrl: apiUrl,
      tls: authorities.tls,
      clientAnchors: authorities.clientAnchors,
      clientIntermediates: authorities.clientIntermediates,
      requestsPerSecond: 10,
      refusedSeconds: 30,
    },
    web: { host: 'localhost', port: webPort, publicUrl: webUrl },
    jobs: { pollPauseSeconds: 5, signingTimeToleranceSeconds: 3600, httpExitUrls: true },
    seal: { ...authorities.seal, name: 'Segl sandbox' },
    signerCa: authorities.signerCa,
    trustAnchors: authorities.trustAnchors,
    timestampUrls: authorities.timestampUrls,
    revocation: authorities.revocation,
    eid: {
      profile: 'sandbox' as const,
      issuer: eid.issuer,
      clientId: CLIENT_ID,
      authentication: { method: 'private_key_jwt' as const, key: eid.key, keyId: eid.keyId },
    },
    organisations: organisations.map((organisation) => {
      const logo = logoOf(organisation.certificate);
      const users = usersOf(organisation.certificate);
      return { ...organisation, users, ...(logo !== undefined && { logo }) };
    }),
    operators,
  };
}

/** How the service reaches the sandbox's mail server and SMS gateway. */
function messagesConfig(webUrl: string, mailPort: number, receiptSecret: string) {
  return {
    mail: { url: `smtp://127.0.0.1:${mailPort}`, from: 'ikke-svar@segl.example' },
    sms: {
      gateway: { kind: 'generic-http' as const, url: `${webUrl}/sandbox/sms`, format: 'json' as const },
      sender: 'Segl',
      receiptSecret,
    },
  };
}

export type Sandbox = Awaited<ReturnType<typeof openSandbox>>;
export type { SandboxClock };
