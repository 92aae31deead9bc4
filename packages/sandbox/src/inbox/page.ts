/** The inbox as a page: newest first, words as text, the look of an email in a frame that can do nothing. */
import { escapeHtml, page } from '../html.ts';
import { REFUSED_DOMAIN } from '../mail/smtp-server.ts';
import { REFUSED_ENDING, UNDELIVERED_ENDING } from '../sms/gateway.ts';
import type { SandboxMessage } from './inbox.ts';

export interface InboxView {
  /** Newest first. */
  readonly messages: readonly SandboxMessage[];
  /** Whose messages; '' for everybody's. */
  readonly to: string;
  /** There are older ones than these. */
  readonly more: boolean;
  /** The service's own address; only links there are links. */
  readonly webUrl: string;
}

export function inboxPage(view: InboxView): string {
  return page(
    'Mail and SMS inbox',
    `<p><a href="/">Segl sandbox</a></p>
<h1>Mail and SMS inbox</h1>
<p class="note">Nothing here has left this machine. Addresses at <code>${REFUSED_DOMAIN}</code> and numbers ending in
<code>${REFUSED_ENDING}</code> are refused; numbers ending in <code>${UNDELIVERED_ENDING}</code> are reported as not
delivered. The same as JSON: <a href="/sandbox/api/messages">/sandbox/api/messages</a></p>
<form method="get" action="/sandbox/inbox" class="row">
<label>Address or number <input name="to" value="${escapeHtml(view.to)}" autocomplete="off"></label>
<button>Refresh</button>
</form>
${view.messages.length === 0 ? `<p>${view.to === '' ? 'Nothing has been sent yet.' : 'Nothing has been sent there yet.'}</p>` : ''}
${view.messages.map((message) => article(message, view.webUrl)).join('\n')}
${older(view)}`,
  );
}

function article(message: SandboxMessage, webUrl: string): string {
  const { id, channel, to, from, subject, text, html, sentAt } = message;
  const what = subject ?? 'SMS';
  return `<article class="message" id="message-${id}">
<h2>${escapeHtml(what)}</h2>
<p class="facts"><span>${channel === 'email' ? 'Email' : 'SMS'}</span>
<span>to <a href="/sandbox/inbox?to=${encodeURIComponent(to)}">${escapeHtml(to)}</a></span>
<span>from ${escapeHtml(from)}</span>
<time datetime="${new Date(sentAt).toISOString()}">${new Date(sentAt).toISOString().slice(0, 19).replace('T', ' ')} UTC</time></p>
<p class="words">${withLinks(text, webUrl)}</p>
${
  html === null
    ? ''
    : `<details><summary>As the mail reader shows it</summary>
<iframe src="/sandbox/inbox/${id}/html" title="${escapeHtml(what)}" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe></details>`
}
</article>`;
}

function older({ messages, more, to }: InboxView): string {
  const last = messages.at(-1);
  if (!more || last === undefined) return '';
  const query = new URLSearchParams({ ...(to === '' ? {} : { to }), before: String(last.id) });
  return `<p><a href="/sandbox/inbox?${escapeHtml(query.toString())}">Older messages</a></p>`;
}

/** The text escaped, with the service's own addresses as links. */
export function withLinks(text: string, webUrl: string): string {
  return text
    .trim()
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)])/)
    .map((piece) => {
      const escaped = escapeHtml(piece);
      return piece === webUrl || piece.startsWith(`${webUrl}/`)
        ? `<a href="${escaped}">${escaped}</a>`
        : escaped;
    })
    .join('');
}
