import type { ApiClient, ApiScope } from '../../core/contract/api.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** Clients of the interface for other systems; of their tokens only the hash is kept. */
export interface ApiClients {
  /** Newest first, revoked ones too. */
  list(): ApiClient[];
  add(
    client: Pick<ApiClient, 'name' | 'scopes' | 'hint' | 'createdBy'> & { tokenHash: string; at: EpochMs },
  ): ApiClient;
  /** One that is not revoked. */
  byToken(tokenHash: string): ApiClient | null;
  /** @returns false when there is none, or it is revoked already. */
  revoke(id: number, by: string, at: EpochMs): boolean;
  used(id: number, from: string, at: EpochMs): void;
}

interface Row extends Omit<ApiClient, 'scopes'> {
  readonly scopes: string;
}

const COLUMNS = 'id, name, scopes, hint, createdAt, createdBy, revokedAt, revokedBy, lastUsedAt, lastUsedFrom';

/** The table `apiClient`. */
export function apiClients(db: Db): ApiClients {
  const list = db.prepare<[], Row>(`select ${COLUMNS} from apiClient order by id desc`);
  const byId = db.prepare<[number], Row>(`select ${COLUMNS} from apiClient where id = ?`);
  const byToken = db.prepare<[string], Row>(
    `select ${COLUMNS} from apiClient where tokenHash = ? and revokedAt is null`,
  );
  const insert = db.prepare(
    `insert into apiClient (name, scopes, tokenHash, hint, createdAt, createdBy)
     values (:name, :scopes, :tokenHash, :hint, :at, :createdBy)`,
  );
  const revoke = db.prepare('update apiClient set revokedAt = ?, revokedBy = ? where id = ? and revokedAt is null');
  const used = db.prepare('update apiClient set lastUsedAt = ?, lastUsedFrom = ? where id = ?');
  return {
    list: () => list.all().map(clientOf),
    add: ({ scopes, ...client }) => {
      const { lastInsertRowid } = insert.run({ ...client, scopes: JSON.stringify(scopes) });
      const row = byId.get(Number(lastInsertRowid));
      if (row === undefined) throw new RangeError('expected the client just added');
      return clientOf(row);
    },
    byToken: (hash) => {
      const row = byToken.get(hash);
      return row === undefined ? null : clientOf(row);
    },
    revoke: (id, by, at) => revoke.run(at, by, id).changes > 0,
    used: (id, from, at) => {
      used.run(at, from, id);
    },
  };
}

function clientOf({ scopes, ...row }: Row): ApiClient {
  return { ...row, scopes: JSON.parse(scopes) as readonly ApiScope[] };
}
