import { PdfStream, dict, name, textString } from './objects.ts';
import type { PdfRef } from './objects.ts';
import { pdfDate } from './dates.ts';
import type { SignedDocumentInput } from './input.ts';
import type { PdfWriter } from './writer.ts';

const PRODUCER = 'Segl';

/** ISO 19005-3, 6.6.4. */
const PDF_A_3B = `<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
`;

/** The document information dictionary (ISO 32000-1, 14.3.3). */
export function writeInfo(input: SignedDocumentInput, writer: PdfWriter): PdfRef {
  const date = pdfDate(input.createdAt);
  return writer.add(
    dict({
      Title: textString(input.title),
      Producer: textString(PRODUCER),
      CreationDate: date,
      ModDate: date,
    }),
  );
}

/** The same as XMP (ISO 16684-1), uncompressed so that any tool can find it. */
export function writeXmp(input: SignedDocumentInput, writer: PdfWriter, isPdfA: boolean): PdfRef {
  const conformance = isPdfA ? PDF_A_3B : '';
  const date = new Date(input.createdAt).toISOString().replace(/\.\d+Z$/, 'Z');
  const xmp = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(input.title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>${input.language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>${date}</xmp:CreateDate>
<xmp:ModifyDate>${date}</xmp:ModifyDate>
<pdf:Producer>${PRODUCER}</pdf:Producer>
</rdf:Description>
${conformance}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
  return writer.add(
    new PdfStream(dict({ Type: name('Metadata'), Subtype: name('XML') }), Buffer.from(xmp, 'utf8')),
  );
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
