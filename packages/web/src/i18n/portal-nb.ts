/** Bokmål for the portal and for link and code; see nb.ts. */
export const portalNb = {
  logOut: {
    action: 'Logg ut',
    everywhere: 'Logg ut på alle enheter',
    leaving: 'Logger ut …',
    failed: 'Vi fikk ikke logget deg ut. Prøv igjen, eller lukk nettleseren.',
  },
  login: {
    title: 'Logg inn for å signere',
    lead: 'Her finner du det som venter på underskriften din, og det du har signert i det siste.',
    start: 'Logg inn med {{eid}}',
    leaving: 'Sender deg til {{eid}} …',
    failed: 'Vi fikk ikke sendt deg til {{eid}}. Prøv igjen om litt.',
    simplerTitle: 'Har du bare en enklere innlogging?',
    simpler:
      'Med innlogging på nivå 3 ser du alt som venter på deg. Noe av det kan kreve nivå 4 før du kan åpne det.',
    startSimpler: 'Logg inn på nivå 3',
    codeTitle: 'Fikk du en lenke og en kode?',
    code: 'Da skal du ikke logge inn her. Åpne lenken i meldingen du fikk, og skriv inn koden.',
  },
  loginNotices: {
    EID_CANCELLED: {
      title: 'Du avbrøt innloggingen',
      body: 'Det gjør ingenting. Prøv igjen når du vil.',
    },
    EID_FAILED: {
      title: 'Innloggingen virket ikke',
      body: '{{eid}} kunne ikke bekrefte hvem du er. Vent litt og prøv igjen.',
    },
    LOGIN_EXPIRED: {
      title: 'Innloggingen tok for lang tid',
      body: 'Av sikkerhetsgrunner gjelder en innlogging bare en kort stund. Prøv igjen.',
    },
    LEVEL_TOO_LOW: {
      title: 'Innloggingen ble på nivå 3',
      body: 'Velg en sikrere måte å logge inn på hos {{eid}} for å åpne det som krever nivå 4.',
    },
  },
  inbox: {
    hello: 'Hei, {{name}}',
    loggedIn: 'Du er logget inn med {{eid}}',
    title: 'Dette venter på deg',
    titleEmpty: 'Ingenting venter på deg',
    empty: 'Så fint. Når noen ber deg signere, får du en melding, og så ligger det her.',
    emptyElse: 'Ventet du noe? Fikk du en lenke og en kode, åpner du lenken i meldingen i stedet.',
    open: 'Les og signer',
    opening: 'Åpner …',
    openFailed: 'Vi fikk ikke åpnet dette. Prøv igjen om litt.',
    deadline: 'Frist {{moment}}',
    deadlinePassed: 'Fristen er ute',
    documents_one: '{{count}} dokument',
    documents_other: '{{count}} dokumenter',
    onBehalf: 'På vegne av noen andre',
    untitled: 'Tittelen vises på nivå {{level}}',
    needsLevel: 'Krever nivå {{level}}',
    stepUpTitle: 'Noe krever en sikrere innlogging',
    stepUp:
      'Du er logget inn på nivå 3. Det som er merket med en lås, kan du åpne når du har logget inn hos {{eid}} på nivå 4.',
    stepUpAction: 'Logg inn på nivå {{level}}',
    refused: {
      ended: {
        title: 'Dette kan ikke signeres lenger',
        body: '«{{title}}» er avsluttet i mellomtiden. Ingenting er signert i ditt navn, og du trenger ikke gjøre noe.',
      },
      acted: {
        title: 'Dette har du svart på',
        body: 'Du har allerede signert eller sagt nei til «{{title}}», kanskje i et annet vindu.',
      },
      level: {
        title: 'Dette krever en sikrere innlogging',
        body: 'Logg inn på nivå 4 for å åpne «{{title}}».',
      },
    },
    signedTitle: 'Signert i det siste',
    signedEmpty: 'Det du signerer, finner du igjen her.',
    signedFor: '{{sender}}, signert {{day}}',
    state: {
      COMPLETED: 'Alle har signert.',
      WAITING_FOR_OTHERS: 'Venter på at andre skal signere.',
      ENDED: 'Ble avsluttet før alle hadde signert.',
    },
    download: 'Last ned',
    evidence: 'Bevispakke',
    availableUntil: 'Kan lastes ned til {{day}}.',
    deleted: 'Dokumentet er slettet hos oss. Spør {{sender}} om du trenger det.',
    downloadNeedsLevel: 'Logg inn på nivå {{level}} for å laste det ned.',
  },
  endingSoon: {
    words: 'Du blir snart logget ut, for sikkerhets skyld.',
    stay: 'Bli innlogget',
  },
  sessionEnded: {
    title: 'Du er logget ut',
    lead: 'Det er en stund siden du logget inn, så vi logget deg ut for sikkerhets skyld.',
    lost: 'Nei. Det du har signert, er trygt, og det som venter, ligger der fortsatt.',
    now: 'Logg inn igjen for å fortsette.',
  },
  loggedOut: {
    title: 'Du er logget ut',
    lead: 'Takk for nå. Er du på en maskin som andre også bruker, bør du lukke nettleseren.',
    lost: 'Nei. Det du har signert, er trygt, og det som eventuelt venter, ligger der til neste gang.',
    now: 'Du kan lukke siden.',
    again: 'Logg inn igjen',
  },
  code: {
    title: 'Skriv inn koden din',
    lead: 'Du har fått en engangskode på e-post eller SMS. Den hører til lenken du åpnet.',
    label: 'Kode',
    submit: 'Gå videre',
    checking: 'Sjekker koden …',
    wrong_one:
      'Koden er feil. Du har ett forsøk igjen. Blir det feil, stenges lenken, og signeringen stopper.',
    wrong_other: 'Koden er feil. Du har {{count}} forsøk igjen.',
    short: 'Koden har minst {{count}} sifre. Skriv inn alle.',
    failed: 'Vi fikk ikke sjekket koden. Prøv igjen om litt.',
    waitSeconds_one: 'Det ble mange forsøk på kort tid. Prøv igjen om {{count}} sekund.',
    waitSeconds_other: 'Det ble mange forsøk på kort tid. Prøv igjen om {{count}} sekunder.',
    waitMinutes_one: 'Det ble mange forsøk på kort tid. Prøv igjen om {{count}} minutt.',
    waitMinutes_other: 'Det ble mange forsøk på kort tid. Prøv igjen om {{count}} minutter.',
    missingTitle: 'Finner du ikke koden?',
    missing: 'Den kan stå i en annen melding enn lenken. Se på mobilen, i e-posten og blant søppelposten.',
    newCode: 'Send meg en ny kode',
    newCodeAsked:
      'Hvis lenken er gyldig, er en ny kode på vei. Bruk den nyeste. Du kan be om ny kode et begrenset antall ganger.',
    newCodeFailed: 'Vi fikk ikke bedt om en ny kode. Prøv igjen om litt.',
    unsureTitle: 'Usikker på hva dette er?',
    unsure:
      'Hvem som ber deg signere, står i meldingen du fikk, og her når koden er riktig. Ingenting blir signert før du har lest dokumentene og selv valgt å signere.',
  },
  codeEnding: {
    lost: 'Nei. Ingenting er signert i ditt navn.',
    BLOCKED: {
      title: 'Lenken er stengt',
      lead: 'Det er skrevet inn feil kode for mange ganger. Derfor er lenken stengt, og signeringen er stoppet.',
      now: 'Kontakt den som ba deg signere, og be om en ny forespørsel.',
    },
    CANCELLED: {
      title: 'Forespørselen er trukket tilbake',
      lead: 'Koden var riktig, men den som ba deg signere, har trukket forespørselen tilbake.',
      now: 'Du trenger ikke gjøre noe. Lurer du på hvorfor, kan den som ba deg signere, svare.',
    },
    EXPIRED: {
      title: 'Fristen er ute',
      lead: 'Koden var riktig, men fristen for å signere er ute.',
      now: 'Skal du fortsatt signere, må den som ba deg, sende deg en ny forespørsel.',
    },
    ENDED: {
      title: 'Det er ikke lenger noe å signere',
      lead: 'Koden var riktig, men signeringen er avsluttet fordi en annen ikke ville eller kunne signere.',
      now: 'Du trenger ikke gjøre noe. Lurer du på hvorfor, kan den som ba deg signere, svare.',
    },
  },
};
