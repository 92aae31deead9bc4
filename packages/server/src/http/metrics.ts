/** Counters an operator watches, in the Prometheus text format. */
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { TaskQueue } from '../jobs/ports.ts';

export interface Metrics {
  readonly registry: Registry;
  /** Counts and times every request of `server` by route pattern. */
  observe(server: FastifyInstance, listener: 'api' | 'web'): void;
  readonly steps: Counter<'step'>;
}

export function createMetrics(tasks: TaskQueue): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'segl_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['listener', 'method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const steps = new Counter({
    name: 'segl_steps_total',
    help: 'Steps of making signatures and sealing',
    labelNames: ['step'] as const,
    registers: [registry],
  });
  new Gauge({
    name: 'segl_stuck_tasks',
    help: 'Tasks that failed at least once and wait to be tried again',
    registers: [registry],
    async collect() {
      this.set((await tasks.stuck()).length);
    },
  });
  return {
    registry,
    steps,
    observe(server, listener) {
      server.addHook('onResponse', (request, reply, done) => {
        const labels = { listener, method: request.method, route: request.routeOptions.url ?? 'none' };
        requests.observe({ ...labels, status: reply.statusCode }, reply.elapsedTime / 1000);
        done();
      });
    },
  };
}
