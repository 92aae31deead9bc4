import type { Texts } from '../texts.ts';

/** Nynorsk. */
export const nn: Texts = {
  test: 'Dette er ein test. Ingenting du signerer her, er bindande.',
  moment: '{{date}} kl. {{time}} (norsk tid)',
  via: '{{sender}} via {{service}}',
  email: {
    headline: {
      first: '{{sender}} ber deg signere',
      firstTitled: '{{sender}} ber deg signere «{{title}}»',
      reminder: 'Påminning: {{sender}} ventar på at du signerer',
      reminderTitled: 'Påminning: {{sender}} ventar på at du signerer «{{title}}»',
      cancelled: '{{sender}} har avlyst signeringa',
      cancelledTitled: '{{sender}} har avlyst signeringa av «{{title}}»',
      code: 'Eingongskoden din for å signere hos {{sender}}',
      codeTitled: 'Eingongskoden din for å signere «{{title}}»',
      completed: 'Alle har signert for {{sender}}',
      completedTitled: 'Alle har signert «{{title}}»',
    },
    how: {
      eid: 'Du loggar inn med elektronisk ID, les gjennom og signerer. Ta den tida du treng. Ingenting skjer før du sjølv vel å signere.',
      linkAndCode:
        'Opne lenkja og skriv inn eingongskoden. Så les du gjennom og signerer med elektronisk ID. Ta den tida du treng. Ingenting skjer før du sjølv vel å signere.',
      linkCodeBySms:
        'Opne lenkja og skriv inn eingongskoden som vi sender deg på SMS. Så les du gjennom og signerer med elektronisk ID. Ta den tida du treng. Ingenting skjer før du sjølv vel å signere.',
      linkCodeBefore:
        'Opne lenkja og skriv inn eingongskoden du har fått. Så les du gjennom og signerer med elektronisk ID. Ta den tida du treng. Ingenting skjer før du sjølv vel å signere.',
      codeAlone:
        'Skriv inn koden på sida der du skal signere. Har du fått ein annan kode før, verkar han ikkje lenger.',
      completedEid: 'No er det signerte dokumentet klart. Logg inn med elektronisk ID og last det ned.',
      completedLink: 'No er det signerte dokumentet klart. Opne lenkja og last det ned.',
      cancelled: 'Det er ikkje lenger noko å signere, og du treng ikkje gjere noko.',
    },
    wrote: '{{sender}} skriv: «{{message}}»',
    keepCode: 'Ikkje gi koden til andre. Verken {{sender}} eller {{service}} spør deg om han.',
    signers: 'De er {{signers}} som skal signere. Det er ferdig når alle har gjort det.',
    about: {
      public: 'Lurer du på noko i dokumentet, kan {{sender}} svare.',
      private:
        'Lurer du på noko i dokumentet, kan {{sender}} svare. Kjenner du ikkje {{sender}}, bør du ikkje signere.',
      ended: 'Lurer du på kvifor, kan {{sender}} svare.',
    },
    action: { eid: 'Logg inn og signer', link: 'Les og signer', completed: 'Last ned dokumentet' },
    label: { deadline: 'Frist', until: 'Kan lastast ned til', code: 'Eingongskode' },
    repliesUnread: 'Svar på han blir ikkje lesne.',
    repliesToSender: 'Svar på han går til {{sender}}.',
    footer: '{{service}} sender denne e-posten for {{sender}}. {{replies}}',
    footerLink: '{{service}} sender denne e-posten for {{sender}}. {{replies}} Lenkja går til {{site}}.',
  },
  invitation: {
    headline: 'Du kan no sende dokument til signering for {{sender}}',
    lead: '{{sender}} har gitt deg tilgang til avsendarportalen. Der sender du dokument til signering og ser kven som har signert.',
    who: 'Du loggar inn med elektronisk ID. Du treng verken passord eller kode. Kjenner du ikkje {{sender}}, kan du sjå bort frå denne e-posten.',
    action: 'Opne avsendarportalen',
  },
  sms: {
    headline: {
      first: '{{sender}} ber deg signere.',
      firstTitled: '{{sender}} ber deg signere "{{title}}".',
      reminder: 'Påminning: {{sender}} ventar på at du signerer.',
      reminderTitled: 'Påminning: {{sender}} ventar på at du signerer "{{title}}".',
      cancelled: '{{sender}} har avlyst signeringa. Du treng ikkje gjere noko.',
      cancelledTitled: '{{sender}} har avlyst signeringa av "{{title}}". Du treng ikkje gjere noko.',
      code: 'Eingongskoden din for å signere hos {{sender}} er {{code}}.',
      codeTitled: 'Eingongskoden din for å signere "{{title}}" hos {{sender}} er {{code}}.',
      completed: 'Alle har signert for {{sender}}. Last ned dokumentet:',
      completedTitled: 'Alle har signert "{{title}}". Last ned dokumentet:',
    },
    how: {
      eid: 'Logg inn og signer:',
      linkAndCode: 'Bruk eingongskoden {{code}} her:',
      linkCodeBySms: 'Bruk eingongskoden du får på SMS, her:',
      linkCodeBefore: 'Bruk eingongskoden du har fått, her:',
      linkByEmail: 'Lenkja har du fått på e-post.',
      codeAlone: 'Ikkje gi koden til andre.',
    },
    signers: 'De er {{signers}} som skal signere.',
    private: 'Kjenner du ikkje {{sender}}, bør du ikkje signere.',
    deadline: 'Frist: {{deadline}}.',
    until: 'Kan lastast ned til {{deadline}}.',
  },
};
