import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../core/domain/units.ts';
import { run, systemProcesses } from '../../core/platform/process.ts';
import type { Attacker } from '../support/evidence/attacker.ts';
import { testKey } from '../support/evidence/key.ts';
import { openKiosk } from '../support/evidence/kiosk.ts';
import { containing, TamperedPackage } from '../support/evidence/tampered.ts';

let made: TamperedPackage;
let attacker: Attacker;

beforeAll(async () => {
  made = await TamperedPackage.make();
  ({ attacker } = made);
});
afterAll(() => made[Symbol.asyncDispose]());
beforeEach(() => made.restore());

describe('the verifier of an untouched package', () => {
  it('says how many segments there are, and which stretches no camera recorded', async () => {
    const { ok, segments, gaps, faults: none } = await made.verdict({ head: made.headFile(), key: made.keyFile() });
    expect({ ok, none }).toEqual({ ok: true, none: [] });
    expect(segments).toBe(new Set(attacker.segments()).size);
    expect(gaps).toMatchObject([{ no: 2, camera: 'door', why: 'unreachable', from: '2026-10-08T00:02:20.000Z' }]);
  });

  it('is one line of JSON with the four names, from the command too', async () => {
    const script = join(import.meta.dirname, '../../scripts/verify-evidence.ts');
    const text = (await run(systemProcesses, process.execPath, [script, made.copy])).toString();
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['ok', 'segments', 'gaps', 'faults']);
  });
});

describe('the verifier names', () => {
  it('a changed byte in a clip', async () => {
    const [path = ''] = attacker.segments();
    const bytes = attacker.read(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    attacker.write(path, bytes);
    expect(await made.faults()).toEqual([`${path}: was changed: the length is right, the content is not`]);
  });

  it('a clip that was removed, cut, or lengthened', async () => {
    const [first = '', second = '', third = ''] = attacker.segments();
    rmSync(attacker.at(first));
    truncateSync(attacker.at(second), 5000);
    attacker.append(third, 'x');
    expect(await made.faults()).toEqual(
      containing(`${first}: is missing`, `${second}: was cut: 5000 of`, `${third}: was lengthened`),
    );
  });

  it('two clips that were swapped', async () => {
    const [first = '', second = ''] = attacker.segments();
    renameSync(attacker.at(first), attacker.at('x'));
    renameSync(attacker.at(second), attacker.at(first));
    renameSync(attacker.at('x'), attacker.at(second));
    expect(await made.faults()).toEqual(
      [
        `${second}: was swapped: it holds what belongs to ${first}`,
        `${first}: was swapped: it holds what belongs to ${second}`,
      ].sort(),
    );
  });

  it('a record that was edited, removed or added', async () => {
    const path = 'lessons/DSJ-2026-01/2026-10-08-01/records.json';
    const records = attacker.json(path) as { id: string; trainee: string; outcome: string }[];
    const [a, b, ...rest] = records;
    attacker.write(path, JSON.stringify([{ ...a, outcome: 'late' }, ...rest, { ...b, id: '77' }]));
    expect(await made.faults()).toEqual(
      containing('record 10 (t1) was edited', 'record 11 was removed', 'record 77 (t2) was added'),
    );
  });

  it('a correction that was taken out with its file', async () => {
    const path = 'lessons/DSJ-2026-01/2026-10-08-02/correction-99.json';
    rmSync(attacker.at(path));
    expect(await made.faults()).toEqual([`${path}: is missing`]);
  });

  it('a gap entry that was taken out of the journal', async () => {
    const lines = attacker.read('journal/log.jsonl').toString().split('\n');
    const at = lines.findIndex(
      (line) => line.includes('"kind":"gap"') && line.includes('unreachable') && !line.includes('"to":null'),
    );
    attacker.write('journal/log.jsonl', lines.toSpliced(at, 1).join('\n'));
    expect(await made.faults()).toEqual(
      containing(
        `journal/log.jsonl: entry ${String(at)} is missing`,
        'manifest.json: names a gap that the journal does not hold',
      ),
    );
  });

  it('a gap entry that was taken out with everything renumbered', async () => {
    attacker.rewrite((entry) => (entry.kind === 'gap' && entry.why === 'unreachable' ? null : entry), true);
    expect(await made.faults()).toEqual(
      containing('ends after', 'manifest.json: names a gap that the journal does not hold'),
    );
  });

  it('a gap that was taken out of a manifest', async () => {
    const manifest = attacker.manifest();
    const cameras = manifest.cameras.map((camera) => ({ ...camera, gaps: [] }));
    attacker.write(attacker.manifestPath(), JSON.stringify({ ...manifest, cameras }));
    expect(await made.faults()).toEqual(
      containing(`${attacker.manifestPath()}: was cut`, 'a gap was taken out: door', 'nothing explains door'),
    );
  });

  it('a manifest that was re-made with all that names it, but does not match the head', async () => {
    const manifest = attacker.manifest();
    attacker.replace(attacker.manifestPath(), { ...manifest, closedAt: epochMs(manifest.closedAt + 1) });
    const found = await made.faults();
    expect(found).toEqual(
      containing(
        'journal/log.jsonl: the entries',
        `${attacker.manifestPath()}: its journal entry`,
        'contents.json: its export entry',
      ),
    );
  });

  it('records that were re-made with everything that names them', async () => {
    const path = 'lessons/DSJ-2026-01/2026-10-08-01/records.json';
    const records = attacker.json(path) as { outcome: string }[];
    attacker.replace(
      path,
      records.map((record) => ({ ...record, outcome: 'present' })),
    );
    expect(await made.faults()).toEqual(containing('record 12 (t3) was edited', 'journal/log.jsonl: the entries'));
  });

  it('a journal whose tail was cut, by the given head', async () => {
    const lines = attacker.read('journal/log.jsonl').toString().trimEnd().split('\n');
    attacker.write('journal/log.jsonl', `${lines.slice(0, -3).join('\n')}\n`);
    const notes = attacker.read('journal/checkpoints').toString();
    expect(await made.faults({ head: made.headFile() })).toEqual(containing('its tail was cut'));
    const cut = notes.slice(0, notes.lastIndexOf('zaike/kiosk', notes.lastIndexOf('\n\n')));
    attacker.write('journal/checkpoints', cut);
    expect(await made.faults({ head: made.headFile() })).toEqual(containing('but the given head has', 'contents.json'));
  });

  it('a tail that was cut together with its checkpoints, leaves and list, only by the given head', async () => {
    // A whole older package of the same kiosk is genuine in itself.
    await using kiosk = await openKiosk(made.package.data, { keeper: false, key: made.package.key });
    const newer = await kiosk.evidence.checkpoint();
    const path = join(made.package.data, 'newer.txt');
    writeFileSync(path, newer.note);
    expect((await made.verdict()).ok).toBe(true);
    expect(await made.faults({ head: path })).toEqual(containing('the package is older than the head'));
  });

  it('a checkpoint signed by another key', async () => {
    attacker.resign(testKey('thief'), false);
    expect(await made.faults()).toEqual(containing('journal/checkpoints: checkpoint 1 is signed by another key'));
  });

  it('a checkpoint whose signature was changed, or that was taken out of the middle', async () => {
    const notes = attacker.read('journal/checkpoints').toString();
    attacker.write(
      'journal/checkpoints',
      notes.replace(/\n(\d+)\n/, (_, size: string) => `\n${String(Number(size) + 1)}\n`),
    );
    expect(await made.faults()).toEqual(containing('has a signature that is not this key'));
    const second = notes.indexOf('zaike/kiosk', notes.indexOf('\n\n'));
    const third = notes.indexOf('\nzaike/kiosk', second + 300) + 1;
    attacker.write('journal/checkpoints', notes.slice(0, second) + notes.slice(third > 0 ? third : second));
    expect(await made.faults()).toEqual(containing('journal/checkpoints: does not begin with'));
  });

  it('a package signed anew with another key throughout, by the given key or head', async () => {
    attacker.resign(testKey('thief'), true);
    expect(await made.faults()).toEqual([]);
    expect(await made.faults({ key: made.keyFile() })).toEqual(
      containing('public-key.txt: is another key than the one given'),
    );
    expect(await made.faults({ head: made.headFile() })).toEqual(containing('signed by another key'));
  });

  it('a file that was added, a link in a file’s place, and a folder in a segment’s place', async () => {
    const [first = '', second = ''] = attacker.segments();
    attacker.write('notes.txt', 'hello');
    rmSync(attacker.at(first));
    symlinkSync(join(made.package.path, first), attacker.at(first));
    rmSync(attacker.at(second));
    mkdirSync(attacker.at(second));
    expect(await made.faults()).toEqual(
      containing('notes.txt: was added', `${first}: is a symbolic link`, `${second}: is a folder, expected a file`),
    );
  });

  it('a changed page, list or set of proofs', async () => {
    attacker.append('index.html', ' ');
    attacker.append('data.js', ' ');
    attacker.append('contents.json', ' ');
    attacker.append('proofs.json', ' ');
    attacker.append('public-key.txt', ' ');
    const found = await made.faults();
    for (const path of ['index.html', 'data.js', 'contents.json', 'public-key.txt'])
      expect(found.some((fault) => fault.startsWith(`${path}: `))).toBe(true);
  });

  it('proofs that do not follow from the journal', async () => {
    attacker.write(
      'proofs.json',
      attacker
        .read('proofs.json')
        .toString()
        .replace(/[0-9]{2}/, '00'),
    );
    attacker.write('proofs.json', `${attacker.read('proofs.json').toString()} `);
    expect(await made.faults()).toEqual(['proofs.json: does not hold the proofs that follow from the journal']);
  });

  it('a whole lesson that was taken out of list and folder', async () => {
    const contents = attacker.json('contents.json') as { files: { path: string }[] };
    rmSync(attacker.at('lessons/DSJ-2026-01/2026-10-08-02'), { recursive: true });
    const files = contents.files.filter(({ path }) => !path.includes('2026-10-08-02'));
    attacker.write('contents.json', JSON.stringify({ ...contents, files }));
    expect(await made.faults()).toEqual(
      containing('2026-10-08-02/manifest.json: belongs to a lesson of this package', 'contents.json: is not the list'),
    );
  });
});
