import { createHash, randomBytes } from 'node:crypto';
import type { ApiClient, ApiScope } from '../../../core/contract/api.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type DurationMs, type EpochMs, minutes } from '../../../core/domain/units.ts';
import { rateLimit } from './rate-limit.ts';

/** Where clients are kept: kiosk/store/api-clients satisfies it. */
export interface ClientKeeper {
  list(): readonly ApiClient[];
  add(
    client: Pick<ApiClient, 'name' | 'scopes' | 'hint' | 'createdBy'> & { tokenHash: string; at: EpochMs },
  ): ApiClient;
  byToken(tokenHash: string): ApiClient | null;
  revoke(id: number, by: string, at: EpochMs): boolean;
  used(id: number, from: string, at: EpochMs): void;
}

/** Whether a request may pass. */
export type Admission =
  | { readonly kind: 'admitted'; readonly client: ApiClient }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'notInScope'; readonly client: ApiClient }
  | { readonly kind: 'tooMany'; readonly waitSeconds: number };

/** The clients of the interface for other systems. */
export interface Clients {
  list(): readonly ApiClient[];
  /** The token is told this once. */
  add(client: { name: string; scopes: readonly ApiScope[] }, by: string): { client: ApiClient; token: string };
  /** @throws ZaikeError `no-such-client`. */
  revoke(id: number, by: string): ApiClient;
  /** @param token of the header; null: none. @param from the address that it comes from */
  admit(token: string | null, scope: ApiScope | null, from: string): Admission;
}

/** What programs of an institution need, with room; and what guessing gets. */
const CLIENT_RATE = { perMinute: 120, burst: 60 };
const STRANGER_RATE = { perMinute: 10, burst: 10 };
/** A client's last use is written this often. */
const NOTE_USE: DurationMs = minutes(1);
const PREFIX = 'zk_';
const HINT = 8;

export interface ClientsOptions {
  readonly keeper: ClientKeeper;
  readonly now: () => EpochMs;
  readonly monotonic: () => DurationMs;
}

export function createClients({ keeper, now, monotonic }: ClientsOptions): Clients {
  const clientRate = rateLimit(CLIENT_RATE, monotonic);
  const strangerRate = rateLimit(STRANGER_RATE, monotonic);
  return {
    list: () => keeper.list(),
    add: ({ name, scopes }, createdBy) => {
      const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
      const kept = { name, scopes: [...new Set(scopes)], hint: token.slice(0, HINT), createdBy };
      return { client: keeper.add({ ...kept, tokenHash: hashOf(token), at: now() }), token };
    },
    revoke: (id, by) => {
      const client = keeper.list().find((each) => each.id === id);
      if (client === undefined || !keeper.revoke(id, by, now()))
        throw new ZaikeError('没有这个接口客户端，或已停用', { code: 'no-such-client', retry: false });
      return client;
    },
    admit: (token, scope, from) => {
      const client = token === null ? null : keeper.byToken(hashOf(token));
      const waitSeconds = client === null ? strangerRate.take(from) : clientRate.take(String(client.id));
      if (waitSeconds > 0) return { kind: 'tooMany', waitSeconds };
      if (client === null) return { kind: 'unknown' };
      const at = now();
      if (at - (client.lastUsedAt ?? 0) > NOTE_USE || client.lastUsedFrom !== from) keeper.used(client.id, from, at);
      if (scope !== null && !client.scopes.includes(scope)) return { kind: 'notInScope', client };
      return { kind: 'admitted', client };
    },
  };
}

/** What is kept of a token: who reads the database cannot use it. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
