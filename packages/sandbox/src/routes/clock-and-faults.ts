/** The sandbox's switches: the clock and the parts of the outside world. */
import type { FastifyInstance } from 'fastify';
import { parseDuration, type SandboxClock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { ServicePort } from '../service-port.ts';

export interface SwitchDeps {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly service: () => ServicePort;
}

export function switchRoutes(server: FastifyInstance, { clock, faults, service }: SwitchDeps): void {
  const now = (): { now: string } => ({ now: new Date(clock.now()).toISOString() });

  server.get('/sandbox/api/clock', () => now());
  server.post('/sandbox/api/clock', async (request, reply) => {
    const target = targetInstant(request.body, clock.now());
    if (typeof target === 'string') return reply.code(400).send({ error: target });
    if (target < clock.now()) return reply.code(400).send({ error: 'The clock only moves forward' });
    await moveThrough(clock, service(), target);
    return now();
  });

  server.get('/sandbox/api/faults', () => faults.state());
  server.post('/sandbox/api/faults', (request, reply) => {
    const wrong = faults.apply(request.body);
    return wrong === undefined ? reply.send(faults.state()) : reply.code(400).send({ error: wrong });
  });
}

/** What is due on the way happens at its own time and in its order, as it would have without the leap. */
async function moveThrough(clock: SandboxClock, service: ServicePort, target: number): Promise<void> {
  for (;;) {
    await service.runDueTasks();
    const next = await service.nextPlannedTask();
    if (next === undefined || next > target || next <= clock.now()) break;
    await clock.moveTo(next);
  }
  await clock.moveTo(Math.max(target, clock.now()));
  await service.runDueTasks();
}

/** Milliseconds, or what is wrong with the body. */
function targetInstant(body: unknown, now: number): number | string {
  const { advance, now: absolute } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (typeof advance === 'string') {
    const duration = parseDuration(advance);
    return duration === undefined ? '"advance" is an ISO 8601 duration such as P3DT2H' : now + duration;
  }
  if (typeof absolute === 'string') {
    const instant = Date.parse(absolute);
    return Number.isNaN(instant) ? '"now" is an ISO 8601 time with offset' : instant;
  }
  return 'Send {"advance":"P3DT2H"} or {"now":"2027-01-01T12:00:00+01:00"}';
}
