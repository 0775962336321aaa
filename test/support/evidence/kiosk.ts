import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalFact } from '../../../core/domain/evidence.ts';
import { type DurationMs, type EpochMs, epochMs, milliseconds, seconds } from '../../../core/domain/units.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import { silentLog } from '../../../core/platform/log.ts';
import { type Evidence, type EvidenceOptions, openEvidence } from '../../../kiosk/evidence/evidence.ts';
import type { SignedHead } from '../../../kiosk/evidence/journal.ts';
import type { Alarm, EvidenceIndex, EvidencePolicy, LessonSpan } from '../../../kiosk/evidence/ports.ts';
import { evidenceIndex } from '../../../kiosk/store/evidence.ts';
import { openDatabase } from '../../../kiosk/store/open.ts';
import { testKey } from './key.ts';

/** A clock that runs `speed` times as fast from `start` on; `step` sets the wall clock, as people do. */
export interface FastClock extends Clock {
  step(by: DurationMs): void;
}

export function fastClock(start: EpochMs, speed = 20): FastClock {
  const begun = performance.now();
  let shift = 0;
  const passed = (): number => (performance.now() - begun) * speed;
  return {
    now: () => epochMs(Math.round(start + passed() + shift)),
    monotonic: () => milliseconds(passed()),
    sleep: (duration, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, duration / speed);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(new Error('aborted'));
        });
      }),
    step: (by) => {
      shift += by;
    },
  };
}

export const testPolicy: EvidencePolicy = {
  segment: seconds(60),
  flushEvery: milliseconds(250),
  syncEvery: milliseconds(500),
  checkpointEvery: seconds(60),
  outsideLessons: true,
  outsideDays: 30,
  archiveYears: 3,
  lowBytes: 0,
  floorBytes: 0,
};

/** An open evidence folder with all that was said to the outside. */
export interface TestKiosk extends AsyncDisposable {
  readonly evidence: Evidence;
  readonly index: EvidenceIndex;
  readonly directory: string;
  readonly alarms: Alarm[];
  readonly heads: SignedHead[];
  /** Everything that was journalled since it was opened, also what follows on the closing. */
  readonly facts: JournalFact[];
}

export interface TestKioskOptions extends Partial<Omit<EvidenceOptions, 'lessons'>> {
  readonly lessons?: readonly LessonSpan[];
}

/** Opens (again) the evidence of a data folder with a real store beside it. */
export async function openKiosk(data: string, options: TestKioskOptions = {}): Promise<TestKiosk> {
  await mkdir(data, { recursive: true });
  const db = openDatabase(join(data, 'zaike.db'));
  const [alarms, heads, facts] = [[] as Alarm[], [] as SignedHead[], [] as JournalFact[]];
  const stored = evidenceIndex(db);
  const index: EvidenceIndex = {
    ...stored,
    apply: (entries) => {
      stored.apply(entries);
      facts.push(...entries);
    },
  };
  const { lessons = [], ...rest } = options;
  const directory = join(data, 'evidence');
  const evidence = await openEvidence({
    directory,
    clock: fastClock(epochMs(Date.parse('2026-10-08T08:00:00+08:00'))),
    log: silentLog,
    key: testKey('kiosk'),
    index,
    policy: testPolicy,
    clockState: () => 'synchronised',
    version: 'test',
    lessons: { spans: ({ from, to }) => lessons.filter((span) => span.from < to && from < span.to) },
    alarm: (alarm) => alarms.push(alarm),
    outbox: { checkpoint: (head) => heads.push(head) },
    ...rest,
  });
  return {
    evidence,
    index,
    directory,
    alarms,
    heads,
    facts,
    [Symbol.asyncDispose]: async () => {
      await evidence[Symbol.asyncDispose]();
      db[Symbol.dispose]();
    },
  };
}

/** A folder for one test. */
export async function dataFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'zaike-evidence-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
