import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleDocuments, sampleEvidence, signSample } from '../../test/signed-samples.ts';
import { createWorld, type SigningWorld } from '../../test/signing-world.ts';
import { hasTool } from '../pdf/test/samples.ts';
import { toPem } from '../x509/index.ts';
import { C14N_EXCLUSIVE, canonicalize, compileSchema, parseXml, validateXml } from '../xml/index.ts';
import type { XmlElement } from '../xml/index.ts';
import { createXades, type XadesInput } from './index.ts';

const world = createWorld();
const xsd = join(import.meta.dirname, '../../../../../shared/reference/xsd-etsi');
if (!existsSync(xsd)) process.stderr.write('skipped: the schemas of ETSI are not beside this repository\n');

function find(element: XmlElement, name: string): XmlElement | undefined {
  return element.name === name
    ? element
    : element
        .children()
        .reduce<XmlElement | undefined>((found, child) => found ?? find(child, name), undefined);
}

const input = (changes: Partial<XadesInput> = {}): XadesInput => ({
  objects: [{ name: 'a.pdf', mime: 'application/pdf', sha256: Buffer.alloc(32) }],
  evidenceXml: sampleEvidence,
  signingTime: world.at,
  key: world.key,
  timestamp: world.timestamp,
  revocation: world.revocation,
  ...changes,
});

describe('createXades', () => {
  it('writes every hashed part in its canonical form', async () => {
    const xml = await signSample(world);
    using document = parseXml(Buffer.from(xml), { forSignature: true });
    for (const name of ['SignedInfo', 'SignatureValue', 'SignedProperties', 'SigningEvidence', 'Object']) {
      const element = find(document.root, name);
      const canonical = Buffer.from(canonicalize(element!, C14N_EXCLUSIVE)).toString('utf8');
      expect(xml.includes(canonical), name).toBe(true);
    }
  });

  it.skipIf(!existsSync(xsd))('is valid against the schemas of ETSI', async () => {
    const text = (name: string) => readFileSync(join(xsd, name), 'utf8');
    const schema = compileSchema(
      {
        'xmldsig.xsd': text('xmldsig-core-schema.xsd').replace(/<!DOCTYPE[^[]*\[[^\]]*\]>/, ''),
        'xades.xsd': text('XAdES01903v132-202407.xsd').replace(
          /schemaLocation="[^"]*"/,
          'schemaLocation="xmldsig.xsd"',
        ),
        'asic.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://uri.etsi.org/02918/v1.2.1#">
          <xs:import namespace="http://www.w3.org/2000/09/xmldsig#" schemaLocation="xmldsig.xsd"/>
          <xs:import namespace="http://uri.etsi.org/01903/v1.3.2#" schemaLocation="xades.xsd"/>
          <xs:element name="XAdESSignatures"><xs:complexType><xs:sequence>
            <xs:element xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ref="ds:Signature"/>
          </xs:sequence></xs:complexType></xs:element></xs:schema>`,
      },
      'asic.xsd',
    );
    using document = parseXml(Buffer.from(await signSample(world)), { forSignature: true });
    expect(validateXml(document, schema)).toEqual([]);
  });

  it.skipIf(!hasTool('xmlsec1')).each(['rsa', 'ec'] as const)(
    'is accepted by xmlsec1 (%s)',
    async (signer) => {
      const own = createWorld({ signer });
      const xml = await signSample(own);
      expect(xmlsec(own, xml)).toContain('4/4');
      expect(() => xmlsec(own, xml.replace('Kari Nordmann', 'Kari Nordmenn'))).toThrow();
    },
  );

  it('tells its steps in order', async () => {
    const steps: string[] = [];
    await createXades(input({ step: (name) => void steps.push(name) }));
    expect(steps).toEqual(['signature-created', 'signature-timestamped', 'revocation-collected']);
  });

  it('writes claimed roles escaped', async () => {
    const xml = Buffer.from(await createXades(input({ claimedRoles: ['Styreleder <A&B>'] }))).toString();
    expect(xml).toContain('<xades:ClaimedRole>Styreleder &lt;A&amp;B&gt;</xades:ClaimedRole>');
  });

  it.each<[string, Partial<XadesInput>, string]>([
    ['no documents', { objects: [] }, 'XADES_DOCUMENT_NAMES'],
    [
      'two documents of one name',
      { objects: [...input().objects, ...input().objects] },
      'XADES_DOCUMENT_NAMES',
    ],
    ['evidence with an empty-element tag', { evidenceXml: '<a/>' }, 'XADES_EVIDENCE_NOT_CANONICAL'],
    ['two evidence elements', { evidenceXml: '<a></a><b></b>' }, 'XADES_EVIDENCE_NOT_CANONICAL'],
    ['a key without certificate', { key: { ...world.key, chain: [] } }, 'XADES_SIGNING_KEY'],
    [
      'a certificate of another key',
      { key: { ...world.key, chain: createWorld().key.chain } },
      'XADES_SIGNING_KEY',
    ],
  ])('refuses %s', async (_, changes, code) => {
    await expect(createXades(input(changes))).rejects.toMatchObject({ code });
  });

  it('never returns a lower level when a source fails', async () => {
    const failure = new Error('no answer');
    const fail = () => Promise.reject(failure);
    await expect(createXades(input({ timestamp: fail }))).rejects.toBe(failure);
    await expect(createXades(input({ revocation: fail }))).rejects.toBe(failure);
  });
});

/** Runs xmlsec1 over the signature with its documents beside it; throws when it does not accept it. */
function xmlsec({ root }: SigningWorld, xml: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'xades-'));
  try {
    writeFileSync(join(folder, 'signatures.xml'), xml);
    writeFileSync(join(folder, 'root.pem'), toPem(root.der));
    for (const { name, bytes } of sampleDocuments) writeFileSync(join(folder, name), bytes);
    const ids = ['Object', 'SignedProperties'].flatMap((name) => ['--id-attr:Id', name]);
    const time = ['--verification-gmt-time', '2026-11-24 10:00:00'];
    const options = ['--verify', '--enabled-key-data', 'x509', '--trusted-pem', 'root.pem', ...time, ...ids];
    const node = ['--node-xpath', "//*[local-name()='Signature']"];
    return execFileSync('sh', ['-c', 'xmlsec1 "$@" 2>&1', 'sh', ...options, ...node, 'signatures.xml'], {
      cwd: folder,
      encoding: 'utf8',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
