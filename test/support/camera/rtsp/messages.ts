/** An RTSP request (RFC 2326 §6); header names in lower case. */
export interface RtspRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers: Partial<Record<string, string>>;
}

/** Bytes of one message that make the reader give up. */
const MAX_MESSAGE = 64 * 1024;

/** Takes requests out of a TCP stream; interleaved RTCP from the client is passed over. */
export class RequestReader {
  #pending = Buffer.alloc(0);

  /** Requests that `bytes` complete. @throws Error when the stream is no RTSP. */
  push(bytes: Buffer): RtspRequest[] {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    const requests: RtspRequest[] = [];
    while (this.#pending.length > 0) {
      const taken = this.#pending[0] === 0x24 ? this.#skipInterleaved() : this.#takeRequest(requests);
      if (!taken) break;
    }
    return requests;
  }

  #skipInterleaved(): boolean {
    if (this.#pending.length < 4) return false;
    const end = 4 + this.#pending.readUInt16BE(2);
    if (this.#pending.length < end) return false;
    this.#pending = this.#pending.subarray(end);
    return true;
  }

  #takeRequest(requests: RtspRequest[]): boolean {
    const headEnd = this.#pending.indexOf('\r\n\r\n');
    if (headEnd < 0) {
      if (this.#pending.length > MAX_MESSAGE) throw new Error('expected an RTSP request, got 64 KB without its end');
      return false;
    }
    const [first = '', ...lines] = this.#pending.toString('utf8', 0, headEnd).split('\r\n');
    const parts = /^(\S+) (\S+) RTSP\/1\.0$/.exec(first.trim());
    if (!parts) throw new Error(`expected an RTSP request line, got ${JSON.stringify(first.slice(0, 80))}`);
    const headers: Record<string, string> = {};
    for (const line of lines) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
    }
    const end = headEnd + 4 + Number(headers['content-length'] ?? 0);
    if (this.#pending.length < end) return false;
    this.#pending = this.#pending.subarray(end);
    requests.push({ method: parts[1] ?? '', uri: parts[2] ?? '', headers });
    return true;
  }
}

const REASONS: Record<number, string> = {
  200: 'OK',
  401: 'Unauthorized',
  404: 'Not Found',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  461: 'Unsupported Transport',
  501: 'Not Implemented',
};

/** The bytes of a response; `CSeq` is the request's. */
export function response(
  request: RtspRequest,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Buffer {
  const all = {
    CSeq: request.headers['cseq'] ?? '0',
    Server: 'Zaike simulated camera',
    ...headers,
    ...(body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`RTSP/1.0 ${status} ${REASONS[status] ?? 'Unknown'}\r\n${head.join('')}\r\n${body}`);
}
