import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSiteThresholds } from '../../kiosk/vision/identity/site-thresholds.ts';
import { ENROLLED, type FilmPerson, PEOPLE } from '../support/camera/film/people.ts';
import { enrolmentPhotos } from '../support/camera/film/photographs.ts';
import { badPhotos, oddPhotosOf } from '../support/enrolment/odd-photos.ts';
import { people, portrait } from '../support/enrolment/real-vision.ts';

/** `evaluate` as it is run, on people cut from the npm package's photographs. */

const MODELS = join(import.meta.dirname, '..', '..', 'models');
const STANDARD = ['tiny-1280.onnx', 'tiny-1920.onnx', 'landmarks-68.onnx', 'face-recognition.onnx'];
const KEYS = [
  ...['pack', 'people', 'probes', 'detected', 'rank1', 'threshold', 'tpir', 'wrongId', 'outsiderAccepted', 'tprAt'],
  'msPerFace',
];
const root = mkdtempSync(join(tmpdir(), 'zaike-evaluate-'));
const at = (...names: readonly string[]): string => join(root, ...names);

interface Evaluation extends Readonly<Record<string, unknown>> {
  readonly detected: number;
  readonly threshold: number;
}

function run(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/evaluate.ts', ...words], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return { status, stdout, stderr };
}

/** Runs with `--json`, expects one line and the pack `standard`. */
function evaluated(...words: readonly string[]): { readonly answer: Evaluation; readonly stderr: string } {
  const { status, stdout, stderr } = run('--pack', 'standard', '--json', ...words);
  expect([status, stdout.split('\n').length], stderr).toEqual([0, 2]);
  return { answer: JSON.parse(stdout) as Evaluation, stderr };
}

/** What is said when it does not run: exit 2, nothing on stdout, lines without a stack. */
function refused(...words: readonly string[]): string {
  const { status, stdout, stderr } = run('--json', ...words);
  expect([status, stdout], stderr).toEqual([2, '']);
  expect(stderr).toMatch(/^evaluate: /);
  expect(stderr).not.toMatch(/\n {4}at |Error/);
  return stderr;
}

async function put(folder: string, person: FilmPerson, photos: readonly number[]): Promise<void> {
  mkdirSync(at(folder, person.id), { recursive: true });
  const files = await enrolmentPhotos(person);
  for (const number of photos) copyFileSync(files[number - 1] ?? '', at(folder, person.id, `${number}.jpg`));
}

/** A mirrored portrait: a person of its own. */
async function putMirrored(folder: string, person: FilmPerson): Promise<void> {
  const [file] = await enrolmentPhotos(person);
  mkdirSync(at(folder, `${person.id}-mirrored`), { recursive: true });
  await sharp(file)
    .flop()
    .toFile(at(folder, `${person.id}-mirrored`, '1.jpg'));
}

const strangers = PEOPLE.filter(({ enrolled }) => !enrolled);
const four = ENROLLED.slice(0, 4);
const small = ['--gallery', at('gallery'), '--probes', at('probes')];

beforeAll(async () => {
  for (const person of four) await put('gallery', person, [1]);
  for (const person of four) await put('probes', person, [2, 3]);
  for (const person of strangers) await put('outsiders', person, [1]);
  for (const person of four) await put('two-of-each', person, [2]);
  copyFileSync(at('gallery', 't01', '1.jpg'), at('two-of-each', 't01', 'copy.jpg'));
  mkdirSync(at('empty'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('evaluate', () => {
  test('prints one line of JSON with the keys asked for, every rate 0–1', () => {
    const { answer, stderr } = evaluated(...small, '--outsiders', at('outsiders'));
    expect(Object.keys(answer)).toEqual(KEYS);
    expect(answer).toMatchObject({
      ...{ pack: 'standard', people: 4, probes: 8, detected: 8, rank1: 1, tpir: 1, wrongId: 0, outsiderAccepted: 0 },
      tprAt: { '1e-2': 1, '1e-3': 1, '1e-4': 1 },
      msPerFace: expect.any(Number) as number,
    });
    expect(answer.threshold).toBeGreaterThan(0);
    expect(answer.threshold).toBeLessThan(1);
    for (const line of stderr.trim().split('\n')) expect(line).toMatch(/^evaluate: /);
  });

  test('--track averages photos into one probe, at a threshold of its own; without --outsiders their share is null', () => {
    const { answer } = evaluated(...small, '--track', '2');
    expect(answer).toMatchObject({ people: 4, probes: 4, detected: 4, rank1: 1, outsiderAccepted: null });
  });

  test('--face-px searches faces as small as a camera has them', () => {
    const { answer } = evaluated(...small, '--face-px', '48', '--outsiders', at('outsiders'));
    expect(Object.keys(answer)).toEqual(KEYS);
    expect(answer).toMatchObject({ probes: 8, detected: 8, rank1: 1, wrongId: 0, outsiderAccepted: 0 });
    expect(evaluated(...small, '--face-px', '8').answer.detected).toBeLessThan(8);
  });

  test('one folder for both: the first three photos of each are enrolled, the others searched', async () => {
    for (const person of four) await put('both', person, [1, 2, 3]);
    for (const { id } of four.slice(0, 2)) copyFileSync(at('both', id, '2.jpg'), at('both', id, '10.jpg'));
    const { answer, stderr } = evaluated('--gallery', at('both'), '--probes', `${at('both')}/.`);
    expect(answer).toMatchObject({ people: 4, probes: 2, rank1: 1 });
    expect(stderr).toContain('the first 3 photos of each person are enrolled');
  });

  test('--class draws classes of that many from the enrolled, and tells the worst', () => {
    const { answer } = evaluated(...small, '--class', '3', '--outsiders', at('outsiders'));
    expect(Object.keys(answer)).toEqual([...KEYS, 'classes']);
    const none = { mean: 0, worst: 0 };
    expect(answer).toMatchObject({ people: 4, classes: { size: 3, drawn: 20, tpir: { mean: 1, worst: 1 } } });
    expect(answer).toMatchObject({ classes: { wrongId: none, outsiderAccepted: none } });
    const { status, stdout } = run('--pack', 'standard', ...small, '--class', '3');
    expect(status).toBe(0);
    expect(stdout).toMatch(/20 个 3 人班 classes of 3: 正确识别 identified: 100\.00 %/);
    expect(refused('--pack', 'standard', ...small, '--class', '5')).toMatch(/--class: expected at most the 4 people/);
  });

  test('without --json the figures come in words, with their intervals', () => {
    const { status, stdout } = run('--pack', 'standard', ...small);
    expect(status).toBe(0);
    expect(stdout).toMatch(/登记 enrolled: 4; 测试 probes: 8/);
    expect(stdout).toMatch(/正确识别 identified: 100\.00 % \(95 %: \d/);
  });

  test('--calibrate writes the thresholds of the site, never below the pack’s, and says how sure it is', async () => {
    for (const person of ENROLLED) {
      await put('class', person, [1]);
      await put('class-probes', person, [2, 3]);
      await putMirrored('strangers', person);
    }
    for (const person of strangers) await put('strangers', person, [1]);
    const out = at('site', 'thresholds.json');
    const { answer, stderr } = evaluated(
      ...['--gallery', at('class'), '--probes', at('class-probes'), '--outsiders', at('strangers')],
      ...['--calibrate', '--out', out],
    );
    const site = parseSiteThresholds(readFileSync(out, 'utf8'), out);
    expect(Object.keys(answer)).toEqual([...KEYS, 'site']);
    expect(answer['site']).toEqual({ file: out, ...site });
    expect(site.from).toMatchObject({ people: 10, outsiders: 12 });
    expect(site.thresholds[0]?.similarity).toBeGreaterThanOrEqual(answer.threshold);
    expect(stderr).toMatch(/10 名学员 trainees.*12 名外来人员 outsiders.*95 %: /);
    expect(stderr).toMatch(/about 300 people are needed/);
    expect(stderr).toMatch(/dataDir of kiosk\.json/);
  });

  test('--calibrate with too few people says how many it needs, and writes nothing', () => {
    const out = at('few.json');
    expect(refused('--pack', 'standard', ...small, '--calibrate', '--out', out)).toMatch(/at least 20 people.*got 4/);
    expect(existsSync(out)).toBe(false);
  });
});

describe('evaluate with input that does not fit', () => {
  test.each([
    ['nothing', [], /expected --gallery DIR and --probes DIR[\s\S]*--face-px N/],
    ['an unknown flag', [...small, '--galery', 'x'], /'--galery'[\s\S]*--gallery DIR/],
    ['an empty folder', ['--gallery', at('empty'), '--probes', at('probes')], /found no photo/],
    ['no folder', ['--gallery', at('nowhere'), '--probes', at('probes')], /--gallery .*got nothing of that name/],
    ['a file', ['--gallery', at('gallery', 't01', '1.jpg'), '--probes', at('probes')], /--gallery .*got a file/],
    ['outsiders that are not there', [...small, '--outsiders', at('nowhere')], /--outsiders .*nothing of that name/],
    ['an unknown pack', [...small, '--pack', 'best'], /--pack: expected standard or sharp, got best/],
    ['no photo averaged', [...small, '--track', '0'], /--track: expected a whole number from 1 to 50, got 0/],
    ['a track in words', [...small, '--track', 'two'], /--track: .*got two/],
    ['faces of no size', [...small, '--face-px', '0'], /--face-px: expected a whole number from 8 to 1000, got 0/],
    ['other people’s photos', ['--gallery', at('gallery'), '--probes', at('outsiders')], /same folder names\?/],
    ['one folder without a photo left', ['--gallery', at('probes'), '--probes', at('probes')], /more than 3 photos/],
  ])('%s', (_what, words, expected) => {
    expect(refused(...words)).toMatch(expected);
  });

  test('one person alone is no gallery', async () => {
    await put('alone', four[0] as FilmPerson, [1]);
    expect(refused('--gallery', at('alone'), '--probes', at('probes'))).toMatch(/at least two people, got 1/);
  });

  test('what cannot be read is named and a miss, and a person without photos is left out', async () => {
    for (const person of four) await put('mixed', person, [2, 3]);
    const [first, second, third, fourth] = four.map(({ id }) => id) as [string, string, string, string];
    const whole = readFileSync(at('mixed', first, '2.jpg'));
    writeFileSync(at('mixed', first, '2.jpg'), whole.subarray(0, whole.length / 2));
    writeFileSync(at('mixed', second, '2.jpg'), '');
    writeFileSync(at('mixed', third, '2.jpg'), '%PDF-1.7');
    await sharp({ create: { width: 300, height: 300, channels: 3, background: '#777' } }).toFile(
      at('mixed', fourth, '2.jpg'),
    );
    mkdirSync(at('mixed', 'nobody'));
    const { answer, stderr } = evaluated('--gallery', at('gallery'), '--probes', at('mixed'));
    expect(answer).toMatchObject({ people: 4, probes: 8, detected: 4, rank1: 0.5, tpir: 0.5 });
    expect(answer).toMatchObject({ wrongId: 0, tprAt: { '1e-2': 0.5, '1e-3': 0.5, '1e-4': 0.5 } });
    expect(stderr).toMatch(new RegExp(`cannot be read: .*${first}.2.jpg：照片已损坏或不完整`));
    expect(stderr).toMatch(new RegExp(`cannot be read: .*${second}.2.jpg：文件是空的`));
    expect(stderr).toMatch(new RegExp(`cannot be read: .*${third}.2.jpg：是 PDF 文件`));
    expect(stderr).toContain('--probes: photos that cannot be read: 3, without a face, counted as missed');
    expect(stderr).toContain('--probes: nobody holds no photo, left out');
  });

  test('an outsider\u2019s photo that cannot be read does not make the accepted look fewer, nor an enrolled one the template worse', async () => {
    for (const [i, person] of four.entries()) await put('taken', person, i === 0 ? [1, 2] : [1]);
    const [first, second] = four.map(({ id }) => id) as [string, string];
    writeFileSync(at('taken', first, '2.jpg'), 'no photo');
    for (const [name, of] of [
      ['x', first],
      ['y', second],
    ] as const) {
      mkdirSync(at('twins', name), { recursive: true });
      copyFileSync(at('probes', of, '2.jpg'), at('twins', name, '1.jpg'));
    }
    mkdirSync(at('twins', 'z'));
    writeFileSync(at('twins', 'z', '1.heic'), '');
    const { answer, stderr } = evaluated(
      ...['--gallery', at('taken'), '--probes', at('probes'), '--outsiders', at('twins')],
    );
    expect(answer).toMatchObject({ people: 4, probes: 8, detected: 8, rank1: 1, outsiderAccepted: 1 });
    expect(stderr).toContain('--gallery: photos that cannot be read: 1, left out of the templates');
    expect(stderr).toContain('outsiders: photos that cannot be read: 1, left out');
  });

  test('whoever has no photo that can be read is not enrolled, and probes none of which can be read are refused', async () => {
    for (const person of four) await put('spoilt', person, [1]);
    writeFileSync(at('spoilt', 't01', '1.jpg'), 'no photo');
    const { answer, stderr } = evaluated('--gallery', at('spoilt'), '--probes', at('probes'));
    expect(answer).toMatchObject({ people: 3, probes: 6, detected: 6 });
    expect(stderr).toMatch(/t01: no face in any photo of --gallery, not enrolled/);
    mkdirSync(at('unreadable', 't01'), { recursive: true });
    writeFileSync(at('unreadable', 't01', '1.jpg'), 'no photo');
    writeFileSync(at('unreadable', 'class.txt'), '');
    writeFileSync(at('unreadable', 't01', 'notes.txt'), '');
    const said = refused('--pack', 'standard', '--gallery', at('gallery'), '--probes', at('unreadable'));
    expect(said).toMatch(/--probes: expected at least one photo that can be read, found none/);
    expect(said).toContain('--probes: 2 not named person/photo.jpg, left out: class.txt, …');
  });

  test('every file that a telephone, a scanner or a messenger writes is searched, and each other told', async () => {
    for (const [name, bytes] of [
      ['wang', await portrait(people.wang)],
      ['zhao', await portrait(people.zhao)],
    ] as const)
      for (const folder of ['two', 'odd']) {
        mkdirSync(at(folder, name), { recursive: true });
        writeFileSync(at(folder, name, '0.jpg'), bytes);
      }
    const odd = await oddPhotosOf(people.wang);
    for (const [name, bytes] of odd) writeFileSync(at('odd', 'wang', name), bytes);
    const bad = await badPhotos();
    for (const [name, bytes] of bad) writeFileSync(at('odd', 'zhao', name), bytes);
    const { answer, stderr } = evaluated('--gallery', at('two'), '--probes', at('odd'));
    const found = odd.size + 2;
    expect(answer).toMatchObject({ probes: found + bad.length, detected: found });
    expect(answer['tpir']).toBeCloseTo(found / (found + bad.length), 5);
    for (const [name, , words] of bad) expect(stderr, name).toMatch(words);
  });

  test('a probe that is the very file of an enrolled photo is told: the rates are flattered', () => {
    const { stderr } = evaluated('--gallery', at('gallery'), '--probes', at('two-of-each'));
    expect(stderr).toContain(`测试照中有 1 张与登记照是同一个文件，结果不可信，请换成另拍的照片：`);
    expect(stderr).toContain(join('two-of-each', 't01', 'copy.jpg'));
    expect(evaluated(...small).stderr).not.toContain('同一个文件');
  });

  test('photos without faces make no gallery', async () => {
    for (const name of ['a', 'b']) {
      mkdirSync(at('walls', name), { recursive: true });
      const wall = sharp({ create: { width: 300, height: 300, channels: 3, background: '#777' } });
      await wall.toFile(at('walls', name, '1.jpg'));
    }
    const said = refused('--pack', 'standard', '--gallery', at('walls'), '--probes', at('walls', '..', 'both-walls'));
    expect(said).toMatch(/nothing of that name/);
    mkdirSync(at('both-walls'));
    symlinkSync(at('walls', 'a'), at('both-walls', 'a'));
    const words = ['--pack', 'standard', '--gallery', at('walls'), '--probes', at('both-walls')];
    expect(refused(...words)).toMatch(/a: no face in any photo[\s\S]*faces of at least two people, found 0/);
  });
});

describe('evaluate with models that do not fit', () => {
  /** A folder with the pack `standard`, its manifest changed by `edit`. */
  function models(name: string, edit: (text: string) => string, files: readonly string[] = STANDARD): string {
    mkdirSync(at(name));
    for (const file of files) symlinkSync(join(MODELS, file), at(name, file));
    writeFileSync(at(name, 'manifest.json'), edit(readFileSync(join(MODELS, 'manifest.json'), 'utf8')));
    return at(name);
  }
  const same = (text: string): string => text;

  test('a missing one is named, with what to run', () => {
    const folder = models('lacking', same, STANDARD.slice(1));
    expect(refused('--pack', 'standard', ...small, '--models', folder)).toMatch(
      /tiny-1280\.onnx \(missing\).*npm run models/,
    );
    expect(refused('--pack', 'sharp', ...small, '--models', folder)).toMatch(/the pack sharp cannot run.*--from DIR/);
  });

  test('one of another sha256 is not loaded', () => {
    const folder = models('other', same, STANDARD.slice(1));
    const bytes = readFileSync(join(MODELS, 'tiny-1280.onnx'));
    bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
    writeFileSync(join(folder, 'tiny-1280.onnx'), bytes);
    expect(refused('--pack', 'standard', ...small, '--models', folder)).toMatch(/tiny-1280\.onnx \(other sha256\)/);
  });

  test('a detector that the manifest calls one of another family is named when it is first needed', () => {
    const folder = models('family', (text) => text.replaceAll('"face-api-tiny"', '"yunet"'));
    expect(refused('--pack', 'standard', ...small, '--models', folder)).toMatch(
      /tiny-1280\.onnx: expected .*family yunet, got: inputs/,
    );
  });

  test('a network of other shapes than the manifest says is named', () => {
    const folder = models('shape', (text) => text.replace('"length": 128', '"length": 512'));
    expect(refused('--pack', 'standard', ...small, '--models', folder)).toMatch(/expected 512 values.*got the shape/);
  });
});
