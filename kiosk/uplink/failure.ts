/** Why the center cannot be reached, as far as the system says so. */
export type LinkFailure =
  /** Its name is not known: a wrong address, or no name server. */
  | 'name'
  /** Nobody answers, or the network is down. */
  | 'unreachable'
  /** The machine answers, but no center listens there. */
  | 'not-listening'
  /** Its certificate is not trusted. */
  | 'certificate'
  /** Its certificate is not valid now: the clock here or the certificate there is wrong. */
  | 'clock'
  /** Something else than a center answers. */
  | 'no-center'
  /** It was there, and the connection was cut. */
  | 'cut'
  | 'other';

const CODES: Readonly<Record<string, LinkFailure>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ECONNREFUSED: 'not-listening',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  CERT_HAS_EXPIRED: 'clock',
  CERT_NOT_YET_VALID: 'clock',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
  ECONNRESET: 'cut',
};

/** What socket.io tells of a connection that failed: the error of the socket lies within. */
export function failureOf(error: Error): { readonly failure: LinkFailure; readonly detail: string } {
  const event = (error as { readonly description?: unknown }).description;
  const inner = member(event, 'error') ?? event;
  const code = member(inner, 'code');
  const message = member(inner, 'message');
  const detail = typeof message === 'string' && message !== '' ? message : error.message;
  if (typeof code === 'string') return { failure: CODES[code] ?? 'other', detail };
  if (/unexpected server response|invalid namespace/i.test(detail)) return { failure: 'no-center', detail };
  return { failure: error.message === 'timeout' ? 'unreachable' : 'other', detail };
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
