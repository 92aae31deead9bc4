/** `segl demo [direct|portal]`: walks one job against a running sandbox, as a sender's program would. */
import type { ConnectionSettings } from '@segl/client';
import { demoDirect } from './demo-direct.ts';
import { demoPortal } from './demo-portal.ts';
import { sandboxSettings } from './demo-sandbox.ts';

const walks: Readonly<Record<string, (settings: ConnectionSettings) => Promise<void>>> = {
  direct: demoDirect,
  portal: demoPortal,
};

export async function demo([flow = 'direct']: readonly string[]): Promise<void> {
  const walk = walks[flow];
  if (walk === undefined) throw new Error(`Unknown flow "${flow}": one of ${Object.keys(walks).join(', ')}`);
  await walk(await sandboxSettings());
}
