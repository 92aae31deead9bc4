/**
 * Acts as somebody addressed by email or mobile number; the client's tests call it, since they cannot read the inbox:
 * `node interop/recipient.ts sign|reject|block WEB-URL ADDRESS`. Exit code 1 and a line on stderr when it does not succeed.
 */
import { blockWithWrongCodes, rejectWithCode, signWithCode, type Recipient } from '@segl/sandbox/recipient';

const acts: Readonly<Record<string, (recipient: Recipient) => Promise<void>>> = {
  sign: (recipient) => signWithCode(recipient),
  reject: (recipient) => rejectWithCode(recipient, 'Not what we agreed'),
  block: (recipient) => blockWithWrongCodes(recipient),
};

const [name = '', webUrl = '', to = ''] = process.argv.slice(2);
const act = acts[name];
if (act === undefined || webUrl === '' || to === '') {
  console.error(`Usage: node interop/recipient.ts ${Object.keys(acts).join('|')} WEB-URL ADDRESS`);
  process.exitCode = 2;
} else {
  await act({ webUrl, to }).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
