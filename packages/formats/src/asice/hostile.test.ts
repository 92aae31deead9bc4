/** signatures.xml as attackers and wrong programs would have it. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIGEST_SHA1, DIGEST_SHA256, SIGNATURE_RSA_SHA256 } from '../xmldsig/index.ts';
import { C14N_1_0, C14N_1_1, C14N_EXCLUSIVE, canonicalize, parseXml } from '../xml/index.ts';
import { requireStructure } from './structure.ts';
import { createSender, sender } from './test/senders.ts';
import { build, part, resigned, signaturesXml, verdict, withXml } from './test/tampering.ts';

const bundle = await build();
const after = (edit: (xml: string) => string): Promise<string> => withXml(bundle, edit).then(verdict);
const afterResigning = (edit: (xml: string) => string): Promise<string> =>
  resigned(bundle, edit).then(verdict);

const FILE_REFERENCE = '<Reference Id="Id_1"';
const PROPERTIES_REFERENCE = '<Reference Type=';
const OBJECT = ['<Object>', '</Object>'] as const;
const SIGNED_PROPERTIES = ['<SignedProperties ', '</SignedProperties>'] as const;

it('signing again is not what makes the others fail', async () => {
  expect(await verdict(bundle)).toBe('accepted');
  expect(
    await afterResigning((xml) =>
      xml.replace(FILE_REFERENCE, '<Reference  Id="Id_1"').replace('</SignedInfo>', '\n</SignedInfo>'),
    ),
  ).toBe('accepted');
});

describe('wrapping', () => {
  /** Same Id, but saying something else. */
  const forged = (xml: string): string =>
    part(xml, ...SIGNED_PROPERTIES).replace(/<SigningTime>[^<]*/, '<SigningTime>2030-01-01T00:00:00Z');
  const renamed = (xml: string): string => forged(xml).replace('Id="SignedProperties"', 'Id="Other"');

  it('with the signed properties moved elsewhere is refused', async () => {
    for (const replacement of [forged, renamed]) {
      const moved = (xml: string): string =>
        xml
          .replace(part(xml, ...SIGNED_PROPERTIES), replacement(xml))
          .replace('</KeyInfo>', `</KeyInfo><Object>${part(xml, ...SIGNED_PROPERTIES)}</Object>`);
      expect(await after(moved)).toBe('BUNDLE_SIGNATURE_STRUCTURE');
    }
    const inside = (xml: string): string =>
      xml.replace(
        part(xml, ...SIGNED_PROPERTIES),
        renamed(xml).replace('</SignedProperties>', `${part(xml, ...SIGNED_PROPERTIES)}</SignedProperties>`),
      );
    expect(await after(inside)).toBe('BUNDLE_SIGNATURE_STRUCTURE');
  });

  it('with the signed properties under a part that nobody looks at is refused', async () => {
    const hidden = (xml: string): string =>
      xml
        .replace(part(xml, ...SIGNED_PROPERTIES), renamed(xml))
        .replace('</KeyInfo>', `<X509Data>${part(xml, ...SIGNED_PROPERTIES)}</X509Data></KeyInfo>`);
    expect(await after(hidden)).toBe('BUNDLE_SIGNATURE_STRUCTURE');
    const unsigned = (xml: string): string =>
      xml.replace('</QualifyingProperties>', '<UnsignedProperties/></QualifyingProperties>');
    expect(await after(unsigned)).toBe('BUNDLE_SIGNATURE_STRUCTURE');
  });

  it('with a reference to another element than the properties is refused', async () => {
    const other = (xml: string): string =>
      xml
        .replace('<SignedSignatureProperties>', '<SignedSignatureProperties Id="x">')
        .replace('URI="#SignedProperties"', 'URI="#x"');
    expect(await afterResigning(other)).toBe('BUNDLE_SIGNED_PROPERTIES_CHANGED');
    expect(await afterResigning((xml) => xml.replace('URI="#SignedProperties"', 'URI="#nothing"'))).toBe(
      'BUNDLE_REFERENCE_UNKNOWN',
    );
    expect(await afterResigning((xml) => xml.replace('URI="#SignedProperties"', 'URI=""'))).toBe(
      'BUNDLE_REFERENCE_UNKNOWN',
    );
    expect(await afterResigning((xml) => xml.replace('URI="#SignedProperties"', 'URI="#xpointer(/)"'))).toBe(
      'BUNDLE_REFERENCE_UNKNOWN',
    );
  });

  it('with the same Id twice is refused', async () => {
    for (const attribute of ['Id', 'ID', 'id']) {
      const twice = (xml: string): string =>
        xml.replace('<KeyInfo', `<KeyInfo ${attribute}="SignedProperties"`);
      expect(await after(twice)).toBe('BUNDLE_DUPLICATE_ID');
    }
    const xmlId = (xml: string): string => xml.replace('<KeyInfo', '<KeyInfo xml:id="SignedProperties"');
    expect(await after(xmlId)).toBe('BUNDLE_SIGNATURE_STRUCTURE');
  });

  it('with a second signature, object or root content is refused', async () => {
    const second = (xml: string): string =>
      xml.replace('</Signature>', `</Signature>${part(xml, '<Signature ', '</Signature>')}`);
    expect(await after(second)).toBe('BUNDLE_SIGNATURE_STRUCTURE');
    expect(await after((xml) => xml.replace('</Object>', `</Object>${part(xml, ...OBJECT)}`))).toBe(
      'BUNDLE_SIGNATURE_STRUCTURE',
    );
    expect(await after((xml) => xml.replace('</Object>', '</Object><Object>surplus</Object>'))).toBe(
      'BUNDLE_SIGNATURE_STRUCTURE',
    );
    expect(await after((xml) => xml.replace('</Signature>', '</Signature><extra xmlns="urn:x"/>'))).toBe(
      'BUNDLE_SIGNATURE_STRUCTURE',
    );
    expect(await after((xml) => xml.replace('Target="#Signature"', 'Target="#Other"'))).toBe(
      'BUNDLE_SIGNATURE_STRUCTURE',
    );
    expect(await after((xml) => xml.replaceAll('http://uri.etsi.org/2918/v1.2.1#', 'urn:x'))).toBe(
      'BUNDLE_SIGNATURE_STRUCTURE',
    );
  });
});

describe('references', () => {
  it('cover every file once and nothing else', async () => {
    const without = (start: string) => (xml: string) => xml.replace(part(xml, start, '</Reference>'), '');
    expect(await afterResigning(without(FILE_REFERENCE))).toBe('BUNDLE_REFERENCE_MISSING');
    expect(await afterResigning(without(PROPERTIES_REFERENCE))).toBe('BUNDLE_REFERENCE_MISSING');
    const again = (xml: string): string =>
      xml.replace(
        '</SignedInfo>',
        `${part(xml, FILE_REFERENCE, '</Reference>').replace('Id_1', 'Id_9')}</SignedInfo>`,
      );
    expect(await afterResigning(again)).toBe('BUNDLE_REFERENCE_AMBIGUOUS');
    const object = (xml: string): string =>
      xml.replace('</SignedInfo>', `${part(xml, PROPERTIES_REFERENCE, '</Reference>')}</SignedInfo>`);
    expect(await afterResigning(object)).toBe('BUNDLE_REFERENCE_UNKNOWN');
    for (const uri of [
      'other.pdf',
      'file:///etc/passwd',
      'http://127.0.0.1/',
      'META-INF/signatures.xml',
      './contract.pdf',
      'CONTRACT.pdf',
    ]) {
      expect(await afterResigning((xml) => xml.replace('"contract.pdf"', `"${uri}"`))).toBe(
        'BUNDLE_REFERENCE_UNKNOWN',
      );
    }
  });

  it('have no transforms but canonicalization of the properties', async () => {
    const transforms = (...uris: string[]): string =>
      `<Transforms>${uris.map((uri) => `<Transform Algorithm="${uri}"/>`).join('')}</Transforms>`;
    const onFile = (xml: string): string =>
      xml.replace('URI="contract.pdf">', `URI="contract.pdf">${transforms(C14N_1_0)}`);
    expect(await afterResigning(onFile)).toBe('BUNDLE_TRANSFORM_NOT_ALLOWED');
    const others = [
      'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
      'http://www.w3.org/TR/1999/REC-xpath-19991116',
      'http://www.w3.org/TR/1999/REC-xslt-19991116',
      'http://www.w3.org/2000/09/xmldsig#base64',
      C14N_EXCLUSIVE,
    ];
    const onProperties = (text: string) => (xml: string) =>
      xml.replace(part(xml, '<Transforms>', '</Transforms>'), text);
    for (const uri of others)
      expect(await afterResigning(onProperties(transforms(uri)))).toBe('BUNDLE_TRANSFORM_NOT_ALLOWED');
    expect(await afterResigning(onProperties(transforms(C14N_1_0, C14N_1_0)))).toBe(
      'BUNDLE_TRANSFORM_NOT_ALLOWED',
    );
    expect(await afterResigning(onProperties(''))).toBe('BUNDLE_TRANSFORM_NOT_ALLOWED');
    expect(await afterResigning(onProperties(transforms(C14N_1_1)))).toBe('accepted');
    const xpath = `<Transforms><Transform Algorithm="${C14N_1_0}"><XPath>1</XPath></Transform></Transforms>`;
    expect(await afterResigning(onProperties(xpath))).toBe('BUNDLE_SIGNATURE_STRUCTURE');
  });

  it('are described by the properties only where they exist', async () => {
    const astray = (xml: string): string => xml.replace('ObjectReference="#Id_1"', 'ObjectReference="#Id_7"');
    expect(await after(astray)).toBe('BUNDLE_SIGNED_PROPERTIES_CHANGED');
  });
});

describe('algorithms', () => {
  it('that are weak or of another kind are refused', async () => {
    expect(
      await afterResigning((xml) =>
        xml.replaceAll(
          `DigestMethod Algorithm="${DIGEST_SHA256}"`,
          `DigestMethod Algorithm="${DIGEST_SHA1}"`,
        ),
      ),
    ).toBe('BUNDLE_ALGORITHM_NOT_ALLOWED');
    const method = (uri: string) => (xml: string) => xml.replace(SIGNATURE_RSA_SHA256, uri);
    for (const uri of [
      'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
      'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
      'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
    ]) {
      expect(await afterResigning(method(uri))).toBe('BUNDLE_ALGORITHM_NOT_ALLOWED');
    }
    expect(
      await afterResigning((xml) =>
        xml.replace(
          `CanonicalizationMethod Algorithm="${C14N_1_0}"`,
          `CanonicalizationMethod Algorithm="${C14N_EXCLUSIVE}"`,
        ),
      ),
    ).toBe('BUNDLE_ALGORITHM_NOT_ALLOWED');
    expect(
      await afterResigning((xml) =>
        xml.replace('></SignatureMethod>', '><HMACOutputLength>1</HMACOutputLength></SignatureMethod>'),
      ),
    ).toBe('BUNDLE_SIGNATURE_STRUCTURE');
  });

  it('cannot be confused: a MAC keyed with the public key is no signature', async () => {
    const spki = sender.certificate.publicKey.export({ type: 'spki', format: 'pem' });
    const hmac = { ...sender, sign: (data: Uint8Array) => createHmac('sha256', spki).update(data).digest() };
    const edit = (xml: string): string =>
      xml.replace(SIGNATURE_RSA_SHA256, 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256');
    expect(await verdict(await resigned(bundle, edit, hmac))).toBe('BUNDLE_ALGORITHM_NOT_ALLOWED');
    expect(
      await verdict(await resigned(bundle, (xml) => xml.replace('</SignedInfo>', '\n</SignedInfo>'), hmac)),
    ).toBe('BUNDLE_SIGNATURE_INVALID');
  });
});

describe('the signature value', () => {
  it('must be over this SignedInfo, by this key', async () => {
    expect(await after((xml) => xml.replace('</SignedInfo>', '\n</SignedInfo>'))).toBe(
      'BUNDLE_SIGNATURE_INVALID',
    );
    const digest = (xml: string): string =>
      xml.replace(/(URI="contract.pdf">.*?<DigestValue>)[^<]*/s, `$1${Buffer.alloc(32).toString('base64')}`);
    expect(await after(digest)).toBe('BUNDLE_SIGNATURE_INVALID');
    expect(await afterResigning(digest)).toBe('BUNDLE_DIGEST_MISMATCH');
    const other = await signaturesXml(
      await build({ sign: (data) => Buffer.from(createSender().sign(data)).reverse() }),
    );
    expect(
      await after((xml) =>
        xml.replace(
          part(xml, '<SignatureValue>', '</SignatureValue>'),
          part(other, '<SignatureValue>', '</SignatureValue>'),
        ),
      ),
    ).toBe('BUNDLE_SIGNATURE_INVALID');
  });

  it('must be base64', async () => {
    for (const value of ['', '!', 'A', 'AB==C', 'QQ=', 'QR==']) {
      expect(await after((xml) => xml.replace(/<SignatureValue>[^<]*/, `<SignatureValue>${value}`))).toBe(
        'BUNDLE_SIGNATURE_STRUCTURE',
      );
    }
  });
});

describe('the XML', () => {
  it('has no document type, comments, processing instructions or endless depth', async () => {
    expect(await after((xml) => xml.replace('?>', '?><!DOCTYPE x [<!ENTITY e "lol">]>'))).toBe(
      'BUNDLE_SIGNATURE_XML_INVALID',
    );
    expect(await after((xml) => xml.replace('<SignedInfo>', '<SignedInfo><!-- -->'))).toBe(
      'BUNDLE_SIGNATURE_XML_INVALID',
    );
    expect(await after((xml) => xml.replace('<SigningTime>', '<SigningTime><?x y?>'))).toBe(
      'BUNDLE_SIGNATURE_XML_INVALID',
    );
    expect(
      await after((xml) => xml.replace('</KeyInfo>', `${'<a>'.repeat(50)}${'</a>'.repeat(50)}</KeyInfo>`)),
    ).toBe('BUNDLE_SIGNATURE_XML_INVALID');
    expect(await after((xml) => xml.replace('</KeyInfo>', `${'<KeyName/>'.repeat(90_000)}</KeyInfo>`))).toBe(
      'BUNDLE_SIGNATURE_XML_INVALID',
    );
    expect(await after(() => 'rubbish')).toBe('BUNDLE_SIGNATURE_XML_INVALID');
    expect(await after((xml) => xml.replace('<KeyInfo', '<KeyInfo xmlns:x="a&amp;b"'))).toBe(
      'BUNDLE_SIGNATURE_XML_INVALID',
    );
  });

  it('damaged anywhere is refused, or still holds exactly what was signed', async () => {
    const xml = await signaturesXml(bundle);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(xml.length - 1),
        fc.constantFrom('A', '"', '<', ' ', '&', '#'),
        async (at, character) => {
          fc.pre(xml[at] !== character);
          const damaged = xml.slice(0, at) + character + xml.slice(at + 1);
          const result = await verdict(await withXml(bundle, () => damaged));
          // White space around what is signed and the names of attributes nobody reads may change.
          if (result === 'accepted') expect(signedParts(damaged)).toEqual(signedParts(xml));
          else expect(result).toMatch(/^BUNDLE_/);
        },
      ),
      { numRuns: 150 },
    );
  });
});

function signedParts(xml: string): string[] {
  using document = parseXml(Buffer.from(xml), { forSignature: true });
  const { signedInfo, signedProperties } = requireStructure(document.root);
  return [signedInfo, signedProperties].map((element) =>
    Buffer.from(canonicalize(element, C14N_1_0)).toString(),
  );
}
