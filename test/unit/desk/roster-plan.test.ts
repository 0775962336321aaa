import { describe, expect, it } from 'vitest';
import type { ClassTrainee } from '../../../core/domain/class-file.ts';
import { classCode, traineeId } from '../../../core/domain/ids.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { type ImportInput, planImport } from '../../../kiosk/desk/roster/plan-import.ts';
import { ANNEX_4, idNumberOf, readFile, rowOf, workbookOf } from '../../support/roster/files.ts';

const roster = async (...rows: readonly unknown[][]) => readFile('a.xlsx', await workbookOf([ANNEX_4, ...rows]));

/** Somebody as row `index` of the file tells, already in the class. */
async function kept(index: number, over: Partial<ClassTrainee> = {}): Promise<ClassTrainee> {
  const entry = (await roster(rowOf(index))).rows[0]?.entry;
  if (entry === undefined) throw new Error('expected a row');
  const { person, certificate, ownFinalYear, joinedOn } = entry;
  return {
    ...{ id: traineeId(`t${index}`), person, certificate, ownFinalYear, joinedOn },
    ...{ withdrawnOn: null, withdrawReason: null },
    ...over,
  };
}

const input = (over: Partial<ImportInput>): ImportInput => ({
  ...{
    roster: null,
    photos: [],
    leftOut: new Set<string>(),
    consents: new Map(),
    others: [],
    classSizeAtMost: 50,
    joining: null,
  },
  class: { code: classCode('A'), year: 2026, trainees: [] },
  ...over,
});

const photo = (path: string, sha256 = path): ImportInput['photos'][number] => ({ path, sha256 });

describe('what an import would do', () => {
  it('tells each new person with the photos, and is ready', async () => {
    const { preview, people } = planImport(
      input({
        roster: await roster(rowOf(1), rowOf(2)),
        photos: [photo('学员乙1_1.jpg'), photo(`${idNumberOf(1)}_2.jpg`), photo('学员丙2.jpg')],
      }),
    );
    expect(preview.rows.map(({ name, state, photos }) => [name, state, photos])).toEqual([
      ['学员乙1', 'new', 2],
      ['学员丙2', 'new', 1],
    ]);
    expect(preview.counts).toMatchObject({ added: 2, photos: 3, photosToEmbed: 0, refusedRows: 0, refusedPhotos: 0 });
    expect(preview.ready).toBe(true);
    expect(people).toHaveLength(2);
    expect(JSON.stringify(preview)).not.toContain(idNumberOf(1));
  });

  it('shows what a corrected roster changes, found by the ID number; an empty cell changes nothing', async () => {
    const trainees = [await kept(1), await kept(2), await kept(3)];
    const rows = [rowOf(1, { 姓名: '赵一', 移动电话: '', 学历: '硕士' }), rowOf(2)];
    const { preview, people } = planImport(
      input({ roster: await roster(...rows), class: { code: classCode('A'), year: 2026, trainees } }),
    );
    expect(preview.rows.map(({ state, changes }) => [state, changes])).toEqual([
      [
        'changed',
        [
          { field: '姓名', before: '学员乙1', after: '赵一' },
          { field: '学历', before: '本科', after: '硕士' },
        ],
      ],
      ['same', []],
    ]);
    expect(people.map(({ existing, entry }) => [existing?.id, entry?.person.phone])).toEqual([['t1', '13800000001']]);
    expect(preview.staying.map(({ name }) => name)).toEqual(['学员丁3']);
  });

  it('is not ready when nothing would change', async () => {
    const trainees = [await kept(1)];
    const { preview } = planImport(
      input({ roster: await roster(rowOf(1)), class: { code: classCode('A'), year: 2026, trainees } }),
    );
    expect(preview.ready).toBe(false);
  });

  it('is not ready while one row is bad: all or nothing', async () => {
    const { preview } = planImport(input({ roster: await roster(rowOf(1), rowOf(2, { 身份证号: '123' })) }));
    expect(preview.counts).toMatchObject({ added: 2, refusedRows: 1 });
    expect(preview.ready).toBe(false);
  });

  it('is not ready while a photo is bad, unless it is left out', async () => {
    const bad = { path: 'IMG_1.heic', sha256: null, what: '是 HEIC 照片', advice: '请转换为 JPEG' };
    const rows = await roster(rowOf(1));
    const first = planImport(input({ roster: rows, photos: [bad, photo('谁.jpg')] })).preview;
    expect(first.photos.map(({ path }) => path)).toEqual(['IMG_1.heic', '谁.jpg']);
    expect(first.ready).toBe(false);
    const leftOut = new Set(['IMG_1.heic', '谁.jpg']);
    const second = planImport(input({ roster: rows, photos: [bad, photo('谁.jpg')], leftOut })).preview;
    expect([second.ready, second.counts.leftOut]).toEqual([true, 2]);
  });

  it('refuses one picture for two people, and takes it once for one', async () => {
    const rows = await roster(rowOf(1), rowOf(2));
    const photos = [photo('学员乙1_1.jpg', 'x'), photo('学员乙1_2.jpg', 'x'), photo('学员丙2.jpg', 'x')];
    const { preview, people } = planImport(input({ roster: rows, photos }));
    expect(preview.photos).toMatchObject([{ path: '学员丙2.jpg', what: '与“学员乙1”的照片是同一张' }]);
    expect(people[0]?.photos).toHaveLength(1);
  });

  it('flags somebody who is in another class of the year, and not of another year', async () => {
    const trainees = [await kept(1)];
    const of = async (year: number) =>
      planImport(
        input({ roster: await roster(rowOf(1)), others: [{ code: classCode('B'), year, trainees }] }),
      ).preview.rows[0]?.faults.map(({ severity, what }) => [severity, what]);
    expect(await of(2026)).toEqual([['notice', '此人已在班级 B（2026 年）']]);
    expect(await of(2025)).toEqual([]);
  });

  it('asks about a namesake with another ID number: it may be a corrected number', async () => {
    const trainees = [await kept(1)];
    const { preview } = planImport(
      input({
        roster: await roster(rowOf(3, { 姓名: '学员乙1' })),
        class: { code: classCode('A'), year: 2026, trainees },
      }),
    );
    expect(preview.rows[0]?.faults).toMatchObject([{ severity: 'notice', column: '姓名' }]);
    expect(preview.ready).toBe(true);
  });

  it('takes photos alone for people of the class, and embeds them only under a consent', async () => {
    const trainees = [await kept(1), await kept(2)];
    const { preview, people } = planImport(
      input({
        class: { code: classCode('A'), year: 2026, trainees },
        consents: new Map([[traineeId('t1'), '2026-09-01' as LocalDate]]),
        photos: [photo('学员乙1.jpg'), photo('学员丙2.jpg')],
      }),
    );
    expect(preview.counts).toMatchObject({ photos: 2, photosToEmbed: 1 });
    expect(preview.ready).toBe(true);
    expect(people.map(({ consentOn, entry }) => [consentOn, entry])).toEqual([
      ['2026-09-01', null],
      [null, null],
    ]);
  });

  it('tells of more than 50 people, without refusing', async () => {
    const rows = await roster(...Array.from({ length: 51 }, (_, index) => rowOf(index)));
    const { preview } = planImport(input({ roster: rows }));
    expect(preview.faults).toMatchObject([{ severity: 'notice', what: '导入后班级有 51 人，原则上每班最多 50 人' }]);
    expect(preview.ready).toBe(true);
  });
});
