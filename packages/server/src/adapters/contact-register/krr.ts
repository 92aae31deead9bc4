/**
 * The Norwegian contact and reservation register (Digdir's KRR), REST API `POST /rest/v2/personer` (and `v1`, which
 * answers alike), authorised by Maskinporten. Source: docs.digdir.no, oppslagstjenesten_rest.
 */
import { ServiceError } from '../../errors.ts';
import type { ContactRegister, RegisteredContact } from '../../jobs/contact-register.ts';
import { boundedExchange } from '../bounded-request.ts';
import type { AccessTokens } from '../maskinporten.ts';
import { MalformedPerson, registeredPerson } from './krr-person.ts';

interface KrrConfig {
  /** `https://kontaktregisteret.no/rest/v2/personer`. */
  readonly url: string;
  /** With the scope `krr:global/kontaktinformasjon.read`. */
  readonly tokens: AccessTokens;
  /** The machine's clock, milliseconds: the register's dates are the world's. */
  readonly wall: () => number;
  /** For each call. */
  readonly timeoutMs?: number;
}

/** As many as one call takes. */
const MOST_NUMBERS = 1000;
/** A person takes less than one kilobyte. */
const MAX_BYTES = 4 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 15_000;

/**
 * Asks for each number once, a thousand at a time. Numbers go in bodies only; messages of errors name the host and the
 * failure, and nothing that was sent or answered.
 */
export function krrContactRegister(config: KrrConfig): ContactRegister {
  return {
    lookUp: async (numbers) => {
      const distinct = [...new Set(numbers)];
      const found = new Map<string, RegisteredContact>();
      try {
        for (let start = 0; start < distinct.length; start += MOST_NUMBERS) {
          const asked = new Set(distinct.slice(start, start + MOST_NUMBERS));
          for (const [number, contact] of contactsOf(await ask(config, asked), asked, config.wall())) {
            found.set(number, contact);
          }
        }
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'unknown';
        throw new ServiceError('TEMPORARILY_UNAVAILABLE', `the contact register cannot be asked: ${reason}`, {
          cause: error,
        });
      }
      return found;
    },
  };
}

/** The bytes of a 200 answer. A token the register takes no more (401) is replaced, once. */
async function ask(config: KrrConfig, numbers: ReadonlySet<string>): Promise<Uint8Array> {
  const { url, tokens, timeoutMs = DEFAULT_TIMEOUT_MS } = config;
  const body = Buffer.from(JSON.stringify({ personidentifikatorer: [...numbers] }));
  const post = async (token: string) =>
    boundedExchange({
      url,
      headers: { authorization: `Bearer ${token}` },
      body: { bytes: body, type: 'application/json' },
      accept: 'application/json',
      timeoutMs,
      maxBytes: MAX_BYTES,
    });
  const token = await tokens.current();
  let answer = await post(token);
  if (answer.status === 401) {
    tokens.drop(token);
    answer = await post(await tokens.current());
  }
  if (answer.status === 200) return answer.bytes;
  throw new Error(`${new URL(url).host} did not answer as it should: status ${answer.status}`);
}

/** Who of the asked is in the register. Anybody else in the answer is passed over. */
function contactsOf(
  bytes: Uint8Array,
  asked: ReadonlySet<string>,
  now: number,
): Map<string, RegisteredContact> {
  const seen = new Set<string>();
  const contacts = new Map<string, RegisteredContact>();
  for (const value of personsIn(bytes)) {
    const { number, contact } = registeredPerson(value, now);
    if (!asked.has(number)) continue;
    if (seen.has(number)) throw new MalformedPerson('a person is there twice');
    seen.add(number);
    if (contact !== undefined) contacts.set(number, contact);
  }
  return contacts;
}

function personsIn(bytes: Uint8Array): readonly unknown[] {
  let answer: unknown;
  try {
    answer = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // The parser's own message repeats a part of the text.
    throw new Error('the answer is not JSON');
  }
  const persons =
    typeof answer === 'object' && answer !== null && 'personer' in answer ? answer.personer : undefined;
  if (!Array.isArray(persons)) throw new Error('the answer has no list of people');
  return persons;
}
