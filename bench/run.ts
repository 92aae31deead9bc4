/** Prints every figure beside the machine's own floor. Run on an idle machine. */
import { cpus } from 'node:os';
import { bundleFigures } from './bundle.ts';
import { machineFloor } from './floor.ts';
import { serviceFigures } from './service-figures.ts';

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
console.log(`${await machineFloor()}\n`);
console.log('| figure | measured | floor | aim |\n|---|---|---|---|');
for (const figures of [bundleFigures, serviceFigures]) {
  for (const { name, measured, floor, aim } of await figures()) {
    console.log(`| ${name} | ${measured} | ${floor} | ${aim} |`);
  }
}
