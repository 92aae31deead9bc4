import { describe, expect, test } from 'vitest';
import { endedSession, logoutForm, pageOrigins } from './logout.ts';

const issuer = 'https://idporten.no';
const client = { clientId: 'segl' };
const request = { idToken: 'a.b.c', postLogoutRedirectUri: 'https://sign.example/out', state: 's' };

describe('front-channel logout', () => {
  test.each([
    ['as the provider sends it', 'iss=https%3A%2F%2Fidporten.no&sid=D8Fgz-jE%3D', 'D8Fgz-jE='],
    ['with a slash at the issuer’s end', 'iss=https://idporten.no/&sid=x', 'x'],
    ['with more beside', 'iss=https://idporten.no&sid=x&lang=nb', 'x'],
    ['from another provider', 'iss=https://idporten.no.evil.example&sid=x', undefined],
    ['from a longer issuer', 'iss=https://idporten.no//&sid=x', undefined],
    ['without issuer', 'sid=x', undefined],
    ['without session', 'iss=https://idporten.no', undefined],
    ['with an empty session', 'iss=https://idporten.no&sid=', undefined],
    ['with two sessions', 'iss=https://idporten.no&sid=x&sid=y', undefined],
    ['with two issuers', 'iss=https://idporten.no&iss=https://idporten.no&sid=x', undefined],
    ['with an endless session', `iss=https://idporten.no&sid=${'x'.repeat(256)}`, undefined],
    ['with a session of control characters', 'iss=https://idporten.no&sid=x%00', undefined],
    ['empty', '', undefined],
  ])('%s', (_name, query, session) => {
    expect(endedSession(query, issuer)).toBe(session);
  });
});

describe('logging out at the provider', () => {
  const metadata = { issuer, end_session_endpoint: 'https://login.idporten.no/logout?a=b' };

  test('is a form; an address of the provider’s with a query keeps it', () => {
    const form = logoutForm(metadata, client, { allowHttp: false }, request);
    expect(form?.action.href).toBe('https://login.idporten.no/logout?a=b');
    expect(form?.fields).toMatchObject({ client_id: 'segl', id_token_hint: 'a.b.c', state: 's' });
  });

  test('is not there where the provider has none', () => {
    expect(logoutForm({ issuer }, client, { allowHttp: false }, request)).toBeUndefined();
  });

  test.each(['http://login.idporten.no/logout', 'javascript:alert(1)', '/logout'])(
    'sends no token to %s',
    (end_session_endpoint) => {
      expect(() =>
        logoutForm({ issuer, end_session_endpoint }, client, { allowHttp: false }, request),
      ).toThrow('not an https URL');
    },
  );
});

test('pages are at the origins of issuer, log-in and logout, each once', () => {
  expect(
    pageOrigins({
      issuer,
      authorization_endpoint: 'https://login.idporten.no/authorize',
      end_session_endpoint: 'https://login.idporten.no/logout',
    }),
  ).toEqual(['https://idporten.no', 'https://login.idporten.no']);
  expect(pageOrigins({ issuer: 'urn:x', authorization_endpoint: 'javascript:alert(1)' })).toEqual([]);
});
