import type { portalNb } from './portal-nb.ts';

/** English for the portal and for link and code. */
export const portalEn: typeof portalNb = {
  logOut: {
    action: 'Log out',
    everywhere: 'Log out on all devices',
    leaving: 'Logging out …',
    failed: 'We could not log you out. Please try again, or close the browser.',
  },
  login: {
    title: 'Log in to sign',
    lead: 'Here you find what is waiting for your signature, and what you have signed lately.',
    start: 'Log in with {{eid}}',
    leaving: 'Taking you to {{eid}} …',
    failed: 'We could not take you to {{eid}}. Please try again shortly.',
    simplerTitle: 'Do you only have a simpler login?',
    simpler:
      'With a login at level 3 you see everything that is waiting for you. Some of it may need level 4 before you can open it.',
    startSimpler: 'Log in at level 3',
    codeTitle: 'Did you get a link and a code?',
    code: 'Then you need not log in here. Open the link in the message you got, and enter the code.',
  },
  loginNotices: {
    EID_CANCELLED: {
      title: 'You cancelled the login',
      body: 'That is fine. Try again whenever you like.',
    },
    EID_FAILED: {
      title: 'The login did not work',
      body: '{{eid}} could not confirm who you are. Please wait a little and try again.',
    },
    LOGIN_EXPIRED: {
      title: 'The login took too long',
      body: 'For security a login is only valid for a short while. Please try again.',
    },
    LEVEL_TOO_LOW: {
      title: 'You are logged in at level 3',
      body: 'Choose a more secure way to log in at {{eid}} to open what needs level 4.',
    },
  },
  inbox: {
    hello: 'Hello, {{name}}',
    loggedIn: 'You are logged in with {{eid}}',
    title: 'Waiting for you',
    titleEmpty: 'Nothing is waiting for you',
    empty: 'All is well. When somebody asks you to sign, you get a message, and you will find it here.',
    emptyElse:
      'Did you expect something? If you got a link and a code, open the link in the message instead.',
    open: 'Read and sign',
    opening: 'Opening …',
    openFailed: 'We could not open this. Please try again shortly.',
    deadline: 'Deadline {{moment}}',
    deadlinePassed: 'The deadline has passed',
    documents_one: '{{count}} document',
    documents_other: '{{count}} documents',
    onBehalf: 'On behalf of somebody else',
    untitled: 'The title is shown at level {{level}}',
    needsLevel: 'Needs level {{level}}',
    stepUpTitle: 'Some of this needs a more secure login',
    stepUp:
      'You are logged in at level 3. What is marked with a lock can be opened when you have logged in with {{eid}} at level 4.',
    stepUpAction: 'Log in at level {{level}}',
    refused: {
      ended: {
        title: 'This can no longer be signed',
        body: '“{{title}}” was ended meanwhile. Nothing is signed in your name, and you need not do anything.',
      },
      acted: {
        title: 'You have answered this',
        body: 'You have already signed “{{title}}” or said no to it, perhaps in another window.',
      },
      level: {
        title: 'This needs a more secure login',
        body: 'Log in at level 4 to open “{{title}}”.',
      },
    },
    signedTitle: 'Signed lately',
    signedEmpty: 'What you sign, you will find here afterwards.',
    signedFor: '{{sender}}, signed {{day}}',
    state: {
      COMPLETED: 'Everybody has signed.',
      WAITING_FOR_OTHERS: 'Waiting for others to sign.',
      ENDED: 'Was ended before everybody had signed.',
    },
    download: 'Download',
    evidence: 'Evidence package',
    availableUntil: 'Can be downloaded until {{day}}.',
    deleted: 'Our copy is deleted. Ask {{sender}} if you need it.',
    downloadNeedsLevel: 'Log in at level {{level}} to download it.',
  },
  endingSoon: {
    words: 'You will soon be logged out, for security.',
    stay: 'Stay logged in',
  },
  sessionEnded: {
    title: 'You are logged out',
    lead: 'It is a while since you logged in, so we logged you out for security.',
    lost: 'No. What you have signed is safe, and what is waiting is still there.',
    now: 'Log in again to continue.',
  },
  loggedOut: {
    title: 'You are logged out',
    lead: 'Thank you for now. If others use this computer too, you should close the browser.',
    lost: 'No. What you have signed is safe, and anything waiting will be there next time.',
    now: 'You may close this page.',
    again: 'Log in again',
  },
  code: {
    title: 'Enter your code',
    lead: 'You have received a one-time code by email or SMS. It belongs to the link you opened.',
    label: 'Code',
    submit: 'Continue',
    checking: 'Checking the code …',
    wrong_one:
      'The code is wrong. You have one try left. If that is wrong too, the link is closed and the signing stops.',
    wrong_other: 'The code is wrong. You have {{count}} tries left.',
    short: 'The code has at least {{count}} digits. Please enter all of them.',
    failed: 'We could not check the code. Please try again shortly.',
    waitSeconds_one: 'There were many tries in a short time. Try again in {{count}} second.',
    waitSeconds_other: 'There were many tries in a short time. Try again in {{count}} seconds.',
    waitMinutes_one: 'There were many tries in a short time. Try again in {{count}} minute.',
    waitMinutes_other: 'There were many tries in a short time. Try again in {{count}} minutes.',
    missingTitle: 'Cannot find the code?',
    missing:
      'It may be in another message than the link. Look on your phone, in your email and in the junk mail.',
    newCode: 'Send me a new code',
    newCodeAsked:
      'If the link is valid, a new code is on its way. Use the newest one. You can ask for a new code a limited number of times.',
    newCodeFailed: 'We could not ask for a new code. Please try again shortly.',
    unsureTitle: 'Not sure what this is?',
    unsure:
      'Who asks you to sign is in the message you got, and here when the code is right. Nothing is signed until you have read the documents and choose to sign.',
  },
  codeEnding: {
    lost: 'No. Nothing is signed in your name.',
    BLOCKED: {
      title: 'The link is closed',
      lead: 'A wrong code was entered too many times. Therefore the link is closed, and the signing has stopped.',
      now: 'Contact whoever asked you to sign, and ask for a new request.',
    },
    CANCELLED: {
      title: 'The request was withdrawn',
      lead: 'The code was right, but whoever asked you to sign has withdrawn the request.',
      now: 'You need not do anything. If you wonder why, whoever asked you can answer.',
    },
    EXPIRED: {
      title: 'The deadline has passed',
      lead: 'The code was right, but the deadline for signing has passed.',
      now: 'If you still are to sign, whoever asked you must send you a new request.',
    },
    ENDED: {
      title: 'There is nothing left to sign',
      lead: 'The code was right, but the signing was ended because somebody else would not or could not sign.',
      now: 'You need not do anything. If you wonder why, whoever asked you can answer.',
    },
  },
};
