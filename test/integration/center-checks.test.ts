import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Card, Check, Seal } from '../../core/contract/center/checks.ts';
import type { ClassDay, MarkEvidence } from '../../core/contract/center/class-day.ts';
import type { Command } from '../../core/contract/center/link.ts';
import type { SubsidyEntryView } from '../../core/contract/center/subsidy.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { PASSWORD, startCenter, type TestCenter } from '../support/center/center.ts';
import { carryOutInLesson, stateInLesson } from '../support/center/classroom.ts';
import { checkedTell, tellClass, workedMonth } from '../support/center/filed.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { monthKept } from '../support/center/month-kept.ts';
import { pairByCode } from '../support/center/pairing.ts';
import type { OfficeClient } from '../support/office/client.ts';

const WITHIN = 60_000;

interface Refused {
  readonly error: { readonly code: string };
}

let test: TestCenter;
let kiosk: TestKiosk;
let id: string;
let inspector: OfficeClient;
let institution: OfficeClient;
const asked: Command[] = [];
const room = { seen: 3, observed: 1 };

beforeAll(async () => {
  test = await startCenter();
  kiosk = startTestKiosk(test.origin, {
    state: () => stateInLesson(room.seen, room),
    carryOut: carryOutInLesson(asked),
  });
  inspector = await test.as('inspector');
  institution = await test.as('institution');
  id = (await pairByCode(test, kiosk)).id;
  tellClass(
    checkedTell((kind, body) => kiosk.outbox.put(kind, body, systemClock.now())),
    workedMonth(),
    { state: 'approved' },
  );
  await monthKept(test);
});

afterAll(async () => {
  await kiosk[Symbol.asyncDispose]();
  await test[Symbol.asyncDispose]();
});

const path = (rest: string): string => `/classes/${id}/DSJ-2026-01${rest}`;

/** Waits until the center knows the room as it is now. */
async function roomIs(seen: number, observed = 1): Promise<void> {
  Object.assign(room, { seen, observed });
  await vi.waitFor(() => {
    const now = test.center.hub.linked().get(id)?.state?.classes[0];
    expect([now?.seen, now?.observed]).toEqual([seen, observed]);
  }, WITHIN);
}

describe('the minute before phoning', () => {
  it('says on one card who is missing, whom to phone and how sure it is', async () => {
    const { body } = await inspector.get<Card>(path('/card'));
    expect(body).toMatchObject({
      ...{ phase: 'running', due: 5, seen: 3, heads: 4, unidentified: 1, counsellorPhone: '13900000000', observed: 1 },
      lesson: { no: 2, course: 'Python 基础', teacher: '李老师' },
      rate: { present: 3, due: 5, unobservable: 0, text: '60.00', below: true },
    });
    expect(body.missing.map(({ name, phone }) => [name, phone])).toEqual([
      ['钱中退', '13800000003'],
      ['孙旷课', '13800000004'],
    ]);
    const own = (await institution.get<Card>(path('/card'))).body;
    expect(own.missing[0]?.phone).toBe('138****0003');
  });

  it('claims no rate below 80 % while a camera was blind', async () => {
    await roomIs(3, 0.5);
    const { body } = await inspector.get<Card>(path('/card'));
    expect(body.rate).toMatchObject({ present: 3, unobservable: 2, due: 3, below: false });
    await roomIs(2, 0.5); // three of five could not be observed
    expect((await inspector.get<Card>(path('/card'))).body.rate).toBeNull();
    await roomIs(3);
  });

  it('seals the moment with pictures and clip, names what is lacking, and notes the call', async () => {
    const { status, body } = await inspector.send<Seal>('POST', path('/seals'));
    expect(status).toBe(200);
    expect(body.files.map(({ name }) => name)).toEqual(['cam-1.jpg', 'cam-1.mp4']);
    expect(body.lacking).toEqual(['教室后方：没有画面', '教室后方：最近 30 秒的录像缺 1 段']);
    const [picture] = body.files;
    const file = await inspector.get(`/seals/${body.id}/files/${picture?.sha256 ?? ''}`);
    expect(createHash('sha256').update(file.bytes).digest('hex')).toBe(picture?.sha256);
    expect(file.headers.get('content-type')).toContain('image/jpeg');
    const call = { whom: '辅导员 13900001234', outcome: 'reached-agrees', note: '在医院' };
    const noted = await inspector.send<Seal>('POST', `/seals/${body.id}/calls`, call);
    expect(noted.body.calls).toEqual([expect.objectContaining({ ...call, whom: '辅导员 139****1234', by: '吴检查' })]);
    const [listed] = (await inspector.get<Seal[]>(path('/seals'))).body;
    expect(listed?.calls).toHaveLength(1);
    expect((await inspector.get(`/seals/${body.id}/files/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await institution.get(path('/seals'))).status).toBe(403);
    // Who was shown numbers is noted, once however often the page asks.
    await inspector.get(path('/card'));
    const administrator = await test.as('administrator');
    const { lines } = (await administrator.get<{ lines: { action: string; user: string }[] }>('/audit')).body;
    expect(lines.filter(({ action, user }) => action === 'phones-shown' && user === 'inspector')).toHaveLength(1);
  });
});

describe('a class’s day', () => {
  it('has its lessons, how everybody stands now, and the records in force', async () => {
    const today = (await inspector.get<ClassDay>(path('/day'))).body;
    expect(today.trainees.map(({ name, now }) => [name, now?.mark])).toContainEqual(['王全勤', 'present']);
    const { body } = await inspector.get<ClassDay>(path('/day?date=2026-10-12'));
    expect(body.lessons.map(({ no }) => no)).toEqual([1, 2, 3, 4, 5, 6]);
    const late = body.trainees.find(({ trainee }) => trainee === 'all');
    expect(late?.records.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => 'present'));
    expect((await inspector.get(path('/day?date=2026-02-30'))).status).toBe(404);
  });

  it('fetches the video behind a mark from the kiosk, for who may see the class only', async () => {
    const { body } = await inspector.get<ClassDay>(path('/day?date=2026-10-12'));
    const record = body.trainees[0]?.records[0]?.id ?? 0;
    const evidence = await inspector.send<MarkEvidence>('POST', path(`/records/${String(record)}/evidence`));
    expect(evidence.body).toMatchObject({ name: '王全勤', no: 1, outcome: 'present' });
    const [clip] = evidence.body.openings[0]?.clips ?? [];
    const file = await inspector.get(path(`/evidence/${clip?.sha256 ?? ''}`));
    expect(new TextDecoder().decode(file.bytes)).toBe('ten seconds');
    expect((await inspector.send('POST', path('/records/999999/evidence'))).status).toBe(404);
    expect((await inspector.get(path(`/evidence/${'0'.repeat(64)}`))).status).toBe(404);
    expect((await test.stranger().get(path(`/evidence/${clip?.sha256 ?? ''}`))).status).toBe(401);
    const administrator = await test.as('administrator');
    const audit = await administrator.get<{ lines: { action: string }[] }>('/audit?subject=DSJ-2026-01');
    expect(audit.body.lines.map(({ action }) => action)).toContain('evidence-viewed');
  });
});

describe('a spot check', () => {
  it('calls somebody with fresh moves, waits for the institution, and feeds 附件8 when two confirm it', async () => {
    await roomIs(3);
    const { body: begun } = await inspector.send<Check>('POST', path('/checks'));
    expect(begun).toMatchObject({ proposed: true, answer: null, decision: null });
    expect(begun.called?.moves.length).toBeGreaterThanOrEqual(2);
    expect(begun.called?.moves.some((move, index, all) => move === all[index - 1])).toBe(false);
    const challenge = await vi.waitFor(() => {
      const found = asked.find(({ kind }) => kind === 'challenge');
      if (found?.kind !== 'challenge') throw new Error('not yet');
      return found;
    }, WITHIN);
    expect(['all', 'late', 'leave']).toContain(challenge.trainee);
    const view = await vi.waitFor(async () => {
      const { body } = await inspector.get<Check>(`/checks/${begun.seal.id}`);
      expect(body.called?.result).toMatchObject({ outcome: 'no-show', why: '60 秒内没有人来' });
      return body;
    }, WITHIN);
    const countersign = { user: 'second', password: PASSWORD };
    const decide = (body: object) => inspector.send<Check & Refused>('POST', `/checks/${view.seal.id}/decision`, body);
    const confirm = { confirmed: true, note: '情况属实', countersign };
    expect((await decide(confirm)).body.error.code).toBe('too-early');
    // What a trainee said on the telephone stays at the center; nor can the center answer for the institution.
    const call = { whom: '王全勤', outcome: 'reached-differs', note: '学校让我签的字' };
    await inspector.send('POST', `/seals/${view.seal.id}/calls`, call);
    expect((await inspector.get<Check>(`/checks/${view.seal.id}`)).body.seal.calls).toHaveLength(1);
    expect((await institution.get<Check>(`/checks/${view.seal.id}`)).body.seal.calls).toEqual([]);
    expect((await inspector.send('POST', `/checks/${view.seal.id}/answer`, { text: '没有意见' })).status).toBe(403);
    expect((await decide(confirm)).body.error.code).toBe('too-early');
    expect((await institution.send('POST', `/checks/${view.seal.id}/answer`, { text: '两人去取教材' })).status).toBe(
      200,
    );
    expect(
      (await institution.send<Refused>('POST', `/checks/${view.seal.id}/answer`, { text: '再说' })).body.error.code,
    ).toBe('already-answered');
    expect((await institution.send('POST', `/checks/${view.seal.id}/decision`, confirm)).status).toBe(403);
    const decided = await decide(confirm);
    expect(decided.body.decision).toMatchObject({ confirmed: true, by: '吴检查', countersignedBy: '郑检查' });
    expect((await decide(confirm)).body.error.code).toBe('already-decided');
    const subsidy = (await inspector.get<SubsidyEntryView>(path('/subsidy'))).body;
    expect([subsidy.events, subsidy.rows[0]?.classRateShare]).toEqual([2, '4%']); // one was filed, one is this
    await vi.waitFor(() => {
      const told = asked.flatMap((command) => (command.kind === 'decision' ? [command.decision] : []));
      expect(told).toContainEqual(expect.objectContaining({ kind: 'class-rate', confirmed: true, no: 2 }));
    }, WITHIN);
  });

  it('above 80 % cannot be confirmed, only noted', async () => {
    await roomIs(4);
    const { body } = await inspector.send<Check>('POST', path('/checks'));
    expect(body.proposed).toBe(false);
    await institution.send('POST', `/checks/${body.seal.id}/answer`, { text: '无' });
    const countersign = { user: 'second', password: PASSWORD };
    const decided = await inspector.send<Refused>('POST', `/checks/${body.seal.id}/decision`, {
      ...{ confirmed: true, note: '凑数', countersign },
    });
    expect(decided.body.error.code).toBe('nothing-to-confirm');
  });

  it('of another institution is answered like none at all', async () => {
    const administrator = await test.as('administrator');
    await administrator.send('POST', '/accounts', {
      ...{ user: 'other', name: '别校', role: 'institution', institution: '大连学院', password: PASSWORD },
    });
    const other = test.stranger();
    await other.signIn('other', PASSWORD);
    const [check] = (await inspector.get<Check[]>('/checks')).body;
    const seal = check?.seal.id ?? '';
    const sha256 = check?.seal.files[0]?.sha256 ?? '';
    for (const each of [`/checks/${seal}`, `/seals/${seal}/files/${sha256}`, path('/card'), path('/day')])
      expect([each, (await other.get(each)).status]).toEqual([each, 404]);
    expect((await other.send('POST', `/checks/${seal}/answer`, { text: 'x' })).status).toBe(404);
    const before = asked.length;
    expect((await other.send('POST', path('/records/1/evidence'))).status).toBe(404);
    for (const action of ['/seals', '/checks'])
      expect([action, (await other.send('POST', path(action), {})).status]).toEqual([action, 403]);
    // A clip that an inspector was given is no other's either, nor a file of another class by its hash.
    const evidence = (await inspector.send<MarkEvidence>('POST', path('/records/1/evidence'))).body;
    const clip = evidence.openings[0]?.clips[0]?.sha256 ?? '';
    expect((await inspector.get(path(`/evidence/${clip}`))).status).toBe(200);
    expect((await other.get(path(`/evidence/${clip}`))).status).toBe(404);
    expect((await inspector.get(path(`/evidence/${'0'.repeat(64)}`))).status).toBe(404);
    expect(asked.slice(before).map(({ kind }) => kind)).toEqual(['mark']); // the kiosk was asked by the inspector only
    expect((await other.get<Check[]>('/checks')).body).toEqual([]);
  });
});
