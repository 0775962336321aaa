import { createHash, randomBytes } from 'node:crypto';
import type { Account } from '../../../core/contract/office/accounts.ts';
import { type Actor, type Countersign, hasRights, type Role } from '../../../core/contract/office/actor.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type DurationMs, type EpochMs, minutes, plus, seconds } from '../../../core/domain/units.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import { attempts } from './attempts.ts';
import { firstRunCode } from './first-run.ts';
import { hashPassword, isPassword } from './password.ts';

/** An account as its store keeps it. */
export interface KeptAccount {
  readonly user: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
  readonly active: boolean;
  readonly createdAt: EpochMs;
  readonly lastSeenAt: EpochMs | null;
}

export interface KeptSession {
  readonly token: string;
  readonly user: string;
  readonly createdAt: EpochMs;
  readonly seenAt: EpochMs;
}

/** Where accounts and sessions are kept. */
export interface AccountStore {
  all(): KeptAccount[];
  find(user: string): KeptAccount | undefined;
  add(account: KeptAccount): void;
  change(account: KeptAccount): void;
  session(token: string): KeptSession | undefined;
  openSession(session: KeptSession): void;
  touch(token: string, at: EpochMs): void;
  closeSession(token: string): void;
  closeSessions(user: string, except?: string): void;
  forgetBefore(seenAt: EpochMs): void;
}

/** A change of an account; what is undefined stays. */
export interface AccountChange {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly active?: boolean | undefined;
  readonly password?: string | undefined;
}

/** Who may sign in, and who is signed in. */
export interface Accounts {
  /** The code to show on the kiosk's screen; null once there is an administrator. */
  firstRunCode(): string | null;
  /** Makes the first administrator. @throws ZaikeError `already-set-up`, `wrong-code`, `too-many-tries`. */
  claim(claim: { code: string; user: string; name: string; password: string }): Promise<Actor>;
  /**
   * The token for the browser to hold. @param from where the try comes from, for the limit of tries.
   * @throws ZaikeError `sign-in-refused` (not said whether name or password), `too-many-tries`.
   */
  signIn(user: string, password: string, from: string): Promise<string>;
  signOut(token: string): void;
  /** Who holds this token; null after 30 idle minutes, 12 hours, or when the account was switched off. */
  actorOf(token: string): Actor | null;
  /**
   * Checks a second person's signature. @throws ZaikeError `second-person-missing` (the same person, or a viewer),
   * `sign-in-refused`, `too-many-tries`.
   */
  countersigner(actor: Actor, signature: Countersign): Promise<Actor>;
  list(): readonly Account[];
  /** @throws ZaikeError `user-taken`. */
  add(account: { user: string; name: string; role: Role; password: string }): Promise<void>;
  /** Ends the account's sessions when password, role or activity changed. @throws ZaikeError `no-such-user`, `last-administrator`. */
  change(user: string, change: AccountChange): Promise<void>;
  /** @param token stays signed in. @throws ZaikeError `sign-in-refused`, `too-many-tries`. */
  changeOwnPassword(actor: Actor, password: string, next: string, token: string): Promise<void>;
}

const IDLE: DurationMs = minutes(30);
const LONGEST: DurationMs = minutes(12 * 60);
/** A session's last use is written this often. */
const TOUCH: DurationMs = seconds(20);

/** The office's accounts over their store. */
export function accounts(store: AccountStore, clock: Clock): Accounts {
  const tries = attempts(() => clock.monotonic());
  const code = firstRunCode();
  // Checked when there is no such user, so that a wrong name takes as long as a wrong password.
  const nobody = hashPassword(randomBytes(16).toString('hex'));

  const isSetUp = (): boolean => store.all().some(({ role, active }) => role === 'administrator' && active);

  const patience = (...keys: string[]): void => {
    const wait = Math.max(...keys.map((key) => tries.wait(key)));
    if (wait > 0) throw refused('too-many-tries', `尝试次数过多，请在 ${waitText(wait)} 后再试`, true);
  };

  const verified = async (user: string, password: string, keys: readonly string[]): Promise<KeptAccount> => {
    patience(...keys);
    for (const key of keys) tries.failed(key); // taken back below: tries at the same time count too
    const account = store.find(user);
    const right = await isPassword(password, account?.password ?? (await nobody));
    if (account === undefined || !account.active || !right) throw refused('sign-in-refused', '账号或密码不对');
    for (const key of keys) tries.succeeded(key);
    return account;
  };

  const keepAnAdministrator = (
    account: KeptAccount,
    { role = account.role, active = account.active }: AccountChange,
  ) => {
    if (account.role !== 'administrator' || !account.active || (role === 'administrator' && active)) return;
    const others = store
      .all()
      .some((each) => each.user !== account.user && each.role === 'administrator' && each.active);
    if (!others) throw refused('last-administrator', '这是最后一个管理员账号，不能停用或降级');
  };

  const add = async ({ user, name, role, password }: { user: string; name: string; role: Role; password: string }) => {
    const hash = await hashPassword(password);
    if (store.find(user) !== undefined) throw refused('user-taken', `账号 ${user} 已存在，请换一个`);
    store.add({ user, name, role, password: hash, active: true, createdAt: clock.now(), lastSeenAt: null });
  };

  return {
    firstRunCode: () => (isSetUp() ? null : code.text),
    claim: async ({ code: entered, user, name, password }) => {
      if (isSetUp()) throw refused('already-set-up', '已经有管理员了，请直接登录');
      patience('claim');
      if (!code.matches(entered)) {
        tries.failed('claim');
        throw refused('wrong-code', '初始化码不对，请看教室电脑屏幕上显示的 8 位码');
      }
      await add({ user, name, role: 'administrator', password });
      return { user, name, role: 'administrator' };
    },
    signIn: async (user, password, from) => {
      await verified(user, password, [`user ${user}`, `from ${from}`]);
      const now = clock.now();
      store.forgetBefore(plus(now, (-1 * LONGEST) as DurationMs));
      const token = randomBytes(32).toString('base64url');
      store.openSession({ token: hashOf(token), user, createdAt: now, seenAt: now });
      store.touch(hashOf(token), now);
      return token;
    },
    signOut: (token) => {
      store.closeSession(hashOf(token));
    },
    actorOf: (token) => {
      const session = store.session(hashOf(token));
      if (session === undefined) return null;
      const now = clock.now();
      const account = store.find(session.user);
      if (!account?.active || now - session.seenAt > IDLE || now - session.createdAt > LONGEST) {
        store.closeSession(session.token);
        return null;
      }
      if (now - session.seenAt > TOUCH) store.touch(session.token, now);
      return { user: account.user, name: account.name, role: account.role };
    },
    countersigner: async (actor, { user, password }) => {
      if (user.toLowerCase() === actor.user)
        throw refused('second-person-missing', '需要另一个人复核签字，不能是同一个账号');
      const { name, role } = await verified(user.toLowerCase(), password, [`user ${user.toLowerCase()}`]);
      if (!hasRights(role, 'teacher')) throw refused('second-person-missing', '复核人须是教师或管理员');
      return { user: user.toLowerCase(), name, role };
    },
    list: () =>
      store.all().map(({ user, name, role, active, createdAt, lastSeenAt }) => {
        return { user, name, role, active, createdAt, lastSeenAt };
      }),
    add,
    change: async (user, change) => {
      const account = store.find(user);
      if (account === undefined) throw refused('no-such-user', `没有账号 ${user}`);
      const password = change.password === undefined ? account.password : await hashPassword(change.password);
      keepAnAdministrator(account, change);
      const { name = account.name, role = account.role, active = account.active } = change;
      store.change({ ...account, name, role, active, password });
      if (role !== account.role || !active || password !== account.password) store.closeSessions(user);
    },
    changeOwnPassword: async ({ user }, password, next, token) => {
      const account = await verified(user, password, [`user ${user}`]);
      store.change({ ...account, password: await hashPassword(next) });
      store.closeSessions(user, hashOf(token));
    },
  };
}

function refused(code: string, message: string, retry = false): ZaikeError {
  return new ZaikeError(message, { code, retry });
}

function waitText(ms: number): string {
  return ms < 60_000 ? `${Math.ceil(ms / 1000)} 秒` : `${Math.ceil(ms / 60_000)} 分钟`;
}

/** What is kept of a token: somebody who reads the database cannot use it. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
