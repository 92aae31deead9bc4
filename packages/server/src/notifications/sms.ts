/** A notification as a text message: at most three segments, in the GSM alphabet where the words allow it. */
import type { ComposedSms, NotificationFacts } from './facts.ts';
import { plainLetters, plainSigns, smsSegments } from './gsm7.ts';
import { shortened } from './plain-words.ts';
import { fill, type Texts } from './texts.ts';
import { headlineKey, wordingOf, type Wording } from './wording.ts';

const MOST_SEGMENTS = 3;
const SHORT_NAME = 30;

/** @throws RangeError when the URL is not one that may stand in a message */
export function composeSms(facts: NotificationFacts): ComposedSms {
  const wording = wordingOf(facts);
  let text = '';
  for (const version of versions) {
    text = write(facts, version(wording));
    if (smsSegments(text) <= MOST_SEGMENTS) break;
  }
  // The last version is as short as it gets, whatever the address costs.
  return { text };
}

/** From what the sender wrote to what fits: first without the title, then with plain letters, then shortened. */
const versions: readonly ((wording: Wording) => Wording)[] = [
  (wording) => withValues(wording, plainSigns),
  (wording) => withValues(untitled(wording), plainSigns),
  (wording) => withValues(wording, plainLetters),
  (wording) => withValues(untitled(wording), plainLetters),
  (wording) => withValues(untitled(wording), (value) => shortened(plainLetters(value), SHORT_NAME)),
];

function untitled(wording: Wording): Wording {
  return { ...wording, titled: false };
}

/** Changes the values that somebody else wrote. */
function withValues(wording: Wording, change: (value: string) => string): Wording {
  const { sender = '', title = '' } = wording.values;
  return { ...wording, values: { ...wording.values, sender: change(sender), title: change(title) } };
}

function write(facts: NotificationFacts, { texts, values, titled, url }: Wording): string {
  const { kind } = facts;
  const asks = kind === 'first' || kind === 'reminder';
  const lines = [
    ...(facts.test ? [texts.test] : []),
    [texts.sms.headline[headlineKey(kind, titled)], ...howLine(facts, texts)].join(' '),
    ...(url === undefined ? [] : [url]),
    [
      ...(asks ? [texts.sms.deadline] : kind === 'completed' ? [texts.sms.until] : []),
      ...(asks && facts.signers > 1 ? [texts.sms.signers] : []),
      ...(asks && facts.sector === 'private' ? [texts.sms.private] : []),
    ].join(' '),
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => fill(line, values))
    .join('\n');
}

function howLine({ kind, addressing }: NotificationFacts, texts: Texts): string[] {
  const { how } = texts.sms;
  if (kind === 'cancelled' || kind === 'completed') return [];
  if (addressing.kind === 'eid') return [how.eid];
  const { url, code, codeBySms } = addressing;
  if (kind === 'code') return [how.codeAlone];
  if (url === undefined) return [how.linkByEmail];
  if (code !== undefined) return [how.linkAndCode];
  return [codeBySms ? how.linkCodeBySms : how.linkCodeBefore];
}
