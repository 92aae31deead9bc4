/** The page a newcomer sees first: what runs where, certificates, snippets, people, last requests. */
import { escapeHtml, page } from '../html.ts';
import { organisations } from '../organisations.ts';
import { fullName, people } from '../people.ts';
import type { RecordedRequest } from '../requests.ts';
import { portalSnippets } from './portal-snippets.ts';
import { directSnippets, type Addresses, type Snippet } from './snippets.ts';

export interface StartPageView extends Addresses {
  readonly now: number;
  readonly requests: readonly RecordedRequest[];
}

export function startPage(view: StartPageView): string {
  return page(
    'Segl sandbox',
    `<h1>Segl sandbox</h1>
<p class="note">Everything here is for testing. Nothing that is signed here binds anybody.</p>
${where(view)}
${certificates()}
${code(view)}
${persons()}
${lastRequests(view.requests)}`,
  );
}

const where = ({ apiUrl, webUrl, now }: StartPageView): string => `<h2>What runs where</h2>
<dl>
<dt>Signature API (mutual TLS)</dt><dd><code>${escapeHtml(apiUrl)}/api/{organization-number}</code></dd>
<dt>Signing pages</dt><dd><code>${escapeHtml(webUrl)}</code></dd>
<dt>Sender portal</dt><dd><a href="/sender"><code>${escapeHtml(webUrl)}/sender</code></a>: log in as Åse, who manages and runs
it all, or Ola, who sends; its JSON API in <a href="/openapi.json">OpenAPI</a></dd>
<dt>Check of signed files</dt><dd><a href="/verify"><code>${escapeHtml(webUrl)}/verify</code></a>, for programs
<code>POST /verify</code>, and <code>npx segl verify</code></dd>
<dt>Test eID (OpenID Connect issuer)</dt><dd><a href="/sandbox/eid/.well-known/openid-configuration"><code>${escapeHtml(webUrl)}/sandbox/eid</code></a></dd>
<dt>Mail and SMS inbox</dt><dd><a href="/sandbox/inbox"><code>${escapeHtml(webUrl)}/sandbox/inbox</code></a>, for programs
<a href="/sandbox/api/messages"><code>/sandbox/api/messages?to=…</code></a></dd>
<dt>Clock</dt><dd><a href="/sandbox/api/clock"><code>${new Date(now).toISOString()}</code></a>, moved by
<code>POST /sandbox/api/clock {"advance":"P3D"}</code></dd>
<dt>Health, metrics</dt><dd><a href="/health/ready">/health/ready</a>, <a href="/metrics">/metrics</a></dd>
</dl>`;

const certificates = (): string => `<h2>Certificates</h2>
<p><a href="/sandbox/certificates/ca.pem">ca.pem</a> is what a client trusts for the API;
<a href="/sandbox/certificates/trust-anchors.pem">trust-anchors.pem</a> is what a validator of signed documents
trusts. The password of every .p12 is <code>segl</code>.</p>
<div class="wide" role="region" aria-label="Certificates" tabindex="0"><table>
<thead><tr><th>Organisation</th><th>Number</th><th>Sector</th><th>Certificate</th></tr></thead>
<tbody>
${organisations
  .map(
    (organisation) => `<tr><td>${escapeHtml(organisation.name)}</td><td>${organisation.number}</td>
<td>${organisation.sector}${organisation.apiAccess ? '' : ', no API access'}</td><td>${[
      '.p12',
      '.pem',
      '-key.pem',
    ]
      .map((ending) => `${organisation.certificate}${ending}`)
      .map((file) => `<a href="/sandbox/certificates/${file}">${file}</a>`)
      .join(' ')}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table></div>`;

const code = (view: Addresses): string => `<h2>First job</h2>
<p>Direct flow: the signer is at your site and is sent over.</p>
${codes('snippets', directSnippets(view))}
<p>Then open the printed redirect-url in a browser, log in as the signer and sign. Or run <code>npm run demo</code>.</p>
<h2>First portal job</h2>
<p>Portal flow: the service finds the signer and sends a message, which is in the
<a href="/sandbox/inbox">inbox</a>.</p>
${codes('portal-snippets', portalSnippets(view))}
<p>Then log in as the signer in the <a href="/portal">signer portal</a> and sign. Or run
<code>npm run demo -- portal</code>.</p>`;

/** The first is open; opening another closes it. */
const codes = (name: string, list: readonly Snippet[]): string =>
  list
    .map(
      ({ id, title, code: text }, index) =>
        `<details id="${id}"${index === 0 ? ' open' : ''} name="${name}"><summary>${title}</summary>
<pre tabindex="0"><code>${escapeHtml(text)}</code></pre></details>`,
    )
    .join('\n');

const persons = (): string => `<h2>People</h2>
<p>All numbers, addresses and mobile numbers are made up. Email and mobile are what the contact register knows; no
message leaves the sandbox. Any other eleven digits can log in too, with a name typed in.</p>
<div class="wide" role="region" aria-label="People" tabindex="0"><table>
<thead><tr><th>Number</th><th>Name</th><th>Email</th><th>Mobile</th><th>Note</th></tr></thead>
<tbody>
${people
  .map(
    (person) => `<tr><td>${person.number}</td><td>${escapeHtml(fullName(person) ?? '–')}</td>
<td>${escapeHtml(person.contact?.email ?? '–')}</td><td>${escapeHtml(person.contact?.mobile ?? '–')}</td>
<td>${escapeHtml(person.note)}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table></div>`;

const lastRequests = (requests: readonly RecordedRequest[]): string => `<h2>Last API requests</h2>
${
  requests.length === 0
    ? '<p>None yet.</p>'
    : `<div class="wide" role="region" aria-label="Last API requests" tabindex="0"><table>
<thead><tr><th>Time</th><th>Request</th><th>Answer</th><th>What was wrong</th></tr></thead>
<tbody>
${requests
  .map(
    ({ at, method, path, status, error }) =>
      `<tr><td>${new Date(at).toISOString().slice(11, 19)}</td><td><code>${method} ${escapeHtml(path)}</code></td>
<td>${status}</td><td>${error ?? ''}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table></div>`
}`;
