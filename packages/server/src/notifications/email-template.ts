/**
 * The look of every email: one MJML layout, compiled when the first one is composed to the tables and inline styles that
 * mail readers understand, and taken apart at its slots, so that composing an email is putting strings together.
 */
import { Engine } from 'mrml';

/** Slots hold text and are escaped; parts that are absent are left out of the layout. */
export interface EmailView {
  readonly language: string;
  readonly subject: string;
  /** Shown by mail readers beside the subject. */
  readonly preview: string;
  readonly headline: string;
  /** What to do; the action follows at once. */
  readonly lead: string;
  /** Whatever else there is to say. */
  readonly paragraphs?: readonly string[];
  readonly footer: string;
  readonly test?: string;
  readonly logo?: {
    readonly cid: string;
    readonly alt: string;
    readonly width: number;
    readonly height: number;
  };
  readonly code?: { readonly label: string; readonly value: string };
  readonly action?: { readonly label: string; readonly url: string };
  readonly deadline?: { readonly label: string; readonly value: string };
}

const colours = `
@media (prefers-color-scheme: dark) {
  body, .ground { background-color: #14191b !important; }
  .card, .card > table { background: #1d2427 !important; }
  .ink div, .ink h1, .ink p, .ink td { color: #ece9e2 !important; }
  .quiet div { color: #b5bbbc !important; }
  .frame div div { border-color: #3a4144 !important; }
  .action td { background: #7fc4d1 !important; }
  .action a { background: #7fc4d1 !important; color: #10191b !important; }
  .test div div { background: #3d3413 !important; color: #f5e6a9 !important; }
  .logo div div { background: #ffffff !important; }
}`;

/** `{{name}}` is a slot; what stands between `if:name` and `end:name` is left out when `name` is absent. */
const layout = `<mjml lang="{{language}}" dir="ltr">
<mj-head>
  <mj-title>{{subject}}</mj-title>
  <mj-preview>{{preview}}</mj-preview>
  <mj-attributes>
    <mj-all font-family="-apple-system, BlinkMacSystemFont, 'Segoe UI', Helvetica, Arial, sans-serif" />
    <mj-section padding="0" />
    <mj-text font-size="16px" line-height="1.5" color="#17252a" padding="0 24px 16px" />
  </mj-attributes>
  <mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no"></mj-raw>
  <mj-style>${colours}</mj-style>
</mj-head>
<mj-body background-color="#fbfaf7" width="560px" css-class="ground">
  <mj-section padding="24px 0 0"><mj-column>
    <mj-raw><!--if:test--></mj-raw>
    <mj-text css-class="test" padding="0 0 16px" font-size="14px"><div style="background:#fff6cf;color:#4a3d00;border-radius:8px;padding:8px 16px">{{test}}</div></mj-text>
    <mj-raw><!--end:test--></mj-raw>
  </mj-column></mj-section>
  <mj-section css-class="card" background-color="#ffffff" border-radius="12px" padding="24px 0 8px"><mj-column>
    <mj-raw><!--if:logo--></mj-raw>
    <mj-text css-class="logo"><div style="display:inline-block;border-radius:4px"><img src="cid:{{logoCid}}" alt="{{logoAlt}}" width="{{logoWidth}}" height="{{logoHeight}}" style="display:block;border:0"></div></mj-text>
    <mj-raw><!--end:logo--></mj-raw>
    <mj-text css-class="ink"><h1 style="margin:0;font-size:24px;line-height:1.3;font-weight:600;color:#17252a">{{headline}}</h1></mj-text>
    <mj-raw><!--if:deadline--></mj-raw>
    <mj-text css-class="ink"><strong>{{deadlineLabel}}:</strong> {{deadlineValue}}</mj-text>
    <mj-raw><!--end:deadline--></mj-raw>
    <mj-raw><!--if:code--></mj-raw>
    <mj-text css-class="ink frame"><div style="border:1px solid #d9d5cb;border-radius:8px;padding:12px 16px"><span style="font-size:14px">{{codeLabel}}</span><br><strong style="font-size:30px;letter-spacing:4px;line-height:1.3">{{codeValue}}</strong></div></mj-text>
    <mj-raw><!--end:code--></mj-raw>
    <mj-text css-class="ink">{{lead}}</mj-text>
    <mj-raw><!--if:action--></mj-raw>
    <mj-button css-class="action" rel="noopener" href="{{actionUrl}}" align="left" background-color="#0b5359" color="#ffffff" border-radius="8px" font-size="16px" font-weight="600" inner-padding="14px 24px" padding="4px 24px 20px">{{actionLabel}}</mj-button>
    <mj-raw><!--end:action--></mj-raw>
    <mj-raw><!--if:paragraphs--></mj-raw>
    <mj-text css-class="ink">{{paragraphs}}</mj-text>
    <mj-raw><!--end:paragraphs--></mj-raw>
  </mj-column></mj-section>
  <mj-section padding="16px 0 32px"><mj-column>
    <mj-text css-class="quiet" font-size="14px" color="#56646a" padding="0 24px">{{footer}}</mj-text>
  </mj-column></mj-section>
</mj-body>
</mjml>`;

type Part =
  | { readonly html: string }
  | { readonly slot: string }
  | { readonly open: string }
  | { readonly close: string };

let compiled: readonly Part[] | undefined;

/** The whole HTML document. */
export function renderEmail(view: EmailView): string {
  compiled ??= compile();
  const slots = slotsOf(view);
  const html: string[] = [];
  let absent: string | undefined;
  for (const part of compiled) {
    if ('close' in part) absent = part.close === absent ? undefined : absent;
    else if (absent !== undefined) continue;
    else if ('open' in part) absent = part.open in view ? undefined : part.open;
    else html.push('html' in part ? part.html : (slots[part.slot] ?? ''));
  }
  return html.join('');
}

function slotsOf(view: EmailView): Readonly<Record<string, string>> {
  const {
    language,
    subject,
    preview,
    headline,
    lead,
    footer,
    test = '',
    logo,
    code,
    action,
    deadline,
  } = view;
  const texts = {
    language,
    subject,
    preview,
    headline,
    lead,
    footer,
    test,
    logoCid: logo?.cid ?? '',
    logoAlt: logo?.alt ?? '',
    logoWidth: String(logo?.width ?? ''),
    logoHeight: String(logo?.height ?? ''),
    codeLabel: code?.label ?? '',
    codeValue: code?.value ?? '',
    actionLabel: action?.label ?? '',
    actionUrl: action?.url ?? '',
    deadlineLabel: deadline?.label ?? '',
    deadlineValue: deadline?.value ?? '',
  };
  const paragraphs = (view.paragraphs ?? []).map(
    (text, index) => `<p style="margin:${index === 0 ? '0' : '12px 0 0'}">${escapeHtml(text)}</p>`,
  );
  return {
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, escapeHtml(text)])),
    paragraphs: paragraphs.join(''),
  };
}

/** @throws Error when the layout cannot be compiled, which every email would show */
function compile(): readonly Part[] {
  const engine = new Engine();
  // Without fonts nothing is fetched from anywhere.
  engine.setRenderOptions({ disableComments: false, socialIconOrigin: null, fonts: {} });
  const result = engine.toHtml(layout);
  engine.free();
  if (result.type === 'error') throw new Error(`The layout of emails cannot be compiled: ${result.message}`);
  return result.content.split(/(\{\{\w+\}\}|<!--(?:if|end):\w+-->)/).map(partOf);
}

function partOf(piece: string): Part {
  const [, slot, edge, name = ''] = /^(?:\{\{(\w+)\}\}|<!--(if|end):(\w+)-->)$/.exec(piece) ?? [];
  if (slot !== undefined) return { slot };
  if (edge === 'if') return { open: name };
  return edge === 'end' ? { close: name } : { html: piece };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
