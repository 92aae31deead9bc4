import { decodeDirectJobResponse, encodeDirectJobRequest, encodePortalJobRequest } from '@segl/protocol/v1';
import { FormatError } from '@segl/formats/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  apiWorld,
  authority,
  creation,
  enterprise,
  manifestBase,
  multipart,
  municipal,
  PDF,
  requestBase,
  type ApiWorld,
  type Call,
  type UploadChanges,
} from '../../../test/api-world.ts';

import { company, municipality } from '../../../test/jobs.ts';

const JOBS = `/api/${municipality.number}/direct/signature-jobs`;
const commercial = enterprise(company.number);

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld({
    inspector: {
      inspect: (content) =>
        Buffer.from(content).includes('password')
          ? Promise.reject(new FormatError('PDF_ENCRYPTED', 'it is protected by a password'))
          : Promise.resolve({ pages: 1 }),
    },
  });
});
afterAll(() => world.remove());

const create = async (changes: UploadChanges = {}) => world.call(municipal, JOBS, await creation(changes));

async function expectRefused(call: Call, code: string, words: RegExp, status = 400): Promise<void> {
  const answer = await world.call(municipal, JOBS, call);
  const error = answer.error();
  expect(error).toMatchObject({ code, type: 'CLIENT' });
  expect(error.message).toMatch(words);
  expect(error.message).not.toMatch(/\d{11}/);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/xml');
}

describe('refuses the upload', () => {
  it.each([
    ['no part', [], 'MALFORMED_REQUEST', /one part of type application\/xml/],
    ['no bundle', [['application/xml', 'x']], 'MALFORMED_REQUEST', /octet-stream/],
    [
      'two requests',
      [
        ['application/xml', 'x'],
        ['application/xml', 'x'],
      ],
      'MALFORMED_REQUEST',
      /one part of type/,
    ],
    [
      'a foreign part',
      [
        ['text/xml', 'x'],
        ['application/octet-stream', 'x'],
      ],
      'MALFORMED_REQUEST',
      /one part of/,
    ],
    [
      'three parts',
      [
        ['a/b', ''],
        ['a/b', ''],
        ['a/b', ''],
      ],
      'MALFORMED_REQUEST',
      /more than the 2 parts/,
    ],
    [
      'no XML',
      [
        ['application/xml', 'x'],
        ['application/octet-stream', 'x'],
      ],
      'XML_INVALID',
      /not well-formed.*line 1/,
    ],
    [
      'a DOCTYPE',
      [
        ['application/xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
        ['application/octet-stream', ''],
      ],
      'XML_INVALID',
      /DOCTYPE/,
    ],
    [
      'a portal request',
      [
        ['application/xml', encodePortalJobRequest({})],
        ['application/octet-stream', ''],
      ],
      'XML_NOT_SCHEMA_VALID',
      /<portal-signature-job-request>; expected <direct-signature-job-request>/,
    ],
    [
      'a request that breaks the schema',
      [
        ['application/xml', encodeDirectJobRequest({ ...requestBase, reference: 'x'.repeat(51) })],
        ['application/octet-stream', ''],
      ],
      'XML_NOT_SCHEMA_VALID',
      /Line 1: <reference> has 51 characters; at most 50/,
    ],
    [
      'a bundle that is no ZIP',
      [
        ['application/xml', encodeDirectJobRequest(requestBase)],
        ['application/octet-stream', 'x'],
      ],
      'DOCUMENT_BUNDLE_INVALID',
      /BUNDLE_ZIP_INVALID/,
    ],
  ] as [string, [string, string | Uint8Array][], string, RegExp][])('%s', async (_, parts, code, words) => {
    await expectRefused(multipart(...parts), code, words);
  });

  it('of another type', async () => {
    const call = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' };
    await expectRefused(call, 'UNSUPPORTED_MEDIA_TYPE', /multipart\/mixed/, 415);
    await expectRefused({ method: 'POST' }, 'UNSUPPORTED_MEDIA_TYPE', /multipart\/mixed/, 415);
  });

  it('that is larger than any bundle, with an answer that the sender can read', async () => {
    const { headers } = multipart();
    const call = { method: 'POST', headers: headers!, body: Buffer.alloc(30_000_000) };
    await expectRefused(call, 'REQUEST_TOO_LARGE', /larger/, 413);
    // A connection that closed while the upload still came in would lose the answer.
    expect((await world.call(municipal, JOBS, call)).headers.connection).not.toBe('close');
  });
});

describe('refuses the bundle', () => {
  const two = (name: string) => [
    { name: 'søknad nr 1.pdf', mime: 'application/pdf', bytes: PDF },
    { name, mime: 'application/pdf', bytes: PDF },
  ];
  const documents = (href: string, mime = 'application/pdf') => ({
    documents: [{ title: 'Søknad', href, mime }],
  });
  it.each([
    [
      'signed by another organisation',
      { signedBy: commercial },
      'DOCUMENT_BUNDLE_CERTIFICATE_NOT_TRUSTED',
      /310000027/,
    ],
    [
      'signed under a foreign authority',
      { signedBy: enterprise(municipality.number, { issuer: authority('Test Foreign CA') }) },
      'DOCUMENT_BUNDLE_CERTIFICATE_NOT_TRUSTED',
      /BUNDLE_CERTIFICATE_NOT_TRUSTED/,
    ],
    [
      'signed with an expired certificate',
      { signedBy: enterprise(municipality.number, { notAfter: new Date(Date.now() - 1000) }) },
      'DOCUMENT_BUNDLE_CERTIFICATE_NOT_TRUSTED',
      /BUNDLE_CERTIFICATE_EXPIRED/,
    ],
    [
      'signed long ago',
      { bundle: { signingTime: new Date(Date.now() - 3_600_000) } },
      'DOCUMENT_BUNDLE_SIGNING_TIME',
      /between/,
    ],
    [
      'with a broken manifest',
      { manifestXml: '<direct-signature-job-manifest' },
      'MANIFEST_INVALID',
      /manifest.xml.*well-formed/,
    ],
    [
      'with a portal manifest',
      { manifestXml: '<portal-signature-job-manifest xmlns="http://signering.posten.no/schema/v1"/>' },
      'MANIFEST_INVALID',
      /expected <direct-signature-job-manifest>/,
    ],
    [
      'with a mistyped personal number',
      { manifest: { signers: [{ name: { kind: 'personal-identification-number', value: '1234567891' } }] } },
      'MANIFEST_INVALID',
      /^((?!1234567891).)*must be exactly 11 digits/,
    ],
    [
      'of another sender',
      { manifest: { sender: company.number } },
      'SENDER_MISMATCH',
      /310000027.*310000019/,
    ],
    [
      'without a named document',
      { files: two('b.pdf').slice(1) },
      'DOCUMENT_MISSING',
      /Document 1 .*no such file/,
    ],
    ['with a file too many', { files: two('10987654321.pdf') }, 'DOCUMENT_NOT_IN_MANIFEST', /"\*+\.pdf"/],
    [
      'with a document named twice',
      {
        manifest: { documents: [...manifestBase.documents, ...manifestBase.documents] },
        files: two('x').slice(0, 1),
      },
      'MANIFEST_INVALID',
      /twice/,
    ],
    [
      'with a Word document',
      { manifest: documents('a.doc', 'application/msword') },
      'DOCUMENT_TYPE_MISMATCH',
      /must have mime application\/pdf\.$/,
    ],
    [
      'with text in the present form',
      { manifest: documents('a.txt', 'text/plain') },
      'DOCUMENT_TYPE_MISMATCH',
      /must have mime/,
    ],
    [
      'with a PDF called text',
      { manifest: { form: 'legacy', ...documents('a.txt', 'text/plain') } },
      'DOCUMENT_TYPE_MISMATCH',
      /is a PDF/,
    ],
    [
      'with text called PDF',
      { files: [{ name: 'søknad nr 1.pdf', mime: 'application/pdf', bytes: Buffer.from('Hei') }] },
      'DOCUMENT_TYPE_MISMATCH',
      /not a PDF/,
    ],
    [
      'with a PDF that cannot be signed',
      {
        files: [
          { name: 'søknad nr 1.pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF-1.7 password') },
        ],
      },
      'DOCUMENT_REFUSED',
      /protected by a password/,
    ],
    [
      'with too large documents',
      {
        files: [
          { name: 'søknad nr 1.pdf', mime: 'application/pdf', bytes: Buffer.alloc(10_485_761, '%PDF-') },
        ],
      },
      'DOCUMENTS_TOO_LARGE',
      /10485760/,
    ],
    [
      'with an odd exit-url',
      { request: { exitUrls: { ...requestBase.exitUrls, rejection: 'javascript:alert(1)' } } },
      'EXIT_URL_NOT_ALLOWED',
      /rejection-url/,
    ],
  ] as [string, UploadChanges, string, RegExp][])('%s', async (_, changes, code, words) => {
    await expectRefused(await creation(changes), code, words);
  });

  it('and stores no job', async () => {
    const before = decodeDirectJobResponse((await create()).body).signatureJobId;
    await expectRefused(await creation({ manifest: { sender: company.number } }), 'SENDER_MISMATCH', /./);
    expect(decodeDirectJobResponse((await create()).body).signatureJobId).toBe(before + 1n);
  });
});
