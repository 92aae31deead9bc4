/**
 * Leaves for another site: the eID or the sender.
 * @throws {TypeError} when `url` is not an http(s) address
 */
export function leave(url: string): void {
  const target = new URL(url, window.location.href);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') throw new TypeError('Not a web address');
  window.location.assign(target.href);
}
