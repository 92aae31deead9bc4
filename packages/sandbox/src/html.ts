/** The sandbox's own small pages: one frame, one stylesheet, no scripts. */

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0b5359" fill-rule="evenodd" d="M16 1a15 15 0 1 0 0 30 15 15 0 0 0 0-30Zm8.6 10.3a1.9 1.9 0 0 0-2.8-2.6l-8.1 8.9-3.6-3.5a1.9 1.9 0 1 0-2.7 2.7l5.1 5a1.9 1.9 0 0 0 2.7-.1l9.4-10.4Z"/></svg>`;
const icon = `data:image/svg+xml,${encodeURIComponent(mark)}`;

/** A whole page around `body`, which is HTML already. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/sandbox/sandbox.css">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
