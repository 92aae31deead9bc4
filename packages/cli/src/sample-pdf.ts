/** A one-page agreement to try the service with; Helvetica is one of the fonts every reader has. */
export function samplePdf(): Uint8Array {
  const lines = [
    ['F2 20', 'Avtale om barnehageplass'],
    ['F1 11', 'Testkommunen tilbyr plass i Solbakken barnehage fra 1. august.'],
    ['F1 11', 'Foresatte betaler den til enhver tid gjeldende satsen.'],
    ['F1 11', 'Oppsigelsestiden er to måneder.'],
  ];
  const text = lines.map(([font, line], index) => `BT /${font} Tf 72 ${760 - index * 30} Td (${line}) Tj ET`);
  const stream = text.join('\n');
  const font = (name: string): string =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ' +
      '/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    font('Helvetica'),
    font('Helvetica-Bold'),
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  pdf += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${pdf.indexOf('xref\n0')}\n%%EOF\n`;
  return Buffer.from(pdf, 'latin1');
}
