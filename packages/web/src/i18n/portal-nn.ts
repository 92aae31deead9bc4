import type { portalNb } from './portal-nb.ts';

/** Nynorsk for the portal and for link and code. */
export const portalNn: typeof portalNb = {
  logOut: {
    action: 'Logg ut',
    everywhere: 'Logg ut på alle einingar',
    leaving: 'Loggar ut …',
    failed: 'Vi fekk ikkje logga deg ut. Prøv igjen, eller lukk nettlesaren.',
  },
  login: {
    title: 'Logg inn for å signere',
    lead: 'Her finn du det som ventar på underskrifta di, og det du har signert i det siste.',
    start: 'Logg inn med {{eid}}',
    leaving: 'Sender deg til {{eid}} …',
    failed: 'Vi fekk ikkje sendt deg til {{eid}}. Prøv igjen om litt.',
    simplerTitle: 'Har du berre ei enklare innlogging?',
    simpler:
      'Med innlogging på nivå 3 ser du alt som ventar på deg. Noko av det kan krevje nivå 4 før du kan opne det.',
    startSimpler: 'Logg inn på nivå 3',
    codeTitle: 'Fekk du ei lenkje og ein kode?',
    code: 'Då skal du ikkje logge inn her. Opne lenkja i meldinga du fekk, og skriv inn koden.',
  },
  loginNotices: {
    EID_CANCELLED: {
      title: 'Du avbraut innlogginga',
      body: 'Det gjer ingenting. Prøv igjen når du vil.',
    },
    EID_FAILED: {
      title: 'Innlogginga verka ikkje',
      body: '{{eid}} kunne ikkje stadfeste kven du er. Vent litt og prøv igjen.',
    },
    LOGIN_EXPIRED: {
      title: 'Innlogginga tok for lang tid',
      body: 'Av tryggleiksgrunnar gjeld ei innlogging berre ei kort stund. Prøv igjen.',
    },
    LEVEL_TOO_LOW: {
      title: 'Innlogginga vart på nivå 3',
      body: 'Vel ein sikrare måte å logge inn på hos {{eid}} for å opne det som krev nivå 4.',
    },
  },
  inbox: {
    hello: 'Hei, {{name}}',
    loggedIn: 'Du er logga inn med {{eid}}',
    title: 'Dette ventar på deg',
    titleEmpty: 'Ingenting ventar på deg',
    empty: 'Så fint. Når nokon ber deg signere, får du ei melding, og så ligg det her.',
    emptyElse: 'Venta du noko? Fekk du ei lenkje og ein kode, opnar du lenkja i meldinga i staden.',
    open: 'Les og signer',
    opening: 'Opnar …',
    openFailed: 'Vi fekk ikkje opna dette. Prøv igjen om litt.',
    deadline: 'Frist {{moment}}',
    deadlinePassed: 'Fristen er ute',
    documents_one: '{{count}} dokument',
    documents_other: '{{count}} dokument',
    onBehalf: 'På vegner av nokon andre',
    untitled: 'Tittelen blir vist på nivå {{level}}',
    needsLevel: 'Krev nivå {{level}}',
    stepUpTitle: 'Noko krev ei sikrare innlogging',
    stepUp:
      'Du er logga inn på nivå 3. Det som er merkt med ein lås, kan du opne når du har logga inn hos {{eid}} på nivå 4.',
    stepUpAction: 'Logg inn på nivå {{level}}',
    refused: {
      ended: {
        title: 'Dette kan ikkje signerast lenger',
        body: '«{{title}}» er avslutta i mellomtida. Ingenting er signert i ditt namn, og du treng ikkje gjere noko.',
      },
      acted: {
        title: 'Dette har du svart på',
        body: 'Du har allereie signert eller sagt nei til «{{title}}», kanskje i eit anna vindauge.',
      },
      level: {
        title: 'Dette krev ei sikrare innlogging',
        body: 'Logg inn på nivå 4 for å opne «{{title}}».',
      },
    },
    signedTitle: 'Signert i det siste',
    signedEmpty: 'Det du signerer, finn du igjen her.',
    signedFor: '{{sender}}, signert {{day}}',
    state: {
      COMPLETED: 'Alle har signert.',
      WAITING_FOR_OTHERS: 'Ventar på at andre skal signere.',
      ENDED: 'Vart avslutta før alle hadde signert.',
    },
    download: 'Last ned',
    evidence: 'Provpakke',
    availableUntil: 'Kan lastast ned til {{day}}.',
    deleted: 'Dokumentet er sletta hos oss. Spør {{sender}} om du treng det.',
    downloadNeedsLevel: 'Logg inn på nivå {{level}} for å laste det ned.',
  },
  endingSoon: {
    words: 'Du blir snart logga ut, for tryggleiken si skuld.',
    stay: 'Bli innlogga',
  },
  sessionEnded: {
    title: 'Du er logga ut',
    lead: 'Det er ei stund sidan du logga inn, så vi logga deg ut for tryggleiken si skuld.',
    lost: 'Nei. Det du har signert, er trygt, og det som ventar, ligg der framleis.',
    now: 'Logg inn igjen for å halde fram.',
  },
  loggedOut: {
    title: 'Du er logga ut',
    lead: 'Takk for no. Er du på ei maskin som andre òg bruker, bør du lukke nettlesaren.',
    lost: 'Nei. Det du har signert, er trygt, og det som eventuelt ventar, ligg der til neste gong.',
    now: 'Du kan lukke sida.',
    again: 'Logg inn igjen',
  },
  code: {
    title: 'Skriv inn koden din',
    lead: 'Du har fått ein eingongskode på e-post eller SMS. Han høyrer til lenkja du opna.',
    label: 'Kode',
    submit: 'Gå vidare',
    checking: 'Sjekkar koden …',
    wrong_one:
      'Koden er feil. Du har eitt forsøk igjen. Blir det feil, blir lenkja stengd, og signeringa stoppar.',
    wrong_other: 'Koden er feil. Du har {{count}} forsøk igjen.',
    short: 'Koden har minst {{count}} siffer. Skriv inn alle.',
    failed: 'Vi fekk ikkje sjekka koden. Prøv igjen om litt.',
    waitSeconds_one: 'Det vart mange forsøk på kort tid. Prøv igjen om {{count}} sekund.',
    waitSeconds_other: 'Det vart mange forsøk på kort tid. Prøv igjen om {{count}} sekund.',
    waitMinutes_one: 'Det vart mange forsøk på kort tid. Prøv igjen om {{count}} minutt.',
    waitMinutes_other: 'Det vart mange forsøk på kort tid. Prøv igjen om {{count}} minutt.',
    missingTitle: 'Finn du ikkje koden?',
    missing: 'Han kan stå i ei anna melding enn lenkja. Sjå på mobilen, i e-posten og blant søppelposten.',
    newCode: 'Send meg ein ny kode',
    newCodeAsked:
      'Dersom lenkja er gyldig, er ein ny kode på veg. Bruk den nyaste. Du kan be om ny kode eit avgrensa tal gonger.',
    newCodeFailed: 'Vi fekk ikkje bede om ein ny kode. Prøv igjen om litt.',
    unsureTitle: 'Usikker på kva dette er?',
    unsure:
      'Kven som ber deg signere, står i meldinga du fekk, og her når koden er rett. Ingenting blir signert før du har lese dokumenta og sjølv valt å signere.',
  },
  codeEnding: {
    lost: 'Nei. Ingenting er signert i ditt namn.',
    BLOCKED: {
      title: 'Lenkja er stengd',
      lead: 'Det er skrive inn feil kode for mange gonger. Derfor er lenkja stengd, og signeringa er stoppa.',
      now: 'Kontakt den som bad deg signere, og be om ein ny førespurnad.',
    },
    CANCELLED: {
      title: 'Førespurnaden er trekt tilbake',
      lead: 'Koden var rett, men den som bad deg signere, har trekt førespurnaden tilbake.',
      now: 'Du treng ikkje gjere noko. Lurer du på kvifor, kan den som bad deg signere, svare.',
    },
    EXPIRED: {
      title: 'Fristen er ute',
      lead: 'Koden var rett, men fristen for å signere er ute.',
      now: 'Skal du framleis signere, må den som bad deg, sende deg ein ny førespurnad.',
    },
    ENDED: {
      title: 'Det er ikkje lenger noko å signere',
      lead: 'Koden var rett, men signeringa er avslutta fordi ein annan ikkje ville eller kunne signere.',
      now: 'Du treng ikkje gjere noko. Lurer du på kvifor, kan den som bad deg signere, svare.',
    },
  },
};
