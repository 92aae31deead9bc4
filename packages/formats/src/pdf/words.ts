import type { DocumentLanguage } from './input.ts';

/** Every word the service itself writes in a signed document. */
export interface Words {
  readonly signedDocument: string;
  readonly partlySigned: (signed: number, all: number, date: string) => string;
  readonly sentBy: (sender: string) => string;
  readonly signers: string;
  readonly documents: string;
  readonly contents: string;
  readonly contentsText: string;
  readonly check: string;
  readonly checkText: (seal: string, service: string) => string;
  /** After `checkText`, where a page that checks files is named. */
  readonly checkOnPage: string;
  readonly noPrintout: string;
  readonly checkAt: string;
  readonly seal: string;
  readonly personalNumber: (value: string) => string;
  readonly born: (date: string) => string;
  readonly onBehalfOfOther: string;
  readonly onBehalfOfSelf: string;
  readonly waiting: string;
  readonly notSigned: string;
  readonly pages: (count: number) => string;
  readonly frontPage: string;
  readonly signedBy: (names: string, date: string) => string;
  readonly nobodySigned: string;
  readonly and: string;
  readonly andMore: (count: number) => string;
  readonly sealedBy: (seal: string) => string;
  readonly pageOf: (page: number, pages: number) => string;
}

const nb: Words = {
  signedDocument: 'Signert dokument',
  partlySigned: (signed, all, date) => `Foreløpig: ${signed} av ${all} hadde signert ${date}`,
  sentBy: (sender) => `Sendt av ${sender}`,
  signers: 'Underskrifter',
  documents: 'Dokumenter',
  contents: 'I denne filen',
  contentsText:
    'Først denne oversikten, så alle sidene i dokumentene, tilpasset A4. Vedlagt ligger de opprinnelige ' +
    'dokumentene uendret og ett signaturbevis (XAdES) for hver som har signert:',
  check: 'Kontroll',
  checkText: (seal, service) =>
    `Filen er forseglet av ${seal} gjennom ${service}. En PDF-leser som viser signaturer, viser seglet og sier fra ` +
    'hvis noe er endret.',
  checkOnPage: 'Du kan også kontrollere filen på nettsiden nedenfor.',
  noPrintout: 'En utskrift kan ikke kontrolleres.',
  checkAt: 'Kontrollside',
  seal: 'Segl',
  personalNumber: (value) => `Fødselsnummer ${value}`,
  born: (date) => `Født ${date}`,
  onBehalfOfOther: 'På vegne av andre',
  onBehalfOfSelf: 'På egne vegne',
  waiting: 'Har ikke signert ennå',
  notSigned: 'Har ikke signert',
  pages: (count) => (count === 1 ? '1 side' : `${count} sider`),
  frontPage: 'Oversikt',
  signedBy: (names, date) => `Signert av ${names} · ${date}`,
  nobodySigned: 'Ikke signert ennå',
  and: 'og',
  andMore: (count) => (count === 1 ? '1 til' : `${count} til`),
  sealedBy: (seal) => `Forseglet av ${seal}`,
  pageOf: (page, pages) => `${page} av ${pages}`,
};

const nn: Words = {
  ...nb,
  partlySigned: (signed, all, date) => `Førebels: ${signed} av ${all} hadde signert ${date}`,
  sentBy: (sender) => `Sendt av ${sender}`,
  documents: 'Dokument',
  contents: 'I denne fila',
  contentsText:
    'Først denne oversikta, så alle sidene i dokumenta, tilpassa A4. Vedlagt ligg dei opphavlege dokumenta ' +
    'uendra og eitt signaturbevis (XAdES) for kvar som har signert:',
  checkText: (seal, service) =>
    `Fila er forsegla av ${seal} gjennom ${service}. Ein PDF-lesar som viser signaturar, viser seglet og seier frå ` +
    'om noko er endra.',
  checkOnPage: 'Du kan òg kontrollere fila på nettsida nedanfor.',
  noPrintout: 'Ei utskrift kan ikkje kontrollerast.',
  checkAt: 'Kontrollside',
  personalNumber: (value) => `Fødselsnummer ${value}`,
  born: (date) => `Fødd ${date}`,
  onBehalfOfOther: 'På vegner av andre',
  onBehalfOfSelf: 'På eigne vegner',
  waiting: 'Har ikkje signert enno',
  notSigned: 'Har ikkje signert',
  pages: (count) => (count === 1 ? '1 side' : `${count} sider`),
  frontPage: 'Oversikt',
  nobodySigned: 'Ikkje signert enno',
  sealedBy: (seal) => `Forsegla av ${seal}`,
};

const en: Words = {
  signedDocument: 'Signed document',
  partlySigned: (signed, all, date) => `Preliminary: ${signed} of ${all} had signed on ${date}`,
  sentBy: (sender) => `Sent by ${sender}`,
  signers: 'Signatures',
  documents: 'Documents',
  contents: 'In this file',
  contentsText:
    'First this overview, then every page of the documents, fitted to A4. Attached are the original documents, ' +
    'unchanged, and one signature proof (XAdES) for each person who has signed:',
  check: 'How to check',
  checkText: (seal, service) =>
    `The file is sealed by ${seal} through ${service}. A PDF reader that shows signatures shows the seal and tells ` +
    'whether anything has been changed.',
  checkOnPage: 'You can also check the file on the web page below.',
  noPrintout: 'A printout cannot be checked.',
  checkAt: 'Checking page',
  seal: 'Seal',
  personalNumber: (value) => `National identity number ${value}`,
  born: (date) => `Born ${date}`,
  onBehalfOfOther: 'On behalf of others',
  onBehalfOfSelf: 'On their own behalf',
  waiting: 'Has not signed yet',
  notSigned: 'Has not signed',
  pages: (count) => (count === 1 ? '1 page' : `${count} pages`),
  frontPage: 'Overview',
  signedBy: (names, date) => `Signed by ${names} · ${date}`,
  nobodySigned: 'Not signed yet',
  and: 'and',
  andMore: (count) => `${count} more`,
  sealedBy: (seal) => `Sealed by ${seal}`,
  pageOf: (page, pages) => `${page} of ${pages}`,
};

const WORDS: Readonly<Record<DocumentLanguage, Words>> = { nb, nn, en };

export function wordsOf(language: DocumentLanguage): Words {
  return WORDS[language];
}
