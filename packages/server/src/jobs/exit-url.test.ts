import { describe, expect, it } from 'vitest';
import { checkExitUrls, withStatusQueryToken } from './exit-url.ts';

const fine = 'https://sender.example/done';
const check = (url: string, allowHttp = false): string => {
  try {
    checkExitUrls({ completion: fine, rejection: url, error: fine }, allowHttp);
    return 'fine';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('exit-urls', () => {
  it.each([
    fine,
    'https://sender.example:8443/a/b;c=d?e=f&g=%C3%A6#h?i',
    'https://[::1]/x',
    'HTTPS://SENDER.EXAMPLE/',
    `https://s.example/${'x'.repeat(482)}`,
  ])('may be %s', (url) => {
    expect(check(url)).toBe('fine');
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript://sender.example/%0aalert(1)',
    'data:text/html,x',
    'ftp://sender.example/',
    'intent://x',
    '//sender.example/x',
    '/relative',
    '',
    'https://',
    'https:sender.example/x',
    'https:///sender.example/x',
    'http://sender.example/x',
    'https://user@sender.example/',
    'https://user:secret@sender.example/',
    'https://@sender.example/',
    'https://sender.example/a b',
    'https://sender.example/\r\nSet-Cookie: x',
    'java\tscript:alert(1)',
    ' https://sender.example/',
    'https://sender.example/æ',
    'https://sender.example\\@evil.example/',
    'https://sender.example:99999/',
    `https://s.example/${'x'.repeat(483)}`,
  ])('may not be %j', (url) => {
    expect(check(url)).toMatch(/^The rejection-url /);
  });

  it('may be http:// where the configuration says so, and nothing else more', () => {
    expect(check('http://localhost:3000/x', true)).toBe('fine');
    expect(check('javascript:alert(1)', true)).not.toBe('fine');
    expect(check('http://user@localhost/', true)).not.toBe('fine');
  });

  it.each([
    ['https://s.example/a', 'https://s.example/a?status_query_token=T-_'],
    ['https://s.example', 'https://s.example?status_query_token=T-_'],
    ['https://s.example/a?b=c%20d', 'https://s.example/a?b=c%20d&status_query_token=T-_'],
    ['https://s.example/a?', 'https://s.example/a?status_query_token=T-_'],
    ['https://s.example/a?b&', 'https://s.example/a?b&status_query_token=T-_'],
    ['https://s.example/a#b?c', 'https://s.example/a?status_query_token=T-_#b?c'],
    ['https://s.example/a?b=c#d', 'https://s.example/a?b=c&status_query_token=T-_#d'],
  ])('%s gets the token, keeping its own query and fragment', (url, expected) => {
    expect(withStatusQueryToken(url, 'T-_')).toBe(expected);
  });
});
