/**
 * The service with its sandbox, as the command starts it, but it can be told to die: a message `{step, jobId}` makes it
 * kill itself, as a power cut would, when that job reaches that step; `{step: "sms-taken"}` when the SMS gateway has the
 * next message and has not answered yet.
 */
import { openSandbox } from '@segl/sandbox';
import { startService } from '@segl/server';
import { distFolder } from '@segl/web/dist';

interface DeathSentence {
  readonly step: string;
  readonly jobId?: string;
}

let sentence: DeathSentence | undefined;
process.on('message', (message: DeathSentence) => {
  sentence = message;
  process.send?.('armed');
});

type Plugin = NonNullable<NonNullable<Parameters<typeof startService>[1]>['webPlugins']>[number];

const dieOnceSmsIsTaken: Plugin = (server) => {
  server.addHook('onSend', (request, reply, payload, done) => {
    const taken = request.routeOptions.url === '/sandbox/sms' && reply.statusCode === 202;
    if (taken && sentence?.step === 'sms-taken') process.kill(process.pid, 'SIGKILL');
    else done(null, payload);
  });
  return Promise.resolve();
};
// Its hook holds for the sandbox's routes too.
Object.assign(dieOnceSmsIsTaken, { [Symbol.for('skip-override')]: true });

const setting = (name: string): string => process.env[name] ?? '';
const sandbox = await openSandbox({
  data: setting('SEGL_DATA'),
  apiPort: Number(setting('SEGL_API_PORT')),
  webPort: Number(setting('SEGL_WEB_PORT')),
});
const databaseUrl = setting('SEGL_DATABASE_URL');
const service = await startService(
  {
    ...sandbox.config,
    // Tests ask faster than any sender.
    api: { ...sandbox.config.api, requestsPerSecond: 100_000 },
    ...(databaseUrl === '' ? {} : { databaseUrl }),
    web: { ...sandbox.config.web, pages: distFolder },
    logLevel: 'debug',
  },
  {
    clock: sandbox.clock,
    apiPlugins: [sandbox.apiPlugin],
    findContact: sandbox.findContact,
    issueCertificate: sandbox.issueCertificate,
    webPlugins: [dieOnceSmsIsTaken, sandbox.webPlugin],
    onStep: (step, jobId) => {
      if (step === sentence?.step && String(jobId) === sentence.jobId) process.kill(process.pid, 'SIGKILL');
    },
  },
);
sandbox.connect(service);
process.once('SIGTERM', () => {
  process.disconnect();
  void service.stop();
});
