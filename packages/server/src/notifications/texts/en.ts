import type { Texts } from '../texts.ts';

/** English, for those who read neither of the two Norwegian languages. */
export const en: Texts = {
  test: 'This is a test. Nothing you sign here is binding.',
  moment: '{{date}} at {{time}} (Norwegian time)',
  via: '{{sender}} via {{service}}',
  email: {
    headline: {
      first: '{{sender}} asks you to sign',
      firstTitled: '{{sender}} asks you to sign “{{title}}”',
      reminder: 'Reminder: {{sender}} is waiting for you to sign',
      reminderTitled: 'Reminder: {{sender}} is waiting for you to sign “{{title}}”',
      cancelled: '{{sender}} has cancelled the signing',
      cancelledTitled: '{{sender}} has cancelled the signing of “{{title}}”',
      code: 'Your one-time code for signing at {{sender}}',
      codeTitled: 'Your one-time code for signing “{{title}}”',
      completed: 'Everybody has signed for {{sender}}',
      completedTitled: 'Everybody has signed “{{title}}”',
    },
    how: {
      eid: 'You log in with your electronic ID, read everything and sign. Take the time you need. Nothing happens until you choose to sign.',
      linkAndCode:
        'Open the link and enter the one-time code. Then you read everything and sign with your electronic ID. Take the time you need. Nothing happens until you choose to sign.',
      linkCodeBySms:
        'Open the link and enter the one-time code that we send you by SMS. Then you read everything and sign with your electronic ID. Take the time you need. Nothing happens until you choose to sign.',
      linkCodeBefore:
        'Open the link and enter the one-time code you have received. Then you read everything and sign with your electronic ID. Take the time you need. Nothing happens until you choose to sign.',
      codeAlone:
        'Enter the code on the page where you are to sign. If you received another code before, it no longer works.',
      completedEid: 'The signed document is ready. Log in with your electronic ID to download it.',
      completedLink: 'The signed document is ready. Open the link to download it.',
      cancelled: 'There is nothing left to sign, and you need not do anything.',
    },
    wrote: '{{sender}} writes: “{{message}}”',
    keepCode: 'Do not give the code to anybody. Neither {{sender}} nor {{service}} will ask you for it.',
    signers: '{{signers}} people are to sign, you included. It is complete when everybody has done so.',
    about: {
      public: 'If you wonder about anything in the document, {{sender}} can answer.',
      private:
        'If you wonder about anything in the document, {{sender}} can answer. If you do not know {{sender}}, you should not sign.',
      ended: 'If you wonder why, {{sender}} can answer.',
    },
    action: { eid: 'Log in and sign', link: 'Read and sign', completed: 'Download the document' },
    label: { deadline: 'Deadline', until: 'Can be downloaded until', code: 'One-time code' },
    repliesUnread: 'Replies to it are not read.',
    repliesToSender: 'Replies to it go to {{sender}}.',
    footer: '{{service}} sends this email for {{sender}}. {{replies}}',
    footerLink: '{{service}} sends this email for {{sender}}. {{replies}} The link leads to {{site}}.',
  },
  invitation: {
    headline: 'You can now send documents for signing for {{sender}}',
    lead: '{{sender}} has given you access to the sender portal. There you send documents for signing and see who has signed.',
    who: 'You log in with your electronic ID. You need neither password nor code. If you do not know {{sender}}, you can ignore this email.',
    action: 'Open the sender portal',
  },
  sms: {
    headline: {
      first: '{{sender}} asks you to sign.',
      firstTitled: '{{sender}} asks you to sign "{{title}}".',
      reminder: 'Reminder: {{sender}} is waiting for you to sign.',
      reminderTitled: 'Reminder: {{sender}} is waiting for you to sign "{{title}}".',
      cancelled: '{{sender}} has cancelled the signing. You need not do anything.',
      cancelledTitled: '{{sender}} has cancelled the signing of "{{title}}". You need not do anything.',
      code: 'Your one-time code for signing at {{sender}} is {{code}}.',
      codeTitled: 'Your one-time code for signing "{{title}}" at {{sender}} is {{code}}.',
      completed: 'Everybody has signed for {{sender}}. Download the document:',
      completedTitled: 'Everybody has signed "{{title}}". Download the document:',
    },
    how: {
      eid: 'Log in and sign:',
      linkAndCode: 'Use the one-time code {{code}} here:',
      linkCodeBySms: 'Use the one-time code you get by SMS here:',
      linkCodeBefore: 'Use the one-time code you have received here:',
      linkByEmail: 'The link has been sent to you by email.',
      codeAlone: 'Do not give the code to anybody.',
    },
    signers: '{{signers}} people are to sign, you included.',
    private: 'If you do not know {{sender}}, you should not sign.',
    deadline: 'Deadline: {{deadline}}.',
    until: 'Can be downloaded until {{deadline}}.',
  },
};
