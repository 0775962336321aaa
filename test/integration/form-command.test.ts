import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Scenario, subsidyClass, workedClass } from '../support/forms/october.ts';
import { settled } from '../support/forms/settle.ts';

interface Answer {
  readonly form: number;
  readonly files: readonly string[];
  readonly reportId: string;
}

describe('npm run form', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'zaike-form-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const scenarioFile = (name: string, scenario: unknown): string => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, typeof scenario === 'string' ? scenario : JSON.stringify(scenario));
    return file;
  };

  const run = (...words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/form.ts', ...words], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'America/New_York', LC_ALL: 'C' },
    });
    return { status, stdout, lines: stderr.split('\n').filter((line) => line !== '') };
  };

  const made = (scenario: Scenario, ...words: readonly string[]): Answer => {
    const out = mkdtempSync(join(folder, 'out-'));
    const { status, stdout, lines } = run(...words, '--scenario', scenarioFile('scenario', scenario), '--out', out);
    expect([status, lines]).toEqual([0, []]);
    expect(stdout.endsWith('\n') && stdout.indexOf('\n') === stdout.length - 1).toBe(true);
    const answer = JSON.parse(stdout) as Answer;
    expect(answer.files.map((file) => file.split('.').at(-1))).toEqual(['xlsx', 'html']);
    expect(answer.files.every((file) => file.startsWith(out) && existsSync(file))).toBe(true);
    return answer;
  };

  test('makes 附件6 of a month, with the report id of that month on the page', () => {
    const answer = made(workedClass(), '--form', '6', '--month', '2026-10');
    expect(answer.form).toBe(6);
    expect(answer.reportId).toBe(settled(workedClass()).result.months[0]?.reportId);
    const page = readFileSync(answer.files[1] ?? '', 'utf8');
    for (const each of ['2026年10月份学生考勤情况签名汇总表', '88.89', '93.75', '95.63', answer.reportId])
      expect(page).toContain(each);
  });

  test.each(['4', '5', '7', '8'])('makes 附件%s', (form) => {
    const answer = made(subsidyClass(), '--form', form, '--month', '2026-10');
    expect(answer.form).toBe(Number(form));
    expect(readFileSync(answer.files[1] ?? '', 'utf8')).toContain('抚顺市高校毕业生专业转换及技能提升培训');
  });

  test('makes the week asked for, the first when none is', () => {
    const page = (...words: readonly string[]): string =>
      readFileSync(made(workedClass(), '--form', '5', ...words).files[1] ?? '', 'utf8');
    expect(page()).toContain('第（1）周课程表');
    expect(page('--week', '3')).toContain('第（3）周课程表');
  });

  test('makes the same bytes of the same scenario', () => {
    const bytes = (): readonly Buffer[] =>
      made(workedClass(), '--form', '6', '--month', '2026-10').files.map((file) => readFileSync(file));
    const [first, second] = [bytes(), bytes()];
    expect(second.map((each, index) => each.equals(first[index] ?? Buffer.alloc(0)))).toEqual([true, true]);
  });

  describe('refuses with exit 2, a line for each fault and nothing written:', () => {
    test.each<readonly [string, readonly string[], RegExp]>([
      ['an unknown form', ['--form', '9'], /--form: expected 4, 5, 6, 7 or 8, got "9"/],
      ['a missing month', ['--form', '6'], /--month: expected a month \(YYYY-MM\), got nothing/],
      ['a month that does not exist', ['--form', '7', '--month', '2026-13'], /--month: .* got "2026-13"/],
      ['a month without lessons', ['--form', '6', '--month', '2026-09'], /2026-09 没有课时/],
      ['week 0', ['--form', '5', '--week', '0'], /--week: expected a number from 1, got "0"/],
      ['a week after the class', ['--form', '5', '--week', '40'], /没有第 40 周/],
      ['an unknown option', ['--form', '4', '--colour', 'red'], /--colour/],
    ])('%s', (_, words, expected) => {
      const out = join(folder, 'none');
      const result = run(...words, '--scenario', scenarioFile('good', workedClass()), '--out', out);
      expect([result.status, result.stdout]).toEqual([2, '']);
      expect(result.lines.join('\n')).toMatch(expected);
      expect(existsSync(out)).toBe(false);
    });

    test('everything missing, all at once', () => {
      expect(run().lines).toEqual([
        'form: --form: expected 4, 5, 6, 7 or 8, got nothing',
        'form: --scenario: expected a file, got nothing',
        'form: --out: expected a folder, got nothing',
      ]);
    });

    test.each<readonly [string, unknown, RegExp]>([
      ['a file that is no JSON', '{', /--scenario: expected a JSON file/],
      ['a scenario with an unknown key', { ...workedClass(), colour: 1 }, /colour: expected no such key/],
      ['a scenario without trainees', { ...workedClass(), trainees: undefined }, /trainees/],
    ])('%s', (_, scenario, expected) => {
      const out = join(folder, 'none');
      const result = run('--form', '4', '--scenario', scenarioFile('bad', scenario), '--out', out);
      expect([result.status, result.stdout]).toEqual([2, '']);
      expect(result.lines.join('\n')).toMatch(expected);
      expect(existsSync(out)).toBe(false);
    });

    test('a file that is not there, and a folder that is a file', () => {
      expect(run('--form', '4', '--scenario', join(folder, 'no.json'), '--out', folder).status).toBe(2);
      const good = scenarioFile('good', workedClass());
      const result = run('--form', '4', '--scenario', good, '--out', good);
      expect([result.status, result.stdout]).toEqual([2, '']);
      expect(result.lines).toHaveLength(1);
      expect(readdirSync(folder)).toContain('good.json');
    });
  });
});
