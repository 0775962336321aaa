import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account, Welcome } from '../../core/contract/office/accounts.ts';
import type { AuditLine } from '../../core/contract/web/audit.ts';
import { epochMs } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { cookieName } from '../../core/web/session.ts';
import { PASSWORD, startOffice, type TestOffice } from '../support/office/office.ts';

type Lines = { readonly lines: readonly AuditLine[] };
type Refused = { readonly error: { readonly code: string; readonly message: string } };

describe('an idle session', () => {
  let past = 0;
  let office: TestOffice;
  beforeAll(async () => {
    const now = () => epochMs(systemClock.now() + past * 60_000);
    office = await startOffice({ desk: { clock: { ...systemClock, now } } });
  });
  afterAll(() => office[Symbol.asyncDispose]());

  it('ends after 30 minutes, however often its page reads anew by itself', async () => {
    const client = await office.as('teacher');
    for (let minute = 0; minute < 25; minute += 5) {
      past += 5;
      expect((await client.get('/day')).status).toBe(200);
    }
    past += 6;
    expect((await client.get('/day')).status).toBe(401);
  });

  it('lives on while somebody is at the page or changes something, for 12 hours at most', async () => {
    const client = await office.as('teacher');
    past += 29;
    expect((await client.get('/day', { 'X-Zaike-Active': 'yes' })).status).toBe(200);
    past += 29;
    expect((await client.send('POST', '/leave', {})).status).toBe(422);
    past += 29;
    expect((await client.get('/day')).status).toBe(200);
    for (let hours = 2; hours < 12; hours += 0.5) {
      expect((await client.get('/day', { 'X-Zaike-Active': 'yes' })).status).toBe(200);
      past += 29;
    }
    past += 29;
    expect((await client.get('/day', { 'X-Zaike-Active': 'yes' })).status).toBe(401);
  });
});

describe('accounts and sessions', () => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await startOffice();
  });
  afterAll(() => office[Symbol.asyncDispose]());

  it('nothing is told to somebody who is not signed in', async () => {
    const stranger = office.stranger();
    expect((await stranger.get('/accounts')).status).toBe(401);
    expect((await stranger.get('/audit')).status).toBe(401);
    expect((await stranger.get<Welcome>('/welcome')).body).toEqual({
      institution: '沈阳工学院',
      firstRun: false,
      actor: null,
    });
  });

  it('a wrong password and a name that does not exist are refused in the same words', async () => {
    const wrong = await office.stranger().signIn('teacher', 'not-the-password');
    const nobody = await office.stranger().signIn('nobody', 'not-the-password');
    expect(wrong.status).toBe(422);
    expect(nobody.body).toEqual(wrong.body);
  });

  it('the session’s cookie is out of reach for scripts and other sites', async () => {
    const answer = await office.stranger().signIn('viewer', PASSWORD);
    expect(answer.headers.get('set-cookie')).toMatch(/^zaike-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('two programs on one computer keep their sessions apart: a browser sends the cookies of both to both', async () => {
    await using other = await startOffice();
    const [here, there] = await Promise.all([office.as('teacher'), other.as('viewer')]);
    const both = [office, other].map(({ origin }, at) => `${cookieName(origin)}=${(at === 0 ? here : there).token}`);
    const asked = await Promise.all(
      [office, other].map((each) => each.stranger().get<Welcome>('/welcome', { Cookie: both.join('; ') })),
    );
    expect(asked.map(({ body }) => body.actor?.user)).toEqual(['teacher', 'viewer']);
    const out = await here.send('POST', '/sign-out');
    expect(out.headers.get('set-cookie')).toMatch(new RegExp(`^${cookieName(office.origin)}=; .*Max-Age=0$`));
  });

  it('only an administrator sees accounts and audit', async () => {
    for (const role of ['viewer', 'teacher'] as const) {
      const client = await office.as(role);
      expect((await client.get('/accounts')).status).toBe(403);
      expect((await client.get('/audit')).status).toBe(403);
    }
    const administrator = await office.as('administrator');
    expect((await administrator.get<Account[]>('/accounts')).body.map(({ user }) => user)).toEqual([
      'administrator',
      'teacher',
      'viewer',
      'second',
    ]);
  });

  it('no answer holds a password’s hash', async () => {
    const administrator = await office.as('administrator');
    expect(JSON.stringify((await administrator.get('/accounts')).body)).not.toContain('argon2');
  });

  it('a change from a foreign page or without our header is refused', async () => {
    const administrator = await office.as('administrator');
    const body = { user: 'x1', name: '某人', role: 'teacher', password: PASSWORD };
    const foreign = await administrator.send('POST', '/accounts', body, { Origin: 'http://evil.example' });
    expect(foreign.status).toBe(403);
    expect((await administrator.send('POST', '/accounts', body, { 'X-Zaike': '' })).status).toBe(204); // an empty one is still one
    const plain = await fetch(`${office.origin}/api/accounts`, {
      method: 'POST',
      body: JSON.stringify({ ...body, user: 'x2' }),
      headers: { Cookie: `${cookieName(office.origin)}=${administrator.token}`, 'Content-Type': 'application/json' },
    });
    expect(plain.status).toBe(403);
  });

  it('every change leaves who, what and when, and no password', async () => {
    const administrator = await office.as('administrator');
    const added = { user: 'qian', name: '钱老师', role: 'teacher', password: 'secret-of-qian-1' };
    expect((await administrator.send('POST', '/accounts', added)).status).toBe(204);
    expect((await administrator.send('PATCH', '/accounts/qian', { role: 'viewer' })).status).toBe(204);
    const { lines } = (await administrator.get<Lines>('/audit?subject=qian')).body;
    expect(lines.map(({ action, user, detail }) => ({ action, user, detail }))).toEqual([
      { action: 'account-changed', user: 'administrator', detail: '角色改为 viewer' },
      { action: 'account-added', user: 'administrator', detail: '新建账号 钱老师（qian），角色 teacher' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret-of-qian');
  });

  it('the audit can neither be changed nor deleted, even by SQL', () => {
    expect(() => office.db.exec('delete from audit')).toThrow(/append-only/);
    expect(() => office.db.exec("update audit set user = 'x'")).toThrow(/append-only/);
  });

  it('a body that does not fit is refused with what is wrong, and changes nothing', async () => {
    const administrator = await office.as('administrator');
    const { status, body } = await administrator.send<Refused>('POST', '/accounts', {
      user: '张 三',
      name: '',
      role: 'teacher',
      password: 'short',
      extra: 1,
    });
    expect(status).toBe(422);
    expect(body.error.code).toBe('bad-input');
    for (const part of ['账号为', '请填写姓名', '密码至少 10 位', 'extra']) expect(body.error.message).toContain(part);
  });

  it('the last administrator cannot be switched off', async () => {
    const administrator = await office.as('administrator');
    const answer = await administrator.send<Refused>('PATCH', '/accounts/administrator', { active: false });
    expect(answer.body.error.code).toBe('last-administrator');
  });

  it('an account that is switched off is signed out at once', async () => {
    const administrator = await office.as('administrator');
    await administrator.send('POST', '/accounts', { user: 'zhou', name: '周', role: 'teacher', password: PASSWORD });
    const zhou = office.stranger();
    await zhou.signIn('zhou', PASSWORD);
    expect((await zhou.get<Welcome>('/welcome')).body.actor?.user).toBe('zhou');
    await administrator.send('PATCH', '/accounts/zhou', { active: false });
    expect((await zhou.get<Welcome>('/welcome')).body.actor).toBeNull();
  });

  it('one’s own new password needs the old one and signs out the other devices', async () => {
    const administrator = await office.as('administrator');
    await administrator.send('POST', '/accounts', { user: 'wu', name: '吴', role: 'teacher', password: PASSWORD });
    const [here, elsewhere] = [office.stranger(), office.stranger()];
    await here.signIn('wu', PASSWORD);
    await elsewhere.signIn('wu', PASSWORD);
    const wrong = await here.send('PUT', '/me/password', { password: 'wrong', next: 'a-new-password' });
    expect(wrong.status).toBe(422);
    await here.send('PUT', '/me/password', { password: PASSWORD, next: 'a-new-password' });
    expect((await here.get<Welcome>('/welcome')).body.actor?.user).toBe('wu');
    expect((await elsewhere.get<Welcome>('/welcome')).body.actor).toBeNull();
  });

  it('after five wrong tries even the right password must wait', async () => {
    const administrator = await office.as('administrator');
    await administrator.send('POST', '/accounts', { user: 'zheng', name: '郑', role: 'viewer', password: PASSWORD });
    for (let n = 0; n < 5; n += 1) await office.stranger().signIn('zheng', `wrong-${String(n)}`);
    const answer = (await office.stranger().signIn('zheng', PASSWORD)) as { status: number; body: Refused };
    expect(answer.status).toBe(429);
    expect(answer.body.error.message).toMatch(/请在 \d+ 秒 后再试/);
  });
});

describe('the first run', () => {
  it('makes the administrator with the code of the screen, once', async () => {
    await using office = await startOffice({ empty: true });
    const stranger = office.stranger();
    expect((await stranger.get<Welcome>('/welcome')).body.firstRun).toBe(true);
    const claim = { code: 'AAAA-AAAA', user: 'boss', name: '主任', password: PASSWORD };
    expect((await stranger.send<Refused>('POST', '/claim', claim)).body.error.code).toBe('wrong-code');
    const code = (await office.desk.accounts.firstRunCode()) ?? '';
    const claimed = await stranger.send('POST', '/claim', { ...claim, code: code.toLowerCase().replace('-', '') });
    expect(claimed.status).toBe(200);
    expect(await office.desk.accounts.firstRunCode()).toBeNull();
    expect((await stranger.send<Refused>('POST', '/claim', { ...claim, code, user: 'other' })).body.error.code).toBe(
      'already-set-up',
    );
  });

  it('gives another code after five wrong tries', async () => {
    await using office = await startOffice({ empty: true });
    const before = await office.desk.accounts.firstRunCode();
    for (let n = 0; n < 5; n += 1)
      await office.desk.accounts.claim({ code: 'x', user: 'a1', name: 'a', password: PASSWORD }).catch(() => undefined);
    expect(await office.desk.accounts.firstRunCode()).not.toBe(before);
  });
});
