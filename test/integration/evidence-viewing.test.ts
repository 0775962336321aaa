import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plus, seconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { openViewing, type Viewing, type ViewingOptions } from '../../kiosk/evidence/viewing.ts';
import { evidenceIndex } from '../../kiosk/store/evidence.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { cameras, morningData, t0 } from '../support/evidence/lesson.ts';

const [door, room] = cameras as [(typeof cameras)[number], (typeof cameras)[number]];
const at = (second: number) => plus(t0, seconds(second));
const span = (from: number, to: number) => ({ from: at(from), to: at(to) });
const never = new AbortController().signal;

let data: Awaited<ReturnType<typeof morningData>>;
let db: ReturnType<typeof openDatabase>;
beforeAll(async () => {
  data = await morningData();
  db = openDatabase(join(data.path, 'zaike.db'));
});
afterAll(async () => {
  db[Symbol.dispose]();
  await data[Symbol.asyncDispose]();
});

let folders = 0;
function open(options: Partial<ViewingOptions> = {}): { viewing: Viewing; cache: string } {
  const cache = join(data.path, `clips-${folders++}`);
  const evidence = join(data.path, 'evidence');
  return { cache, viewing: openViewing({ evidence, cache, index: evidenceIndex(db), clock: systemClock, ...options }) };
}

const lengthOf = (file: string): number =>
  Number(execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', file]));

describe('the video beside a mark', () => {
  it('is cut once for all who look, and holds the whole window', async () => {
    const { viewing, cache } = open();
    const plan = await viewing.plan(room, span(10, 85));
    expect(plan.gaps).toEqual([]);
    expect(plan.parts).toHaveLength(1);
    const [part] = plan.parts;
    if (part === undefined) throw new Error('expected a part');
    expect(part.from).toBeLessThanOrEqual(at(10));
    expect(part.to).toBeGreaterThanOrEqual(at(85));
    const [first, second] = await Promise.all([viewing.clip(part.id, never), viewing.clip(part.id, never)]);
    expect(first).toBe(second);
    expect(lengthOf(first ?? '')).toBeCloseTo((part.to - part.from) / 1000, 0);
    const made = statSync(first ?? '').ino;
    await viewing.clip(part.id, never);
    expect(statSync(first ?? '').ino).toBe(made);
    expect(readdirSync(cache)).toEqual([`${part.id}.mp4`]);
  });

  it('names the stretch in which a camera gave nothing', async () => {
    const { viewing } = open();
    const plan = await viewing.plan(door, span(130, 180));
    // The first frame after the gap is captured 40 ms into it.
    expect(plan.gaps).toEqual([{ from: at(140), to: at(165.04), why: 'unreachable' }]);
    expect(plan.parts.length).toBeGreaterThan(0);
  });

  it('is at most half an hour, and nothing where nothing was recorded', async () => {
    const { viewing } = open();
    expect(await viewing.plan(room, { from: at(-7200), to: at(-3600) })).toMatchObject({ parts: [] });
  });

  it('is not known by an id that nobody planned', async () => {
    expect(await open().viewing.clip('0'.repeat(32), never)).toBeNull();
  });

  it('is no longer cut when everybody who asked has gone, and is cut anew for the next', async () => {
    const { viewing, cache } = open();
    const [part] = (await viewing.plan(room, span(10, 85))).parts;
    const gone = AbortSignal.abort();
    await expect(viewing.clip(part?.id ?? '', gone)).rejects.toThrow();
    expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
    expect(await viewing.clip(part?.id ?? '', never)).toMatch(/\.mp4$/);
  });

  it('goes on for the one who stays', async () => {
    const { viewing } = open();
    const [part] = (await viewing.plan(room, span(10, 85))).parts;
    const leaving = new AbortController();
    const first = viewing.clip(part?.id ?? '', leaving.signal);
    const second = viewing.clip(part?.id ?? '', never);
    leaving.abort();
    expect(await second).toMatch(/\.mp4$/);
    await first;
  });

  it('makes room by what was not looked at for the longest', async () => {
    const { viewing, cache } = open({ mostBytes: 1 });
    const ids = [];
    for (const each of [span(10, 50), span(120, 180)]) {
      const [part] = (await viewing.plan(room, each)).parts;
      ids.push(part?.id ?? '');
      await viewing.clip(part?.id ?? '', never);
    }
    expect(readdirSync(cache)).toEqual([`${ids[1]}.mp4`]);
  });
});

describe('pictures beside a mark', () => {
  it('are the whole frame of a sighting and a sheet of the lesson', async () => {
    const { viewing } = open();
    const frame = await viewing.frame(room, at(30), { run: 1, decodeTime: 30 * 25 * 512 });
    expect(await sharp(frame ?? '').metadata()).toMatchObject({ format: 'jpeg', width: 1280 });
    expect(await viewing.frame(room, at(-3600), null)).toBeNull();
    const rows = [
      { id: door, name: '门口' },
      { id: room, name: '教室' },
    ];
    const sheet = await viewing.sheet('DSJ-2026-01 第1课时', rows, span(20, 80));
    expect((await sharp(sheet).metadata()).height).toBeGreaterThan(400);
    expect(await viewing.sheet('DSJ-2026-01 第1课时', rows, span(20, 80))).toBe(sheet);
  });
});
