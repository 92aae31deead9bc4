/** Just enough of a browser for one origin on loopback: cookies by name, redirects followed by hand. */

export class CookieJar {
  readonly #cookies = new Map<string, string>();

  set(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const header of response.headers.getSetCookie()) {
      const [pair = ''] = header.split(';');
      const at = pair.indexOf('=');
      this.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Follows redirects until one leads to a URL that `arrived` accepts; that URL is not fetched. */
  async follow(url: string, arrived: (url: URL) => boolean): Promise<URL> {
    let here = new URL(url);
    for (let hops = 0; hops < 10; hops++) {
      if (arrived(here)) return here;
      const response = await this.fetch(here.href);
      const next = response.headers.get('location');
      if (next === null) throw new Error(`Expected a redirect from ${here.pathname}, got ${response.status}`);
      here = new URL(next, here);
    }
    throw new Error('Too many redirects');
  }
}
