/** Where the browser goes, and what it posts there as a form; without fields it just goes. */
export interface Destination {
  location: string;
  fields?: Record<string, string>;
}

/**
 * Leaves for another site: the eID or the sender.
 * @throws {TypeError} when `url` is not an http(s) address
 */
export function leave(url: string): void {
  window.location.assign(webAddress(url));
}

/** {@link leave}, with a form where the destination takes one. */
export function leaveFor({ location, fields }: Destination): void {
  if (fields === undefined) leave(location);
  else postForm(webAddress(location), fields);
}

function postForm(action: string, fields: Record<string, string>): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

function webAddress(url: string): string {
  const target = new URL(url, window.location.href);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') throw new TypeError('Not a web address');
  return target.href;
}
