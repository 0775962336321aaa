import type { Role } from '../../core/contract/office/actor.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** Somebody who may sign in. Accounts are never deleted: the audit names them. */
export interface StoredAccount {
  readonly user: string;
  readonly name: string;
  readonly role: Role;
  /** In PHC form, `$argon2id$…`. */
  readonly password: string;
  readonly active: boolean;
  readonly createdAt: EpochMs;
  readonly lastSeenAt: EpochMs | null;
}

/** A signed-in browser; `token` is the hash of what the browser holds. */
export interface StoredSession {
  readonly token: string;
  readonly user: string;
  readonly createdAt: EpochMs;
  readonly seenAt: EpochMs;
}

export interface Accounts {
  all(): StoredAccount[];
  find(user: string): StoredAccount | undefined;
  /** @throws when the name is taken. */
  add(account: StoredAccount): void;
  change(account: StoredAccount): void;
  session(token: string): StoredSession | undefined;
  openSession(session: StoredSession): void;
  touch(token: string, at: EpochMs): void;
  closeSession(token: string): void;
  /** Ends every session of a user, but `except`. */
  closeSessions(user: string, except?: string): void;
  /** Forgets sessions not seen since. */
  forgetBefore(seenAt: EpochMs): void;
}

interface AccountRow extends Omit<StoredAccount, 'active' | 'createdAt' | 'lastSeenAt'> {
  readonly active: number;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
}

/** The tables `account` and `session`. */
export function accounts(db: Db): Accounts {
  const all = db.prepare<[], AccountRow>('select * from account order by createdAt, user');
  const find = db.prepare<[string], AccountRow>('select * from account where user = ?');
  const add = db.prepare(
    'insert into account (user, name, role, password, active, createdAt, lastSeenAt) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const change = db.prepare('update account set name = ?, role = ?, password = ?, active = ? where user = ?');
  const session = db.prepare<[string], { token: string; user: string; createdAt: number; seenAt: number }>(
    'select * from session where token = ?',
  );
  const openSession = db.prepare('insert into session (token, user, createdAt, seenAt) values (?, ?, ?, ?)');
  const touch = db.prepare('update session set seenAt = ? where token = ?');
  const seen = db.prepare('update account set lastSeenAt = ? where user = (select user from session where token = ?)');
  const closeSession = db.prepare('delete from session where token = ?');
  const closeSessions = db.prepare('delete from session where user = ? and token <> ?');
  const forget = db.prepare('delete from session where seenAt < ?');
  return {
    all: () => all.all().map(stored),
    find: (user) => {
      const row = find.get(user);
      return row === undefined ? undefined : stored(row);
    },
    add: ({ user, name, role, password, active, createdAt, lastSeenAt }) => {
      add.run(user, name, role, password, active ? 1 : 0, createdAt, lastSeenAt);
    },
    change: ({ user, name, role, password, active }) => {
      change.run(name, role, password, active ? 1 : 0, user);
    },
    session: (token) => {
      const row = session.get(token);
      return row === undefined ? undefined : { ...row, createdAt: epochMs(row.createdAt), seenAt: epochMs(row.seenAt) };
    },
    openSession: ({ token, user, createdAt, seenAt }) => {
      openSession.run(token, user, createdAt, seenAt);
    },
    touch: db.transaction((token: string, at: EpochMs) => {
      touch.run(at, token);
      seen.run(at, token);
    }),
    closeSession: (token) => {
      closeSession.run(token);
    },
    closeSessions: (user, except = '') => {
      closeSessions.run(user, except);
    },
    forgetBefore: (seenAt) => {
      forget.run(seenAt);
    },
  };
}

function stored(row: AccountRow): StoredAccount {
  return {
    ...row,
    active: row.active === 1,
    createdAt: epochMs(row.createdAt),
    lastSeenAt: row.lastSeenAt === null ? null : epochMs(row.lastSeenAt),
  };
}
