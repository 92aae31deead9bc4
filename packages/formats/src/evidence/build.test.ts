import { describe, expect, it } from 'vitest';
import { C14N_EXCLUSIVE, canonicalize, compileSchema, parseXml, validateXml } from '../xml/index.ts';
import { buildEvidenceXml, EVIDENCE_NAMESPACE, EVIDENCE_SCHEMA, type Evidence } from './index.ts';

const evidence: Evidence = {
  signer: {
    name: 'Kari <Nordmann> & “Co”\r\nÅse',
    identifier: { kind: 'date-of-birth', value: '1984-05-17' },
  },
  onBehalfOf: 'OTHER',
  authentication: {
    provider: 'https://eid.example?a=1&b=2',
    acr: 'idporten-loa-high',
    amr: ['BankID', 'otp'],
    time: new Date('2026-11-24T09:59:00.123Z'),
  },
  time: new Date('2026-11-24T10:00:00Z'),
  ipAddress: '2001:db8::1',
  jobTitle: '',
  consent: { language: 'nb', text: 'Jeg har lest ]]> og signerer.' },
  idTokenSha256: 'a'.repeat(64),
  intentSha256: 'b'.repeat(64),
};

const schema = compileSchema({ 'evidence.xsd': EVIDENCE_SCHEMA }, 'evidence.xsd');

function problems(xml: string): unknown[] {
  using document = parseXml(Buffer.from(xml), { forSignature: true });
  return validateXml(document, schema);
}

describe('buildEvidenceXml', () => {
  it('is valid against its schema, with and without the optional parts', () => {
    expect(problems(buildEvidenceXml(evidence))).toEqual([]);
    const least = {
      ...evidence,
      signer: { name: 'K' },
      authentication: { ...evidence.authentication, amr: [] },
    };
    expect(problems(buildEvidenceXml(least))).toEqual([]);
    expect(buildEvidenceXml(least)).not.toContain('Identifier');
  });

  it('is its own canonical form', () => {
    const xml = buildEvidenceXml(evidence);
    using document = parseXml(Buffer.from(xml), { forSignature: true });
    expect(Buffer.from(canonicalize(document.root, C14N_EXCLUSIVE)).toString()).toBe(xml);
  });

  it('gives every text back as it went in', () => {
    using document = parseXml(Buffer.from(buildEvidenceXml(evidence)), { forSignature: true });
    const { root } = document;
    expect(root.namespace).toBe(EVIDENCE_NAMESPACE);
    expect(root.child('Signer')?.child('Name')?.text()).toBe(evidence.signer.name);
    expect(root.child('Signer')?.child('Identifier')?.attribute('kind')).toBe('date-of-birth');
    expect(root.child('Authentication')?.child('Provider')?.text()).toBe(evidence.authentication.provider);
    expect(root.child('Consent')?.child('Text')?.text()).toBe(evidence.consent.text);
    expect(root.child('Consent')?.child('Time')?.text()).toBe('2026-11-24T10:00:00Z');
  });

  it('refuses characters that XML cannot hold', () => {
    expect(() => buildEvidenceXml({ ...evidence, jobTitle: 'a\u0000b' })).toThrow(
      expect.objectContaining({ code: 'XML_INVALID_CHARACTER' }),
    );
  });
});

describe('EVIDENCE_SCHEMA', () => {
  it.each([
    ['a digest that is no SHA-256', { intentSha256: 'B'.repeat(64) }],
    ['an empty name', { signer: { name: '' } }],
    ['a language that is none', { consent: { language: 'not a language', text: 'x' } }],
  ])('refuses %s', (_, change) => {
    expect(problems(buildEvidenceXml({ ...evidence, ...change }))).not.toEqual([]);
  });
});
