import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CenterClassView, CenterFiling } from '../../core/contract/center/filings.ts';
import type { Command } from '../../core/contract/center/link.ts';
import type { Matters } from '../../core/contract/center/matters.ts';
import type { Publicity, SubsidyClass, SubsidyEntryView } from '../../core/contract/center/subsidy.ts';
import type { Totals } from '../../core/contract/center/totals.ts';
import type { Waiting } from '../../core/contract/center/waiting.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { PASSWORD, startCenter, type TestCenter } from '../support/center/center.ts';
import { checkedTell, tellClass, workedMonth } from '../support/center/filed.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { monthKept } from '../support/center/month-kept.ts';
import { pairByCode } from '../support/center/pairing.ts';
import type { OfficeClient } from '../support/office/client.ts';

const WITHIN = 60_000;

let test: TestCenter;
let kiosk: TestKiosk;
let id: string;
let inspector: OfficeClient;
const asked: Command[] = [];
let answer: 'done' | 'failed' = 'failed';

beforeAll(async () => {
  test = await startCenter();
  kiosk = startTestKiosk(test.origin, {
    carryOut: (command) => {
      asked.push(command);
      return Promise.resolve({
        answer: answer === 'done' ? { kind: 'done', result: null, files: [] } : { kind: 'failed', message: '请升级' },
        files: [],
      });
    },
  });
  inspector = await test.as('inspector');
  id = (await pairByCode(test, kiosk)).id;
  const tell = checkedTell((kind, body) => kiosk.outbox.put(kind, body, systemClock.now()));
  tellClass(tell, workedMonth());
  await monthKept(test);
});

afterAll(async () => {
  await kiosk[Symbol.asyncDispose]();
  await test[Symbol.asyncDispose]();
});

const waitingOf = async (client: OfficeClient): Promise<Waiting> => (await client.get<Waiting>('/waiting')).body;
const path = (rest: string): string => `/classes/${id}/DSJ-2026-01${rest}`;
const filing = async (query = ''): Promise<CenterFiling> =>
  (await inspector.get<CenterFiling>(path(`/filing${query}`))).body;

describe('a filing at the center', () => {
  it('is read masked, and unmasked by who asks and may, with a line in the audit', async () => {
    const masked = await filing();
    expect(masked).toMatchObject({ state: 'filed', people: 5, complete: true, institution: '沈阳工学院' });
    expect(masked.roster[0]).toMatchObject({ name: '王全勤', idNumber: '210402********0017', phone: '138****0000' });
    expect((await filing('?unmasked=1')).roster[0]).toMatchObject({
      idNumber: '210402200001010017',
      phone: '13800000000',
    });
    const accountant = await test.as('accountant');
    const { body } = await accountant.get<CenterFiling>(path('/filing?unmasked=1'));
    expect([body.unmasked, body.roster[0]?.phone]).toEqual([false, '138****0000']);
    const administrator = await test.as('administrator');
    const audit = await administrator.get<{ lines: { action: string; user: string }[] }>('/audit?subject=DSJ-2026-01');
    expect(audit.body.lines.filter(({ action }) => action === 'roster-unmasked').map(({ user }) => user)).toEqual([
      'inspector',
    ]);
  });

  it('is not approved unseen, nor by one person, nor for tomorrow', async () => {
    const { hash } = await filing();
    const countersign = { user: 'second', password: PASSWORD };
    const approve = (body: object) =>
      inspector.send<{ error: { code: string } }>('POST', path('/filing/approval'), body);
    const whole = { hash, on: '2026-09-28', paper: '抚就培〔2026〕7号', countersign };
    expect((await approve({ ...whole, hash: 'x' })).body.error.code).toBe('stale-filing');
    expect((await approve({ ...whole, on: '2999-01-01' })).body.error.code).toBe('in-the-future');
    const own = { user: 'inspector', password: PASSWORD };
    expect((await approve({ ...whole, countersign: own })).body.error.code).toBe('second-person-missing');
    const school = { user: 'institution', password: PASSWORD };
    expect((await approve({ ...whole, countersign: school })).body.error.code).toBe('second-person-missing');
    expect((await filing()).state).toBe('filed');
  });

  it('is approved by two, kept until the kiosk takes it, and told again when it comes back', async () => {
    const { hash } = await filing();
    const countersign = { user: 'second', password: PASSWORD };
    const body = { hash, on: '2026-09-28', paper: '抚就培〔2026〕7号', countersign };
    expect((await inspector.send('POST', path('/filing/approval'), body)).status).toBe(200);
    await vi.waitFor(async () => {
      const [made] = (await filing()).decisions;
      expect(made).toMatchObject({ trouble: '请升级', toldAt: null, by: '吴检查', countersignedBy: '郑检查' });
    }, WITHIN);
    expect((await filing()).state).toBe('approved');
    answer = 'done';
    test.center.hub.socket(id)?.disconnect(true);
    await vi.waitFor(async () => expect((await filing()).decisions[0]?.toldAt).not.toBeNull(), WITHIN);
    const decisions = asked.flatMap((command) => (command.kind === 'decision' ? [command.decision] : []));
    expect(new Set(decisions.map((each) => (each as { id: string }).id)).size).toBe(1);
    expect(decisions[0]).toMatchObject({ kind: 'filing-approved', class: 'DSJ-2026-01', hash, on: '2026-09-28' });
    expect(
      (await inspector.send<{ error: { code: string } }>('POST', path('/filing/approval'), body)).body.error.code,
    ).toBe('not-filed');
  });

  it('of another institution is answered like none at all', async () => {
    const administrator = await test.as('administrator');
    await administrator.send('POST', '/accounts', {
      ...{ user: 'other', name: '别校', role: 'institution', institution: '大连学院', password: PASSWORD },
    });
    const other = test.stranger();
    await other.signIn('other', PASSWORD);
    expect((await other.get<CenterClassView[]>('/classes')).body).toEqual([]);
    for (const rest of ['/filing', '/subsidy', '/forms/8/xlsx', '/forms/4/html'])
      expect([rest, (await other.get(path(rest))).status]).toEqual([rest, 404]);
    expect((await other.get<Totals>('/totals/2026-10')).body.rows).toEqual([]);
    expect((await other.get<Publicity>('/publicity')).body.classes).toEqual([]);
  });
});

describe('months, subsidy and publicity', () => {
  it('add the worked month up as the rules do', async () => {
    const { body } = await inspector.get<Totals>('/totals/2026-10');
    expect(body.rows).toEqual([
      expect.objectContaining({ code: 'DSJ-2026-01', people: 5, due: 480, attended: 459, rate: '95.63', below: 1 }),
    ]);
    const file = await inspector.get('/totals/2026-10/xlsx');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(file.bytes as never);
    const values = (book.worksheets[0]?.getRow(3).values as unknown[]).slice(2);
    expect(values.slice(0, 6)).toEqual(['沈阳工学院', '大数据开发', 'DSJ-2026-01', 5, 480, 459]);
  });

  it('pay for those whom the center’s own entries leave', async () => {
    const accountant = await test.as('accountant');
    const before = (await accountant.get<SubsidyEntryView>(path('/subsidy'))).body;
    const [one = '', two = '', three = '', gone = '', five = ''] = before.trainees.map(({ trainee }) => trainee);
    const entry = {
      exam: { [one]: 'passed', [two]: 'passed', [three]: 'failed', [gone]: 'notRegistered', [five]: 'passed' },
      ...{
        insured: [five],
        materialsRejected: [],
        violations: [{ percent: 1.5, why: '虚报一天' }],
        publishedOn: '2026-11-02',
      },
    };
    const saved = { revision: before.revision, entry };
    expect((await inspector.send('PUT', path('/subsidy'), saved)).status).toBe(403);
    expect((await accountant.send('PUT', path('/subsidy'), saved)).status).toBe(204);
    const stale = await accountant.send<{ error: { code: string } }>('PUT', path('/subsidy'), saved);
    expect([stale.status, stale.body.error.code]).toEqual([409, 'stale-entry']);
    const { classes } = (await accountant.get<{ classes: SubsidyClass[] }>('/subsidy')).body;
    // 1500 × 3 months × 2 people = 9,000; one event of 2 % and 1.5 % for the violation: 315
    expect(classes[0]?.rows).toEqual([
      expect.objectContaining({ opened: 5, paid: 2, proposed: '9000.00', violationShare: '1.5%', actual: '8685.00' }),
    ]);
    const { body } = await accountant.get<Publicity>('/publicity');
    expect(body.classes[0]).toMatchObject({ publishedOn: '2026-11-02', publicityEnds: '2026-11-09' });
    expect(body.classes[0]?.people.map(({ name, idNumber }) => [name, idNumber])).toEqual([
      ['王全勤', '210402********0017'],
      ['李迟到', '210402********0025'],
    ]);
  });

  it('come as forms', async () => {
    for (const rest of ['4/html', '4/xlsx', '5/html', '6/html?month=2026-10', '7/html?month=2026-10', '8/xlsx'])
      expect([rest, (await inspector.get(path(`/forms/${rest}`))).status]).toEqual([rest, 200]);
    expect((await inspector.get(path('/forms/6/html'))).status).toBe(422);
    expect((await inspector.get(path('/forms/9/html'))).status).toBe(404);
    const page = new TextDecoder().decode((await inspector.get('/publicity/html')).bytes);
    expect(page).toContain('210402********0017');
    expect(page).not.toContain('210402200001010017');
  });
});

describe('what else waits for the center', () => {
  const of = { class: 'DSJ-2026-01' } as const;

  beforeAll(async () => {
    const tell = checkedTell((kind, body) => kiosk.outbox.put(kind, body, systemClock.now()));
    tell('dispute', {
      ...{ ...of, id: 1, date: '2026-10-12', no: 1, trainee: 'absent', text: '我在教室' },
      ...{ raisedAt: Date.parse('2026-10-12T02:00:00Z'), answer: null },
    });
    tell('enrolment', {
      ...{
        id: 7,
        person: 'late',
        role: 'trainee',
        class: of.class,
        what: 'changed',
        by: 'teacher',
        at: 1_790_000_100_000,
      },
      ...{ photos: 3, model: 'm', alike: 0.21, weak: true, gallery: 'a'.repeat(64) },
    });
    tell('review', {
      ...{
        id: 1,
        class: of.class,
        inspector: '吴检查',
        at: 1_790_000_000_000,
        gallery: 'b'.repeat(64),
        note: '',
        visit: 'v000000000000000000',
        journal: 4,
      },
      people: [{ trainee: 'gone', idCard: 'agrees', face: 'differs', alike: 0.3, note: '' }],
    });
    await vi.waitFor(async () => expect((await test.center.facts.of('review')).length).toBe(1), WITHIN);
  });

  it('is listed: an overdue dispute, a weak enrolment, a review with what changed since', async () => {
    const { body } = await inspector.get<Matters>('/matters');
    expect(body.disputes).toEqual([
      expect.objectContaining({ name: '孙旷课', state: 'escalated', answerUntil: '2026-10-15', decided: null }),
    ]);
    expect(body.enrolments).toEqual([expect.objectContaining({ name: '李迟到', alike: 0.21, decided: null })]);
    expect(body.reviews).toEqual([
      // The visit that it names is none of this center's: whoever wrote it did not prove who they are.
      expect.objectContaining({ differing: ['钱中退'], later: 1, people: 1, standing: 'unverified' }),
    ]);
    expect(body.pending).toEqual([]);
    // Counted for who can do something about it. The filing was approved.
    await vi.waitFor(async () => expect(await waitingOf(inspector)).toEqual({ filings: 0, matters: 3, checks: 0 }), {
      timeout: 60_000,
      interval: 500,
    });
    const nothing = { filings: 0, matters: 0, checks: 0 };
    for (const role of ['accountant', 'institution'] as const)
      expect([role, await waitingOf(await test.as(role))]).toEqual([role, nothing]);
    expect(await waitingOf(await test.as('administrator'))).toMatchObject({ matters: 3 });
  });

  it('is decided once, with a second person where a mark hangs on it', async () => {
    const countersign = { user: 'second', password: PASSWORD };
    const answer = { upheld: true, text: '录像可见', to: 'present', countersign };
    const tell = checkedTell((kind, body) => kiosk.outbox.put(kind, body, systemClock.now()));
    const fresh = {
      ...of,
      id: 2,
      date: '2026-10-12',
      no: 2,
      trainee: 'absent',
      text: '我在',
      raisedAt: systemClock.now(),
    };
    tell('dispute', { ...fresh, answer: null });
    tell('dispute', {
      ...fresh,
      id: 3,
      answer: { text: '已看录像', upheld: false, by: '李老师', at: systemClock.now() },
    });
    await vi.waitFor(async () => expect((await test.center.facts.of('dispute')).length).toBe(3), WITHIN);
    const refused = async (dispute: number): Promise<string> =>
      (await inspector.send<{ error: { code: string } }>('POST', `/disputes/${id}/${String(dispute)}`, answer)).body
        .error.code;
    expect([await refused(2), await refused(3)]).toEqual(['not-escalated', 'already-answered']);
    expect((await inspector.send('POST', `/disputes/${id}/99`, answer)).status).toBe(404);
    expect((await (await test.as('institution')).send('POST', `/disputes/${id}/1`, answer)).status).toBe(403);
    expect((await inspector.send('POST', `/disputes/${id}/1`, answer)).status).toBe(204);
    const again = await inspector.send<{ error: { code: string } }>('POST', `/disputes/${id}/1`, answer);
    expect(again.body.error.code).toBe('already-decided');
    expect(await waitingOf(inspector)).toMatchObject({ matters: 2 }); // at once, not ten seconds later
    const approval = { approved: false, why: '请本人重新拍' };
    expect((await inspector.send('POST', `/enrolments/${id}/7`, approval)).status).toBe(204);
    const own = { confirmed: true, note: '本人电话确认' };
    expect((await inspector.send('POST', `/reviews/${id}/9`, own)).status).toBe(404);
    expect((await inspector.send('POST', `/reviews/${id}/1`, own)).status).toBe(204);
    expect((await inspector.send('POST', `/reviews/${id}/1`, own)).status).toBe(422);
    const pending = { allowed: true, paper: '沈就培〔2026〕11号', why: '停电', countersign };
    expect((await inspector.send('POST', path('/months/2026-10/pending'), pending)).status).toBe(204);
    expect((await inspector.send('POST', path('/months/october/pending'), pending)).status).toBe(404);
    const { body } = await inspector.get<Matters>('/matters');
    expect(body.disputes.map(({ id: of, state }) => [of, state])).toEqual([
      [3, 'answered'],
      [2, 'open'],
      [1, 'decided'],
    ]);
    expect(body.disputes[2]).toMatchObject({ state: 'decided', decided: { upheld: true, by: '吴检查' } });
    expect(await waitingOf(inspector)).toEqual({ filings: 0, matters: 0, checks: 0 });
    expect(body.reviews[0]?.standing).toBe('confirmed');
    expect(body.enrolments[0]?.decided).toMatchObject({ approved: false });
    expect(body.pending).toEqual([
      expect.objectContaining({ month: '2026-10', decided: expect.objectContaining({ allowed: true }) as unknown }),
    ]);
    await vi.waitFor(() => {
      const told = asked.flatMap((command) => (command.kind === 'decision' ? [command.decision] : []));
      for (const kind of ['dispute-answered', 'enrolment-decided', 'review-decided', 'pending-settling'])
        expect(told).toContainEqual(expect.objectContaining({ kind }));
    }, WITHIN);
  });
});

describe('a filing that is changed after its approval', () => {
  const countersign = { user: 'second', password: PASSWORD };
  const later = (revision: number, ...names: string[]) => {
    const scenario = workedMonth();
    const come = names.map((name, index) => ({ id: `new${String(index)}`, approvedFrom: null, person: { name } }));
    const tell = checkedTell((kind, body) => kiosk.outbox.put(kind, body, systemClock.now()));
    const changed = { ...scenario, trainees: [...scenario.trainees, ...come] };
    tellClass(tell, changed, { state: 'approved', revision, source: 'center' });
  };

  /** The line of a workbook that says what was changed since an approval. */
  const remark = async (address: string): Promise<string | undefined> => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await inspector.get(address)).bytes as never);
    const rows = book.worksheets[0]?.getRows(1, 60) ?? [];
    return rows.map((row) => row.getCell(1).text).find((text) => text.startsWith('批准后改过'));
  };

  it('says what was changed, waits for the center again, and is approved but not returned', async () => {
    later(2);
    await vi.waitFor(async () => expect((await filing()).revision).toBe(2), WITHIN);
    expect(await filing()).toMatchObject({ state: 'approved', approval: { revision: 1, changes: [] } });
    later(3, '周新来');
    await vi.waitFor(async () => expect((await filing()).state).toBe('changed'), WITHIN);
    const { hash, approval } = await filing();
    expect(approval?.changes).toEqual(['新增学员 周新来（中心批准前的课时不计入）']);
    // Whoever came later has no lesson that counts yet: the total stays what it was.
    const due = async () => (await inspector.get<Totals>('/totals/2026-10')).body.rows[0];
    expect(await due()).toMatchObject({ people: 6, due: 480, attended: 459 });
    // Who decides on the money is told, on the pages and on paper.
    const { classes } = (await inspector.get<{ classes: SubsidyClass[] }>('/subsidy')).body;
    const changed = { revision: 1, on: '2026-09-28', changes: approval?.changes };
    expect(classes[0]?.changed).toMatchObject(changed);
    expect((await inspector.get<SubsidyEntryView>(path('/subsidy'))).body.changed).toMatchObject(changed);
    expect(await remark('/subsidy/form/xlsx')).toBe(
      '批准后改过：DSJ-2026-01（2026-09-28 抚就培〔2026〕7号 批准）之后 新增学员 周新来（中心批准前的课时不计入）',
    );
    expect(await remark(path('/forms/8/xlsx'))).toBe(await remark('/subsidy/form/xlsx'));
    const returned = await inspector.send<{ error: { code: string } }>('POST', path('/filing/return'), {
      hash,
      why: '?',
    });
    expect(returned.body.error.code).toBe('not-filed');
    const body = { hash, on: '2026-10-19', paper: '抚就培〔2026〕9号', countersign };
    expect((await inspector.send('POST', path('/filing/approval'), body)).status).toBe(200);
    const after = await filing();
    expect(after).toMatchObject({
      state: 'approved',
      approvedOn: '2026-09-28',
      approval: { revision: 3, changes: [] },
    });
    expect((await inspector.get<SubsidyEntryView>(path('/subsidy'))).body.changed).toBeNull();
    expect(await remark('/subsidy/form/xlsx')).toBeUndefined();
    later(4);
    await vi.waitFor(async () => expect((await filing()).approval?.changes).toEqual(['移出学员 周新来']), WITHIN);
  });
});
