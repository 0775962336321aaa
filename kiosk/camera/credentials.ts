/** A camera's account. Never logged, never part of an address that is kept. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * `address` with the account in it, as ffmpeg takes it. An account that is already in the address stays.
 * The result is a secret: it goes to ffmpeg and nowhere else.
 */
export function withCredentials(address: string, credentials: Credentials | undefined): string {
  if (!credentials || /^[a-z]+:\/\/[^/?#]*@/i.test(address)) return address;
  const account = `${encoded(credentials.username)}:${encoded(credentials.password)}`;
  return address.replace(/^([a-z]+:\/\/)/i, (scheme) => `${scheme}${account}@`);
}

/** `text` fit for a log or a gap's detail: without `user:password@` in any address and without `credentials`' password. */
export function redact(text: string, credentials?: Credentials): string {
  const plain = text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/]*@/gi, '$1***@');
  if (!credentials || credentials.password === '') return plain;
  return plain.replaceAll(credentials.password, '***').replaceAll(encoded(credentials.password), '***');
}

/** For an address that stands in quotes: `encodeURIComponent` leaves the apostrophe. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27');
}
