import { createHash, createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { checkServerIdentity, connect, createServer } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collectRevocation } from '@segl/formats/revocation';
import { encodeTimestampRequest, readTimestampResponse } from '@segl/formats/tsp';
import { buildChain, organizationNumber, readCertificate, readCertificates } from '@segl/formats/x509';
import { organisations } from '../organisations.ts';
import { loadAuthorities, type Authorities } from './index.ts';

const BASE_URL = 'http://localhost:8080';

describe('the sandbox’s authorities', () => {
  let folder: string;
  let authorities: Authorities;
  const file = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const later = new Date(Date.now() + 20 * 365 * 24 * 3600 * 1000);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-authorities-'));
    authorities = await loadAuthorities(folder, BASE_URL);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('write the files of the fixed face, keys for the owner only', async () => {
    const names = await readdir(folder);
    const identities = ['public', 'private', 'broker', 'noaccess', 'stranger'];
    const expected = identities.flatMap((name) => [`${name}.p12`, `${name}.pem`, `${name}-key.pem`]);
    expect(names.sort()).toEqual([...expected, 'ca.pem', 'trust-anchors.pem', 'authorities.json'].sort());
    for (const name of names.filter((entry) => /key|p12|json/.test(entry))) {
      expect((await stat(join(folder, name))).mode & 0o077, name).toBe(0);
    }
  });

  test.each(organisations)(
    'give $name an RSA certificate with its number, good for 20 years',
    async (organisation) => {
      const [leaf, ...issuers] = readCertificates(await file(`${organisation.certificate}.pem`));
      const anchors = readCertificates(await file('ca.pem'));
      expect(organizationNumber(leaf!)).toBe(organisation.number);
      expect(leaf!.publicKey.asymmetricKeyType).toBe('rsa');
      expect(leaf!.keyUsage?.has('digitalSignature')).toBe(true);
      expect(
        buildChain(leaf!, issuers, { anchors: anchors.slice(0, 1), intermediates: [] }, later),
      ).toHaveLength(3);
    },
  );

  test('know nothing of the stranger', async () => {
    const [leaf, ...issuers] = readCertificates(await file('stranger.pem'));
    const trust = { anchors: readCertificates(await file('ca.pem')), intermediates: [] };
    expect(() => buildChain(leaf!, issuers, trust, new Date())).toThrow(
      expect.objectContaining({ code: 'X509_UNTRUSTED' }),
    );
  });

  test('stay the same at the next start, with lost files written again', async () => {
    const before = await file('public.pem');
    await rm(join(folder, 'public.pem'));
    const again = await loadAuthorities(folder, BASE_URL);
    expect(await file('public.pem')).toBe(before);
    expect(again.seal).toEqual(authorities.seal);
    expect(again.trustAnchors).toBe(authorities.trustAnchors);
    expect(createPrivateKey(again.tls.key).asymmetricKeyType).toBe('rsa');
  });

  test('refuse to start over a damaged store', async () => {
    const damaged = await mkdtemp(join(tmpdir(), 'segl-authorities-'));
    await writeFile(join(damaged, 'authorities.json'), '{"seal": 1}');
    await expect(loadAuthorities(damaged, BASE_URL)).rejects.toThrow(/cannot be read/);
    await rm(damaged, { recursive: true });
  });

  test('serve TLS that ordinary clients accept by name and address, with the service’s organisation number', async () => {
    const server = createServer({ key: authorities.tls.key, cert: authorities.tls.chain });
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const ca = await file('ca.pem');
    try {
      const socket = connect({ port, host: 'localhost', ca });
      await once(socket, 'secureConnect');
      const certificate = socket.getPeerCertificate();
      socket.destroy();
      expect(organizationNumber(readCertificate(certificate.raw))).toBe('984661185');
      for (const name of ['localhost', '127.0.0.1', '::1']) {
        expect(checkServerIdentity(name, certificate), name).toBeUndefined();
      }
    } finally {
      server.close();
    }
    expect(readCertificates(authorities.tls.chain)[0]!.subject).toContain('serialNumber=984661185');
  });

  test('stamp times that verify, at any time the clock is moved to', async () => {
    const trust = { anchors: readCertificates(authorities.trustAnchors), intermediates: [] };
    const request = { digest: createHash('sha256').update('x').digest(), nonce: 99n };
    for (const now of [new Date(), later]) {
      const answer = await authorities.answerTimestamp(encodeTimestampRequest(request), now);
      const { genTime } = readTimestampResponse(answer, { ...request, trust });
      expect(Math.abs(genTime.getTime() - now.getTime())).toBeLessThan(1000);
    }
    const rejection = await authorities.answerTimestamp(new Uint8Array([1, 2, 3]), new Date());
    expect(() => readTimestampResponse(rejection, { ...request, trust })).toThrow(
      expect.objectContaining({ code: 'TSP_REFUSED' }),
    );
  });

  test.each(['ocsp', 'crl'] as const)(
    'vouch by %s for seal, signer authority and time-stamps',
    async (by) => {
      const trust = { anchors: readCertificates(authorities.trustAnchors), intermediates: [] };
      const timestamp = readTimestampResponse(
        await authorities.answerTimestamp(
          encodeTimestampRequest({ digest: new Uint8Array(32), nonce: 1n }),
          later,
        ),
        { digest: new Uint8Array(32), nonce: 1n, trust },
      );
      const names = ['trust-root', 'seal-ca', 'signer-ca'];
      const crlName = (url: string): string => /\/sandbox\/crl\/(.+)\.crl$/.exec(url)?.[1] ?? '';
      expect(authorities.revocation.map(({ crlUrl }) => crlName(crlUrl))).toEqual(names);
      for (const chain of [
        readCertificates(authorities.seal.chain).map(({ der }) => der),
        readCertificates(authorities.signerCa.chain).map(({ der }) => der),
        timestamp.chain,
      ]) {
        const data = await collectRevocation(chain, {
          trust,
          at: later,
          fetchOcsp: (request) =>
            by === 'ocsp' ? authorities.answerOcsp(request, later) : Promise.resolve(undefined),
          fetchCrl: (issuer) => {
            const place = authorities.revocation.find(
              (entry) => readCertificate(entry.issuer).sha256 === issuer.sha256,
            );
            return authorities.crl(crlName(place!.crlUrl), later);
          },
        });
        expect(by === 'ocsp' ? data.ocspResponses : data.crls).toHaveLength(chain.length);
      }
      expect(await authorities.crl('nobody', later)).toBeUndefined();
    },
  );
});
