/** What the office answered. */
export interface Answer<T = unknown> {
  readonly status: number;
  /** The parsed JSON; null where there is none. */
  readonly body: T;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** A browser's requests without a browser: its cookie, and the header that our pages send. */
export class OfficeClient {
  readonly #origin: string;
  #cookie = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** What the browser would hold. */
  get token(): string {
    return this.#cookie.replace(/^zaike(-\d+)?=/, '');
  }

  async signIn(user: string, password: string): Promise<Answer> {
    const answer = await this.send('POST', '/sign-in', { user, password });
    const cookie = answer.headers.get('set-cookie');
    if (cookie !== null) this.#cookie = cookie.split(';')[0] ?? '';
    return answer;
  }

  get<T = unknown>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.#ask<T>('GET', path, null, headers);
  }

  send<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const json = body === undefined ? null : JSON.stringify(body);
    const type = json === null ? {} : { 'Content-Type': 'application/json' };
    return this.#ask<T>(method, path, json, { 'X-Zaike': 'test', ...type, ...headers });
  }

  upload<T = unknown>(method: string, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<Answer<T>> {
    return this.#ask<T>(method, path, bytes, { 'X-Zaike': 'test', 'Content-Type': 'application/octet-stream' });
  }

  async #ask<T>(
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer> | null,
    headers: Record<string, string>,
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.#origin}/api${path}`, {
      method,
      body,
      redirect: 'manual',
      headers: { ...headers, ...(this.#cookie === '' ? {} : { Cookie: this.#cookie }) },
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const parsed = (isJson ? JSON.parse(new TextDecoder().decode(bytes)) : null) as T;
    return { status: response.status, body: parsed, headers: response.headers, bytes };
  }
}
