/** What the sender of a broken message is told. */
import { describe, expect, test } from 'vitest';
import * as v1 from './index.ts';

const MANIFEST = `<?xml version="1.0"?>
<portal-signature-job-manifest xmlns="http://signering.posten.no/schema/v1">
  <signers>
    <signer order="1">
      <personal-identification-number>12345678910</personal-identification-number>
      <notifications-using-lookup><email/></notifications-using-lookup>
    </signer>
  </signers>
  <sender><organization-number>123456789</organization-number></sender>
  <title>Title</title>
  <documents>
    <document href="a.pdf" mime="application/pdf"><title>First</title></document>
  </documents>
  <availability><available-seconds>60</available-seconds></availability>
</portal-signature-job-manifest>`;

function refusal(
  xml: string,
  decode: (bytes: Uint8Array) => unknown = v1.decodePortalManifest,
): v1.ProtocolError {
  try {
    decode(Buffer.from(xml));
  } catch (error) {
    if (error instanceof v1.ProtocolError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('names the place and the remedy, and repeats no value', () => {
  test.each([
    ['Title', 'x'.repeat(81), 10, '<title> has 81 characters; at most 80 are allowed.'],
    ['Title', '', 10, '<title> has 0 characters; at least 1 are allowed.'],
    ['12345678910', '1234567891', 5, '<personal-identification-number> must be exactly 11 digits.'],
    ['12345678910', "1'; '12345678910", 5, '<personal-identification-number> must be exactly 11 digits.'],
    ['order="1"', 'order="10"', 4, 'Attribute order of <signer> must be at most 9.'],
    ['order="1"', 'ord="1"', 4, '<signer> must not have the attribute ord.'],
    [' href="a.pdf"', '', 12, '<document> must have the attribute href.'],
    ['<email/>', '<sms/>', 6, '<sms> does not belong here. Expected is ( email ).'],
    ['<email/>', '<email>x</email>', 6, '<email> must be empty.'],
    ['<email/>', '', 6, '<notifications-using-lookup> lacks a child element. Expected is ( email ).'],
    ['>60<', '>-60<', 14, '<available-seconds> must be at least 0.'],
    ['>60<', '>12345678910 s<', 14, '<available-seconds> does not hold a valid value.'],
    [
      '</availability>',
      '</availability><x12345678910/>',
      14,
      '<x***********> does not belong here. Expected is ( identifier-in-signed-documents ).',
    ],
    ['<title>Title', '<title>Title<b/>', 10, '<title> must hold text only.'],
    ['<signers>', '<signers>x', 3, '<signers> must hold elements only.'],
  ])('%s → %s', (from, to, line, words) => {
    const error = refusal(MANIFEST.replace(from, to));
    expect(error).toMatchObject({ code: 'NOT_SCHEMA_VALID', line, message: `Line ${line}: ${words}` });
  });
});

test('names the message that belongs there', () => {
  expect(refusal(MANIFEST, v1.decodeDirectManifest)).toMatchObject({
    code: 'UNEXPECTED_MESSAGE',
    line: 2,
    message: 'The message is <portal-signature-job-manifest>; expected <direct-signature-job-manifest>.',
  });
  expect(refusal('<error/>', v1.decodeError).message).toMatch(/not in the namespace http:\/\/signering/);
});

test.each([
  ['', 'not XML'],
  ['<a', 'broken'],
  [`<!DOCTYPE a [<!ENTITY x "y">]>${MANIFEST.slice(21)}`, 'DOCTYPE'],
  [MANIFEST.replace('1.0"', '1.0" encoding="ISO-8859-1"'), 'other encoding'],
  [`${'<a>'.repeat(100)}${'</a>'.repeat(100)}`, 'deep'],
  [MANIFEST.replace('Title', 'x'.repeat(300_000)), 'large'],
  [MANIFEST.replace('Title', '&unknown;'), 'entity'],
])('XML that cannot be read safely: %#', (xml) => {
  expect(refusal(xml).code).toBe('XML_INVALID');
});

test('nothing is written that XML or the schema cannot hold', () => {
  const response = (url: string, reference: string) => () =>
    v1.encodePortalJobResponse({ signatureJobId: 1n, cancellationUrl: url, reference });
  expect(response(`https://a/${'x'.repeat(490)}`, 'r')).not.toThrow();
  expect(response(`https://a/${'x'.repeat(491)}`, 'r')).toThrow(/501 characters; at most 500/);
  expect(response('https://a', '\u0000')).toThrow(v1.ProtocolError);
});

test('URLs lose the white space of pretty-printing', () => {
  const signer = v1.decodeDirectSignerResponse(
    Buffer.from(`<direct-signer-response xmlns="${v1.NAMESPACE}" href="https://a">
      <signer-identifier> x </signer-identifier>
      <redirect-url>
        <!-- once only -->
        https://b
      </redirect-url>
    </direct-signer-response>`),
  );
  expect(signer).toEqual({
    href: 'https://a',
    name: { kind: 'signer-identifier', value: ' x ' },
    redirectUrl: 'https://b',
  });
});

test('an error type that is not known counts as SERVER', () => {
  const error = v1.encodeError({ code: 'X', message: 'm', type: 'CLIENT' }).toString();
  expect(v1.decodeError(Buffer.from(error)).type).toBe('CLIENT');
  expect(v1.decodeError(Buffer.from(error.replace('CLIENT', 'NEW'))).type).toBe('SERVER');
});
