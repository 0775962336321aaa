import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cameraId, classCode } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs, type LocalDate } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { run, systemProcesses } from '../../core/platform/process.ts';
import { verifyPackage } from '../../kiosk/evidence/verify.ts';
import { openKiosk } from '../../test/support/evidence/kiosk.ts';

/** Verifying and `sha256sum` over the same files, interleaved, both with the files in the system's cache; medians of 5. */
export interface VerifyFigures {
  readonly bytes: number;
  readonly files: number;
  readonly mbPerSecond: number;
  readonly sha256sumMbPerSecond: number;
  readonly ratio: number;
  readonly ok: boolean;
}

const ROUNDS = 5;

/** Packs what the recorder's benchmark left and verifies it. */
export async function verifyBench(data: string, until: EpochMs): Promise<VerifyFigures> {
  const out = join(data, 'package');
  await pack(data, out, until);
  const names = await readdir(out, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const [own, theirs] = [[] as number[], [] as number[]];
  let ok = true;
  for (let i = 0; i < ROUNDS; i += 1) {
    theirs.push(await timed(() => run(systemProcesses, 'sha256sum', files)));
    own.push(
      await timed(async () => {
        ok &&= (await verifyPackage(out)).verdict.ok;
      }),
    );
  }
  const [mbPerSecond, sha256sumMbPerSecond] = [speed(bytes, own), speed(bytes, theirs)];
  const ratio = Math.round((mbPerSecond / sha256sumMbPerSecond) * 100) / 100;
  return { bytes, files: files.length, mbPerSecond, sha256sumMbPerSecond, ratio, ok };
}

async function pack(data: string, out: string, until: EpochMs): Promise<void> {
  await using kiosk = await openKiosk(data, { clock: systemClock, keeper: false });
  const cameras = [...kiosk.index.covered().keys()].map((camera) => cameraId(camera));
  const first = kiosk.index.firstAt();
  const lesson = { from: epochMs(first + 500), to: epochMs(until - 500) };
  await kiosk.evidence.closeLesson({
    ...{ class: classCode('BENCH'), date: '2026-10-08' as LocalDate, no: 1, cameras, classEnds: null },
    ...{ lesson, expected: lesson, records: [], coverage: [] },
  });
  await kiosk.evidence.pack({ out, class: null, month: null, by: 'benchmark' });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function speed(bytes: number, times: readonly number[]): number {
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 1;
  return Math.round(bytes / 1000 / median);
}
