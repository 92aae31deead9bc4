/** Bokmål, the language the other two are written from. Every key and placeholder must exist in all three. */
export const nb = {
  test: 'Dette er en test. Ingenting du signerer her, er bindende.',
  moment: '{{date}} kl. {{time}} (norsk tid)',
  via: '{{sender}} via {{service}}',
  email: {
    headline: {
      first: '{{sender}} ber deg signere',
      firstTitled: '{{sender}} ber deg signere «{{title}}»',
      reminder: 'Påminnelse: {{sender}} venter på at du signerer',
      reminderTitled: 'Påminnelse: {{sender}} venter på at du signerer «{{title}}»',
      cancelled: '{{sender}} har avlyst signeringen',
      cancelledTitled: '{{sender}} har avlyst signeringen av «{{title}}»',
      code: 'Engangskoden din for å signere hos {{sender}}',
      codeTitled: 'Engangskoden din for å signere «{{title}}»',
      completed: 'Alle har signert for {{sender}}',
      completedTitled: 'Alle har signert «{{title}}»',
    },
    how: {
      eid: 'Du logger inn med elektronisk ID, leser gjennom og signerer. Ta den tiden du trenger. Ingenting skjer før du selv velger å signere.',
      linkAndCode:
        'Åpne lenken og skriv inn engangskoden. Så leser du gjennom og signerer med elektronisk ID. Ta den tiden du trenger. Ingenting skjer før du selv velger å signere.',
      linkCodeBySms:
        'Åpne lenken og skriv inn engangskoden som vi sender deg på SMS. Så leser du gjennom og signerer med elektronisk ID. Ta den tiden du trenger. Ingenting skjer før du selv velger å signere.',
      linkCodeBefore:
        'Åpne lenken og skriv inn engangskoden du har fått. Så leser du gjennom og signerer med elektronisk ID. Ta den tiden du trenger. Ingenting skjer før du selv velger å signere.',
      codeAlone:
        'Skriv inn koden på siden der du skal signere. Har du fått en annen kode før, virker den ikke lenger.',
      completedEid: 'Nå er det signerte dokumentet klart. Logg inn med elektronisk ID og last det ned.',
      completedLink: 'Nå er det signerte dokumentet klart. Åpne lenken og last det ned.',
      cancelled: 'Det er ikke lenger noe å signere, og du trenger ikke gjøre noe.',
    },
    wrote: '{{sender}} skriver: «{{message}}»',
    keepCode: 'Ikke gi koden til andre. Verken {{sender}} eller {{service}} spør deg om den.',
    signers: 'Dere er {{signers}} som skal signere. Det er ferdig når alle har gjort det.',
    about: {
      public: 'Lurer du på noe i dokumentet, kan {{sender}} svare.',
      private:
        'Lurer du på noe i dokumentet, kan {{sender}} svare. Kjenner du ikke {{sender}}, bør du ikke signere.',
      ended: 'Lurer du på hvorfor, kan {{sender}} svare.',
    },
    action: { eid: 'Logg inn og signer', link: 'Les og signer', completed: 'Last ned dokumentet' },
    label: { deadline: 'Frist', until: 'Kan lastes ned til', code: 'Engangskode' },
    repliesUnread: 'Svar på den blir ikke lest.',
    repliesToSender: 'Svar på den går til {{sender}}.',
    footer: '{{service}} sender denne e-posten for {{sender}}. {{replies}}',
    footerLink: '{{service}} sender denne e-posten for {{sender}}. {{replies}} Lenken går til {{site}}.',
  },
  invitation: {
    headline: 'Du kan nå sende dokumenter til signering for {{sender}}',
    lead: '{{sender}} har gitt deg tilgang til avsenderportalen. Der sender du dokumenter til signering og ser hvem som har signert.',
    who: 'Du logger inn med elektronisk ID. Du trenger verken passord eller kode. Kjenner du ikke {{sender}}, kan du se bort fra denne e-posten.',
    action: 'Åpne avsenderportalen',
  },
  sms: {
    headline: {
      first: '{{sender}} ber deg signere.',
      firstTitled: '{{sender}} ber deg signere "{{title}}".',
      reminder: 'Påminnelse: {{sender}} venter på at du signerer.',
      reminderTitled: 'Påminnelse: {{sender}} venter på at du signerer "{{title}}".',
      cancelled: '{{sender}} har avlyst signeringen. Du trenger ikke gjøre noe.',
      cancelledTitled: '{{sender}} har avlyst signeringen av "{{title}}". Du trenger ikke gjøre noe.',
      code: 'Engangskoden din for å signere hos {{sender}} er {{code}}.',
      codeTitled: 'Engangskoden din for å signere "{{title}}" hos {{sender}} er {{code}}.',
      completed: 'Alle har signert for {{sender}}. Last ned dokumentet:',
      completedTitled: 'Alle har signert "{{title}}". Last ned dokumentet:',
    },
    how: {
      eid: 'Logg inn og signer:',
      linkAndCode: 'Bruk engangskoden {{code}} her:',
      linkCodeBySms: 'Bruk engangskoden du får på SMS, her:',
      linkCodeBefore: 'Bruk engangskoden du har fått, her:',
      linkByEmail: 'Lenken har du fått på e-post.',
      codeAlone: 'Ikke gi koden til andre.',
    },
    signers: 'Dere er {{signers}} som skal signere.',
    private: 'Kjenner du ikke {{sender}}, bør du ikke signere.',
    deadline: 'Frist: {{deadline}}.',
    until: 'Kan lastes ned til {{deadline}}.',
  },
};
