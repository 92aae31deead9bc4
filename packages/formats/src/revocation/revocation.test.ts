import { beforeAll, describe, expect, test } from 'vitest';
import {
  NOW,
  createPki,
  daysFromNow,
  issue,
  signingKey,
  type Identity,
  type TestPki,
} from '../../test/pki.ts';
import { Oid, write } from '../der/index.ts';
import { FormatError } from '../errors/index.ts';
import {
  collectRevocation,
  createCrl,
  createOcspResponse,
  encodeOcspRequest,
  verifyCrl,
  verifyOcspResponse,
  type KnownStatus,
  type RevocationFetchers,
} from './index.ts';

const code = (value: string): Error => expect.objectContaining({ code: value }) as Error;

let pki: TestPki;
beforeAll(() => {
  pki = createPki('ec');
});

interface Answer {
  status?: KnownStatus;
  responder?: Identity;
  issuer?: Identity;
  producedAt?: Date;
  nextUpdate?: Date;
  about?: Identity;
  nonce?: Uint8Array;
}

function ocsp(answer: Answer = {}): Promise<Uint8Array> {
  const issuer = answer.issuer ?? pki.intermediate;
  const about = answer.about ?? pki.signer;
  const request = encodeOcspRequest(about.certificate, issuer.certificate, answer.nonce);
  const key = signingKey(answer.responder ?? pki.ocsp);
  return createOcspResponse(
    request,
    [{ issuer: issuer.certificate, key, status: () => answer.status ?? { status: 'good' } }],
    { producedAt: answer.producedAt ?? NOW, nextUpdate: answer.nextUpdate ?? daysFromNow(1) },
  );
}

const asked = () => ({ certificate: pki.signer.certificate, issuer: pki.intermediate.certificate, at: NOW });

describe('an OCSP response', () => {
  test('by a delegated responder or the issuer itself is believed', async () => {
    const good = verifyOcspResponse(await ocsp(), asked());
    expect(good).toMatchObject({
      status: 'good',
      thisUpdate: NOW,
      producedAt: NOW,
      nextUpdate: daysFromNow(1),
    });
    expect(good.responder.commonName).toBe('Test OCSP');
    const direct = verifyOcspResponse(await ocsp({ responder: pki.intermediate }), asked());
    expect(direct.responder.sha256).toBe(pki.intermediate.certificate.sha256);
  });

  test('says revoked with its time, and unknown', async () => {
    const revoked = await ocsp({ status: { status: 'revoked', at: daysFromNow(-1), reason: 1 } });
    expect(verifyOcspResponse(revoked, asked())).toMatchObject({
      status: 'revoked',
      revokedAt: daysFromNow(-1),
    });
    const unknown = await ocsp({ status: { status: 'unknown' } });
    expect(verifyOcspResponse(unknown, asked()).status).toBe('unknown');
  });

  test('about another certificate, from another issuer, or to another request is refused', async () => {
    const other = issue('other', pki.intermediate);
    expect(() => verifyOcspResponse(ocspOf, asked())).toThrow(FormatError);
    const about = await ocsp({ about: other });
    expect(() => verifyOcspResponse(about, asked())).toThrow(code('REVOCATION_MISMATCH'));
    const nonce = new Uint8Array(16).fill(1);
    const answered = await ocsp({ nonce });
    expect(verifyOcspResponse(answered, { ...asked(), nonce }).status).toBe('good');
    const another = new Uint8Array(16).fill(2);
    expect(() => verifyOcspResponse(answered, { ...asked(), nonce: another })).toThrow(
      code('REVOCATION_MISMATCH'),
    );
  });
  const ocspOf = new Uint8Array([0x30, 0x00]);

  test('by anyone not authorised for this issuer is refused', async () => {
    const withoutUsage = issue('No EKU', pki.intermediate);
    const ofRoot = pki.rootOcsp;
    const impostor = createPki('ec').ocsp;
    const expired = issue('Old OCSP', pki.intermediate, {
      extendedKeyUsage: [Oid.ocspSigning],
      notAfter: daysFromNow(-1),
    });
    for (const responder of [withoutUsage, ofRoot, impostor, expired]) {
      const answer = await ocsp({ responder });
      expect(() => verifyOcspResponse(answer, asked()), responder.certificate.subject).toThrow(
        code('REVOCATION_RESPONDER'),
      );
    }
  });

  test('is refused when stale or from the future, give or take five minutes', async () => {
    const answer = await ocsp();
    const at = (minutes: number): Date => new Date(daysFromNow(1).getTime() + minutes * 60_000);
    expect(() => verifyOcspResponse(answer, { ...asked(), at: at(4) })).not.toThrow();
    expect(() => verifyOcspResponse(answer, { ...asked(), at: at(6) })).toThrow(code('REVOCATION_STALE'));
    expect(() => verifyOcspResponse(answer, { ...asked(), at: daysFromNow(-1) })).toThrow(
      code('REVOCATION_STALE'),
    );
    const { certificate, issuer } = asked();
    expect(verifyOcspResponse(answer, { certificate, issuer }).status).toBe('good');
  });

  test('cut short, or with any byte changed, never says good with another meaning', async () => {
    const answer = await ocsp();
    for (let length = 0; length < answer.length; length += 3) {
      expect(() => verifyOcspResponse(answer.slice(0, length), asked())).toThrow(FormatError);
    }
    for (let index = 0; index < answer.length; index += 2) {
      const damaged = Uint8Array.from(answer);
      damaged[index] = (damaged[index] ?? 0) ^ 4;
      expect(() => verifyOcspResponse(damaged, asked()), `byte ${index}`).toThrow(FormatError);
    }
  });

  test('is an error response for requests that cannot be answered', async () => {
    const times = { producedAt: NOW, nextUpdate: daysFromNow(1) };
    const malformed = await createOcspResponse(new Uint8Array([1, 2, 3]), [], times);
    expect(() => verifyOcspResponse(malformed, asked())).toThrow(/malformedRequest/);
    const request = encodeOcspRequest(pki.signer.certificate, pki.intermediate.certificate);
    const unauthorized = await createOcspResponse(request, [], times);
    expect(() => verifyOcspResponse(unauthorized, asked())).toThrow(code('REVOCATION_UNAVAILABLE'));
    const many = write.sequence(
      write.sequence(write.sequence(...new Array<Uint8Array>(20).fill(write.sequence()))),
    );
    expect(await createOcspResponse(many, [], times)).toEqual(malformed);
  });
});

function crl(fields: Partial<Parameters<typeof createCrl>[0]> = {}): Promise<Uint8Array> {
  return createCrl({
    issuer: pki.intermediate.certificate,
    key: signingKey(pki.intermediate),
    number: 7n,
    thisUpdate: daysFromNow(-1),
    nextUpdate: daysFromNow(6),
    revoked: [],
    ...fields,
  });
}

describe('a revocation list', () => {
  test('lists the revoked and no others', async () => {
    expect(verifyCrl(await crl(), asked())).toMatchObject({ status: 'good', revokedAt: undefined });
    const { serialNumber } = pki.signer.certificate;
    const others = Array.from({ length: 5000 }, (_, index) => ({ serialNumber: String(index), at: NOW }));
    const list = await crl({ revoked: [...others, { serialNumber, at: daysFromNow(-2), reason: 1 }] });
    expect(verifyCrl(list, asked())).toMatchObject({ status: 'revoked', revokedAt: daysFromNow(-2) });
    expect(verifyCrl(list, { ...asked(), certificate: pki.tsa.certificate }).status).toBe('good');
  });

  test('of another issuer, by another key, stale, or damaged is refused', async () => {
    const ofRoot = await crl({ issuer: pki.root.certificate, key: signingKey(pki.root) });
    expect(() => verifyCrl(ofRoot, asked())).toThrow(code('REVOCATION_MISMATCH'));
    const forged = await crl({ key: signingKey(pki.signer) });
    expect(() => verifyCrl(forged, asked())).toThrow(code('REVOCATION_SIGNATURE'));
    const list = await crl();
    expect(() => verifyCrl(list, { ...asked(), at: daysFromNow(7) })).toThrow(code('REVOCATION_STALE'));
    expect(() => verifyCrl(list, { ...asked(), at: daysFromNow(-2) })).toThrow(code('REVOCATION_STALE'));
    for (let index = 0; index < list.length; index++) {
      const damaged = Uint8Array.from(list);
      damaged[index] = (damaged[index] ?? 0) ^ 1;
      expect(() => verifyCrl(damaged, asked()), `byte ${index}`).toThrow(FormatError);
      expect(() => verifyCrl(list.slice(0, index), asked())).toThrow(FormatError);
    }
  });
});

describe('collecting', () => {
  const chain = () => [pki.signer, pki.intermediate].map(({ certificate }) => certificate.der);

  /** Responders for root and intermediate; `status` decides for the signer. */
  function world(status: KnownStatus = { status: 'good' }, responder = pki.ocsp): RevocationFetchers {
    const authorities = [
      { issuer: pki.intermediate.certificate, key: signingKey(responder), status: () => status },
      {
        issuer: pki.root.certificate,
        key: signingKey(pki.rootOcsp),
        status: () => ({ status: 'good' }) as const,
      },
    ];
    return {
      fetchOcsp: (request) =>
        createOcspResponse(request, authorities, { producedAt: NOW, nextUpdate: daysFromNow(1) }),
      fetchCrl: () => Promise.resolve(undefined),
    };
  }
  const collect = (fetchers: RevocationFetchers) =>
    collectRevocation(chain(), { trust: pki.trust, at: NOW, ...fetchers });
  const down = (): Promise<never> => Promise.reject(new Error('connection refused'));

  test('brings an answer for each certificate, and every certificate needed to check them', async () => {
    const data = await collect(world());
    expect(data.ocspResponses).toHaveLength(2);
    expect(data.crls).toHaveLength(0);
    const expected = [pki.signer, pki.intermediate, pki.root, pki.ocsp, pki.rootOcsp];
    const hex = (der: Uint8Array): string => Buffer.from(der).toString('hex');
    expect(data.certificates.map(hex).sort()).toEqual(
      expected.map(({ certificate }) => hex(certificate.der)).sort(),
    );
  });

  test('asks about a responder that is not marked as needing no check', async () => {
    const responder = issue('Checked OCSP', pki.intermediate, { extendedKeyUsage: [Oid.ocspSigning] });
    await expect(collect(world({ status: 'good' }, responder))).rejects.toThrow(code('REVOCATION_RESPONDER'));
    const list = await crl();
    const once = world({ status: 'good' }, responder);
    let asks = 0;
    const data = await collect({
      fetchOcsp: (request, issuer) =>
        issuer.commonName === 'Test Intermediate' && asks++ > 0 ? down() : once.fetchOcsp(request, issuer),
      fetchCrl: () => Promise.resolve(list),
    });
    expect(data.ocspResponses).toHaveLength(2);
    expect(data.crls).toEqual([list]);
  });

  test('takes revocation lists where OCSP gives no usable answer', async () => {
    const lists = new Map([
      ['Test Intermediate', await crl()],
      ['Test Root', await crl({ issuer: pki.root.certificate, key: signingKey(pki.root) })],
    ]);
    const fetchCrl: RevocationFetchers['fetchCrl'] = ({ commonName }) =>
      Promise.resolve(lists.get(commonName ?? ''));
    const stale = await ocsp({ producedAt: daysFromNow(-9), nextUpdate: daysFromNow(-8) });
    for (const fetchOcsp of [down, () => Promise.resolve(undefined), () => Promise.resolve(stale)]) {
      const data = await collect({ fetchOcsp, fetchCrl });
      expect(data.crls).toHaveLength(2);
      expect(data.ocspResponses).toHaveLength(0);
    }
  });

  test('ends in a named error unless every certificate is proven good', async () => {
    const fetchCrl = () => crl();
    const revoked = world({ status: 'revoked', at: NOW });
    await expect(collect({ ...revoked, fetchCrl })).rejects.toThrow(code('REVOCATION_REVOKED'));
    await expect(collect({ ...world({ status: 'unknown' }), fetchCrl })).rejects.toThrow(
      code('REVOCATION_UNKNOWN'),
    );
    await expect(collect({ fetchOcsp: down, fetchCrl: down })).rejects.toThrow(
      code('REVOCATION_UNAVAILABLE'),
    );
    const nowhere = () => Promise.resolve(undefined);
    await expect(collect({ fetchOcsp: nowhere, fetchCrl: nowhere })).rejects.toThrow(
      code('REVOCATION_UNAVAILABLE'),
    );
    const stale = await ocsp({ producedAt: daysFromNow(-9), nextUpdate: daysFromNow(-8) });
    const onlyStale = { fetchOcsp: () => Promise.resolve(stale), fetchCrl: nowhere };
    await expect(
      collectRevocation(chain().slice(0, 2), { trust: pki.trust, at: NOW, ...onlyStale }),
    ).rejects.toThrow(FormatError);
  });
});
