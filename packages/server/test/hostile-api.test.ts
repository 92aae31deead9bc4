/** Hostile requests: each ends in its named error and leaves no job, and the service goes on answering. */
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { toPem } from '@segl/formats/x509';
import { encodeDirectJobRequest } from '@segl/protocol/v1';
import { describe, expect, it } from 'vitest';
import { creation, enterpriseCa, municipal, requestBase, type Call } from './api-world.ts';
import {
  carrying,
  expectAccepted,
  expectRefused,
  file,
  inHostileWorld,
  JOBS,
  named,
  pdf,
  personalNumber,
  requesting,
  upload,
  world,
} from './hostile-world.ts';
import { municipality } from './jobs.ts';

inHostileWorld(() => {
  describe('XML', () => {
    const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`);
    const bomb = `<!DOCTYPE a [<!ENTITY e0 "ha">${laughs.join('')}]>`;
    const outside = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
    const manifest = (dtd: string) =>
      `${dtd}<direct-signature-job-manifest xmlns="http://signering.posten.no/schema/v1">&e9;&e;</direct-signature-job-manifest>`;

    it.each([
      ['entities that explode', bomb],
      ['entities from outside', outside],
    ])('%s, in request and manifest', async (_, dtd) => {
      await expectRefused(await requesting(`${dtd}<a>&e9;&e;</a>`), 'XML_INVALID', /DOCTYPE/);
      await expectRefused(
        await creation(upload({ manifestXml: manifest(dtd) })),
        'MANIFEST_INVALID',
        /DOCTYPE/,
      );
    });

    it.each([
      ['a deep tree', '<a>'.repeat(50_000) + '</a>'.repeat(50_000)],
      ['a wide one', `<a>${'<b/>'.repeat(200_000)}</a>`],
      ['bytes that are no text', '<a>\u0000</a>'],
      ['another encoding than it says', '<?xml version="1.0" encoding="UTF-16"?><a/>'],
      ['very long attribute', `<a b="${'x'.repeat(300_000)}"/>`],
    ])('%s', async (_, xml) => {
      const call = await requesting(xml);
      const { code } = (await world.call(municipal, JOBS, call)).error();
      expect(['XML_INVALID', 'XML_NOT_SCHEMA_VALID']).toContain(code);
      await expectRefused(call, code);
      await expectRefused(await creation(upload({ manifestXml: xml })), 'MANIFEST_INVALID');
    });
  });

  describe('multipart', () => {
    it('with another boundary than it says, or none', async () => {
      const { body } = await creation(upload({}));
      const with_ = (boundary: string): Call => ({
        method: 'POST',
        headers: { 'Content-Type': `multipart/mixed${boundary}` },
        body: body!,
      });
      await expectRefused(with_('; boundary=another'), 'MALFORMED_REQUEST');
      await expectRefused(with_('; boundary='), 'UNSUPPORTED_MEDIA_TYPE');
      await expectRefused(with_(''), 'UNSUPPORTED_MEDIA_TYPE');
      await expectRefused(with_(`; boundary=${'x'.repeat(71)}`), 'UNSUPPORTED_MEDIA_TYPE');
    });

    it('cut off, or full of delimiters', async () => {
      const { headers, body } = await creation(upload({}));
      await expectRefused(
        { method: 'POST', headers: headers!, body: body!.slice(0, -30) },
        'MALFORMED_REQUEST',
      );
      const delimiters = '--part-of-the-request\r\n'.repeat(200_000);
      await expectRefused({ method: 'POST', headers: headers!, body: delimiters }, 'MALFORMED_REQUEST');
    });

    it('of 25 MB', async () => {
      const call = carrying(Buffer.alloc(25_000_000));
      await expectRefused(call, 'REQUEST_TOO_LARGE');
    });
  });

  describe('documents', () => {
    const encrypted = Buffer.from(
      pdf.toString('latin1').replace('/Root 1 0 R', '/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 >>'),
      'latin1',
    );
    const jpeg = Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      Buffer.from('JFIF'),
      Buffer.alloc(2000),
    ]);
    const script = pdf
      .toString('latin1')
      .replace('/Type /Catalog', '/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>');

    it.each<[string, Uint8Array, string, RegExp]>([
      ['that are encrypted', encrypted, 'DOCUMENT_REFUSED', /PDF_ENCRYPTED/],
      ['that are pictures', jpeg, 'DOCUMENT_TYPE_MISMATCH', /not a PDF/],
      [
        'that are pictures in disguise',
        Buffer.concat([jpeg.subarray(0, 8), Buffer.from('%PDF-1.7\n'), jpeg]),
        'DOCUMENT_REFUSED',
        /\[PDF_/,
      ],
      ['that act', Buffer.from(script, 'latin1'), 'DOCUMENT_REFUSED', /PDF_/],
      ['that end early', pdf.subarray(0, 250), 'DOCUMENT_REFUSED', /PDF_/],
      ['that are only a header', Buffer.from('%PDF-1.7'), 'DOCUMENT_REFUSED', /PDF_/],
    ])('%s', async (_, bytes, code, words) => {
      await expectRefused(await creation(upload({ files: [file('søknad nr 1.pdf', bytes)] })), code, words);
    });

    it('named by a personal number, which is not repeated', async () => {
      const name = `${personalNumber}.pdf`;
      const changes = { manifest: { documents: named(name) }, files: [file(name, encrypted)] };
      await expectRefused(await creation(upload(changes)), 'DOCUMENT_REFUSED', /PDF_ENCRYPTED/);
    });

    it('that are too many, too large together, or not what the manifest says', async () => {
      const names = Array.from({ length: 21 }, (_, n) => `${n}.pdf`);
      const many = { manifest: { documents: named(...names) }, files: names.map((name) => file(name)) };
      await expectRefused(await creation(upload(many)), 'DOCUMENT_BUNDLE_INVALID', /20/);
      const half = Buffer.concat([pdf, Buffer.alloc(5_242_880 - pdf.length, '\n')]);
      const halves = {
        manifest: { documents: named('a.pdf', 'b.pdf') },
        files: [file('a.pdf', half), file('b.pdf', Buffer.concat([half, Buffer.from('\n')]))],
      };
      await expectRefused(await creation(upload(halves)), 'DOCUMENTS_TOO_LARGE', /10485760/);
      await expectRefused(
        await creation(upload({ manifest: { documents: named('x.pdf') } })),
        'DOCUMENT_MISSING',
      );
      const surplus = { files: [file('søknad nr 1.pdf'), file('b.pdf')] };
      await expectRefused(await creation(upload(surplus)), 'DOCUMENT_NOT_IN_MANIFEST');
    });

    it('whose names or titles cannot be shown', async () => {
      await expectRefused(
        await creation(upload({ manifest: { title: 'Søknad 😀' } })),
        'MANIFEST_INVALID',
        /U\+1F600/,
      );
      const backwards = { manifest: { documents: named('\u202efdp.pdf') }, files: [file('\u202efdp.pdf')] };
      await expectRefused(await creation(upload(backwards)), 'DOCUMENT_REFUSED', /U\+202E/);
    });
  });

  describe('signers and exit-urls', () => {
    it('eleven signers, one twice, ten digits', async () => {
      const of = (...values: string[]) => ({
        manifest: {
          signers: values.map((value) => ({
            name: { kind: 'personal-identification-number' as const, value },
          })),
        },
      });
      const eleven = Array.from({ length: 11 }, (_, n) => String(12345678900 + n));
      for (const [values, code] of [
        [eleven, /MANIFEST_INVALID|SIGNER_INVALID/],
        [[personalNumber, personalNumber], /SIGNER_INVALID/],
        [['1234567890'], /MANIFEST_INVALID/],
      ] as const) {
        const call = await creation(upload(of(...values)));
        const answer = (await world.call(municipal, JOBS, call)).error();
        expect(answer.code).toMatch(code);
        await expectRefused(call, answer.code, /signer|personal-identification-number/);
      }
    });

    it.each([
      'javascript:alert(document.cookie)',
      'data:text/html,<script>alert(1)</script>',
      'https://user:secret@sender.example/',
      '/relative',
      '//sender.example/',
      'https://sender.example\\@evil.example/',
    ])('exit-url %s', async (url) => {
      for (const which of ['completion', 'rejection', 'error'] as const) {
        const request = { exitUrls: { ...requestBase.exitUrls, [which]: url } };
        const call = await creation(upload({ request }));
        const { code } = (await world.call(municipal, JOBS, call)).error();
        expect(['EXIT_URL_NOT_ALLOWED', 'XML_NOT_SCHEMA_VALID']).toContain(code);
        await expectRefused(call, code, new RegExp(`${which}-url`));
      }
    });

    it('exit-url of 501 characters', async () => {
      const { completion } = requestBase.exitUrls;
      const xml = Buffer.from(encodeDirectJobRequest(requestBase)).toString();
      const long = completion.padEnd(501, 'x');
      await expectRefused(
        await requesting(xml.replace(completion, long)),
        'XML_NOT_SCHEMA_VALID',
        /completion-url.*500/,
      );
      await expectAccepted(await requesting(xml.replace(completion, long.slice(0, 500))));
    });
  });

  describe('connections', () => {
    it('that are no TLS, or TLS without HTTP, harm nobody', async () => {
      const noise = Array.from({ length: 20 }, (_, n) => {
        const socket = connectTcp(world.port, '127.0.0.1');
        socket.on('error', () => undefined);
        socket.resume().write(Buffer.alloc(3000, n + 1));
        return new Promise((resolve) => socket.on('close', resolve));
      });
      const holder = {
        ca: toPem(enterpriseCa.certificate.der),
        cert: toPem(municipal.certificate.der),
        key: municipal.key.export({ format: 'pem', type: 'pkcs8' }),
      };
      const silent = connectTls({ host: '127.0.0.1', port: world.port, servername: 'localhost', ...holder });
      await new Promise((resolve) => silent.once('secureConnect', resolve));
      silent.on('error', () => undefined);
      silent.write(`POST ${JOBS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf`);
      await Promise.all(noise);
      expect((await world.call(municipal, `/api/${municipality.number}`)).status).toBe(200);
      silent.destroy();
    });

    it('that send drop by drop are cut after a while', () => {
      const { headersTimeout, requestTimeout, timeout } = world.server.server;
      expect(headersTimeout).toBe(20_000);
      expect(requestTimeout).toBe(120_000);
      expect(timeout).toBe(180_000);
    });
  });
});
