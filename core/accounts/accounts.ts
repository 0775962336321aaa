import { createHash, randomBytes } from 'node:crypto';
import type { Claim, Countersign, Person } from '../contract/web/person.ts';
import { ZaikeError } from '../domain/errors.ts';
import { type DurationMs, type EpochMs, minutes, plus, seconds } from '../domain/units.ts';
import type { Clock } from '../platform/clock.ts';
import { attempts } from './attempts.ts';
import { firstRunCode } from './first-run.ts';
import { hashPassword, isPassword } from './password.ts';

/** An account as its store keeps it: the person, and how they sign in. */
export type KeptAccount<Actor extends Person> = Actor & {
  readonly password: string;
  readonly active: boolean;
  readonly createdAt: EpochMs;
  readonly lastSeenAt: EpochMs | null;
};

export interface KeptSession {
  readonly token: string;
  readonly user: string;
  readonly createdAt: EpochMs;
  readonly seenAt: EpochMs;
}

type Soon<T> = T | Promise<T>;

/** Where accounts and sessions are kept. */
export interface AccountStore<Actor extends Person> {
  all(): Soon<KeptAccount<Actor>[]>;
  find(user: string): Soon<KeptAccount<Actor> | undefined>;
  add(account: KeptAccount<Actor>): Soon<void>;
  change(account: KeptAccount<Actor>): Soon<void>;
  session(token: string): Soon<KeptSession | undefined>;
  openSession(session: KeptSession): Soon<void>;
  touch(token: string, at: EpochMs): Soon<void>;
  closeSession(token: string): Soon<void>;
  closeSessions(user: string, except?: string): Soon<void>;
  forgetBefore(seenAt: EpochMs): Soon<void>;
}

/** What a program's own roles mean. */
export interface AccountRules<Actor extends Person> {
  /** The person alone, without what the store keeps beside. */
  readonly personOf: (kept: KeptAccount<Actor>) => Actor;
  /** The first administrator, made with the one-time code. */
  readonly firstAdministrator: (user: string, name: string) => Actor;
  readonly isAdministrator: (person: Actor) => boolean;
  /** Why this person may not sign as the second one (zh-CN); null: may. */
  readonly refusedAsSecond: (person: Actor) => string | null;
  /** Where the one-time code is to be seen (zh-CN): `教室电脑屏幕上`. */
  readonly codeIsAt: string;
}

/** A change of an account; what is undefined stays. */
export type AccountChange<Actor extends Person> = {
  readonly [K in keyof Omit<Actor, 'user'>]?: Actor[K] | undefined;
} & {
  readonly active?: boolean | undefined;
  readonly password?: string | undefined;
};

/** An account as an administrator sees it. */
export type ListedAccount<Actor extends Person> = Actor & {
  readonly active: boolean;
  readonly createdAt: EpochMs;
  readonly lastSeenAt: EpochMs | null;
};

/** Who may sign in, and who is signed in. */
export interface Accounts<Actor extends Person> {
  /** The code to show at the machine; null once there is an administrator. */
  firstRunCode(): Promise<string | null>;
  /** Makes the first administrator. @throws ZaikeError `already-set-up`, `wrong-code`, `too-many-tries`. */
  claim(claim: Claim): Promise<Actor>;
  /**
   * The token for the browser to hold. @param from where the try comes from, for the limit of tries.
   * @throws ZaikeError `sign-in-refused` (not said whether name or password), `too-many-tries`.
   */
  signIn(user: string, password: string, from: string): Promise<string>;
  signOut(token: string): Promise<void>;
  /**
   * Who holds this token; null after 30 idle minutes, 12 hours, or when the account was switched off.
   * @param active whether somebody is at the page: a page that reads anew by itself keeps no session alive.
   */
  actorOf(token: string, active: boolean): Promise<Actor | null>;
  /**
   * Checks a second person's signature. @throws ZaikeError `second-person-missing` (the same person, or one without the
   * rights), `sign-in-refused`, `too-many-tries`.
   */
  countersigner(actor: Person, signature: Countersign): Promise<Actor>;
  list(): Promise<readonly ListedAccount<Actor>[]>;
  /** @throws ZaikeError `user-taken`. */
  add(person: Actor, password: string): Promise<void>;
  /** Ends the account's sessions when password, rights or activity changed. @throws ZaikeError `no-such-user`, `last-administrator`. */
  change(user: string, change: AccountChange<Actor>): Promise<void>;
  /** @param token stays signed in. @throws ZaikeError `sign-in-refused`, `too-many-tries`. */
  changeOwnPassword(actor: Person, password: string, next: string, token: string): Promise<void>;
}

const IDLE: DurationMs = minutes(30);
const LONGEST: DurationMs = minutes(12 * 60);
/** A session's last use is written this often. */
const TOUCH: DurationMs = seconds(20);

/** Accounts over their store. */
export function accounts<Actor extends Person>(
  store: AccountStore<Actor>,
  clock: Clock,
  rules: AccountRules<Actor>,
): Accounts<Actor> {
  const { personOf, isAdministrator } = rules;
  const tries = attempts(() => clock.monotonic());
  const code = firstRunCode();
  // Checked when there is no such user, so that a wrong name takes as long as a wrong password.
  const nobody = hashPassword(randomBytes(16).toString('hex'));

  const isSetUp = async (): Promise<boolean> =>
    (await store.all()).some((kept) => kept.active && isAdministrator(personOf(kept)));

  const patience = (...keys: string[]): void => {
    const wait = Math.max(...keys.map((key) => tries.wait(key)));
    if (wait > 0) throw refused('too-many-tries', `尝试次数过多，请在 ${waitText(wait)} 后再试`, true);
  };

  const verified = async (user: string, password: string, keys: readonly string[]): Promise<KeptAccount<Actor>> => {
    patience(...keys);
    for (const key of keys) tries.failed(key); // taken back below: tries at the same time count too
    const account = await store.find(user);
    const right = await isPassword(password, account?.password ?? (await nobody));
    if (account === undefined || !account.active || !right) throw refused('sign-in-refused', '账号或密码不对');
    for (const key of keys) tries.succeeded(key);
    return account;
  };

  const keepAnAdministrator = async (before: KeptAccount<Actor>, after: KeptAccount<Actor>): Promise<void> => {
    const rules = (kept: KeptAccount<Actor>): boolean => kept.active && isAdministrator(personOf(kept));
    if (!rules(before) || rules(after)) return;
    if (!(await store.all()).some((each) => each.user !== before.user && rules(each)))
      throw refused('last-administrator', '这是最后一个管理员账号，不能停用或降级');
  };

  const add = async (person: Actor, password: string): Promise<void> => {
    const hash = await hashPassword(password);
    if ((await store.find(person.user)) !== undefined)
      throw refused('user-taken', `账号 ${person.user} 已存在，请换一个`);
    await store.add({ ...person, password: hash, active: true, createdAt: clock.now(), lastSeenAt: null });
  };

  return {
    firstRunCode: async () => ((await isSetUp()) ? null : code.text),
    claim: async ({ code: entered, user, name, password }) => {
      if (await isSetUp()) throw refused('already-set-up', '已经有管理员了，请直接登录');
      patience('claim');
      if (!code.matches(entered)) {
        tries.failed('claim');
        throw refused('wrong-code', `初始化码不对，请看${rules.codeIsAt}显示的 8 位码`);
      }
      const first = rules.firstAdministrator(user, name);
      await add(first, password);
      return first;
    },
    signIn: async (user, password, from) => {
      await verified(user, password, [`user ${user}`, `from ${from}`]);
      const now = clock.now();
      await store.forgetBefore(plus(now, (-1 * LONGEST) as DurationMs));
      const token = randomBytes(32).toString('base64url');
      await store.openSession({ token: hashOf(token), user, createdAt: now, seenAt: now });
      await store.touch(hashOf(token), now);
      return token;
    },
    signOut: async (token) => {
      await store.closeSession(hashOf(token));
    },
    actorOf: async (token, active) => {
      const session = await store.session(hashOf(token));
      if (session === undefined) return null;
      const now = clock.now();
      const account = await store.find(session.user);
      if (!account?.active || now - session.seenAt > IDLE || now - session.createdAt > LONGEST) {
        await store.closeSession(session.token);
        return null;
      }
      if (active && now - session.seenAt > TOUCH) await store.touch(session.token, now);
      return personOf(account);
    },
    countersigner: async (actor, { user, password }) => {
      if (user.toLowerCase() === actor.user)
        throw refused('second-person-missing', '需要另一个人复核签字，不能是同一个账号');
      const second = personOf(await verified(user.toLowerCase(), password, [`user ${user.toLowerCase()}`]));
      const why = rules.refusedAsSecond(second);
      if (why !== null) throw refused('second-person-missing', why);
      return second;
    },
    list: async () =>
      (await store.all()).map((kept) => {
        const { active, createdAt, lastSeenAt } = kept;
        return { ...personOf(kept), active, createdAt, lastSeenAt };
      }),
    add,
    change: async (user, { password, ...change }) => {
      const account = await store.find(user);
      if (account === undefined) throw refused('no-such-user', `没有账号 ${user}`);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const hash = password === undefined ? account.password : await hashPassword(password);
      const changed: KeptAccount<Actor> = { ...account, ...given, password: hash };
      await keepAnAdministrator(account, changed);
      await store.change(changed);
      const { role, active } = changed;
      if (role !== account.role || !active || hash !== account.password) await store.closeSessions(user);
    },
    changeOwnPassword: async ({ user }, password, next, token) => {
      const account = await verified(user, password, [`user ${user}`]);
      await store.change({ ...account, password: await hashPassword(next) });
      await store.closeSessions(user, hashOf(token));
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
