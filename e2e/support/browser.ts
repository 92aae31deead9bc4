/** The Chromium the machine has, driven by playwright-core. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = [
  process.env['SEGL_TEST_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where Chromium is, or undefined. */
export const chromiumPath: string | undefined = places.find(
  (place) => place !== undefined && existsSync(place),
);

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (apt-get install chromium, or set SEGL_TEST_CHROMIUM).');
}

/** Starts Chromium without anything that talks to the outside by itself. */
export function startBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('No Chromium on this machine');
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
