/**
 * Prints figures beside the machine's own floor: those named, or all but the slow ones. Run on an idle machine.
 */
import { cpus } from 'node:os';
import { bundleVerification } from './bundle-verification.ts';
import { jobCreation } from './job-creation.ts';
import { machine } from './machine.ts';
import type { Figure } from './measure.ts';
import { notifications } from './notifications.ts';
import { polling } from './polling.ts';
import { sealing } from './sealing.ts';
import { senderLists } from './sender-lists.ts';
import { signatures } from './signatures.ts';
import { signersWait } from './signers-wait.ts';

const figures: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  machine,
  'bundle-verification': bundleVerification,
  signatures,
  'job-creation': jobCreation,
  polling,
  notifications,
  sealing,
  'sender-lists': senderLists,
  'signers-wait': signersWait,
};

/** Takes minutes. */
const SLOW = ['notifications', 'sender-lists'];

const quick = Object.keys(figures).filter((name) => !SLOW.includes(name));
const names = process.argv.length > 2 ? process.argv.slice(2) : quick;
const unknown = names.filter((name) => !Object.hasOwn(figures, name));
if (unknown.length > 0) {
  console.error(`There is no figure ${unknown.join(', ')}; there are ${Object.keys(figures).join(', ')}.`);
  process.exit(1);
}

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}\n`);
const rows = [['figure', 'measured', 'floor in the same run', 'ratio', 'aim']];
for (const name of names) {
  for (const { name: title, measured, floor, ratio, aim } of (await figures[name]?.()) ?? []) {
    rows.push([title, measured, floor ?? '–', ratio?.toFixed(2) ?? '–', aim ?? '–']);
  }
}
const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
rows.splice(
  1,
  0,
  widths.map((width) => '-'.repeat(width)),
);
for (const row of rows) {
  console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
}
