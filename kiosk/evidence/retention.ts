import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dateAt } from '../../core/domain/day.ts';
import type { JournalFact, KeptFile } from '../../core/domain/evidence.ts';
import { type DiskUse, dayFull, daysUntil, keptUntil } from '../../core/domain/keeping.ts';
import type { ClockState } from '../../core/domain/sighting.ts';
import { type DurationMs, type EpochMs, epochMs, type LocalDate, minutes, plus } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Disk } from './disk.ts';
import type { AlarmSink, EvidenceIndex, EvidencePolicy, IndexedFile, Lessons } from './ports.ts';

export interface RetentionOptions {
  readonly directory: string;
  readonly index: EvidenceIndex;
  readonly lessons: Lessons;
  readonly policy: EvidencePolicy;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly log: Log;
  readonly alarm: AlarmSink;
  readonly append: (fact: JournalFact) => Promise<unknown>;
  /** Whether the wall clock can be believed: nothing is deleted by a clock that has just jumped. */
  readonly clockState: () => ClockState;
}

/** What a sweep did and foresees. */
export interface Swept {
  readonly deleted: number;
  readonly deletedBytes: number;
  /** The day on which the disk will be full; null: not within four years. */
  readonly full: LocalDate | null;
  /** Bytes an average day brings. */
  readonly perDay: number;
  readonly free: number;
}

const PAGE = 500;
/** Averages are taken over this many days. */
const LOOK_BACK_DAYS = 14;
const DAY: DurationMs = minutes(24 * 60);
const ALARM_DAYS = [7, 30];

/**
 * Deletes what may be deleted, and nothing else does: video outside lessons after the policy's days, lesson video and files three years
 * after the class's end, never what a hold covers. Each deletion is in the journal, on the disk, before a file goes.
 */
export async function sweep(options: RetentionOptions): Promise<Swept> {
  const { directory, index, policy, disk, clock, append } = options;
  const now = clock.now();
  const trusted = options.clockState() !== 'stepped';
  const expiring = new Map<LocalDate, number>();
  const recent = { lessons: 0, outside: 0, since: plus(now, (-LOOK_BACK_DAYS * DAY) as DurationMs) };
  let [deleted, deletedBytes] = [0, 0];
  for (let after: IndexedFile | null = null; ; ) {
    const page: readonly IndexedFile[] = index.filesInOrder(after, PAGE);
    if (page.length === 0) break;
    after = page.at(-1) ?? null;
    const due: KeptFile[] = [];
    for (const { file, until, claimed } of terms(options, page)) {
      if (file.to > recent.since) recent[claimed ? 'lessons' : 'outside'] += file.bytes;
      if (until === null) continue;
      if (until <= now) due.push({ path: file.path, bytes: file.bytes, sha256: file.sha256 });
      else expiring.set(dateAt(until), (expiring.get(dateAt(until)) ?? 0) + file.bytes);
    }
    if (due.length > 0 && trusted) {
      await append({ kind: 'deletion', files: due, why: 'retention' });
      for (const { path } of due) await finishDeletion(directory, path);
      deleted += due.length;
      deletedBytes += due.reduce((sum, { bytes }) => sum + bytes, 0);
    }
  }
  const { free } = await disk.space(directory);
  const days = Math.max(1, Math.min(LOOK_BACK_DAYS, (now - index.firstAt()) / DAY));
  const use: DiskUse = {
    today: dateAt(now),
    free: Math.max(0, free - policy.floorBytes),
    lessonsPerDay: recent.lessons / days,
    outsidePerDay: recent.outside / days,
    outsideDays: policy.outsideDays,
    expiring,
  };
  const full = dayFull(use);
  warn(options, use.today, full);
  return { deleted, deletedBytes, full, perDay: use.lessonsPerDay + use.outsidePerDay, free };
}

/** Deletes a file whose deletion is in the journal. */
export async function finishDeletion(directory: string, path: string): Promise<void> {
  await rm(join(directory, path), { force: true });
}

/** Until when each file of a page is kept, and whether a lesson claims it. */
function* terms(
  { index, lessons, policy }: RetentionOptions,
  page: readonly IndexedFile[],
): Generator<{ file: IndexedFile; until: EpochMs | null; claimed: boolean }> {
  const range = {
    from: epochMs(Math.min(...page.map(({ from }) => from))),
    to: epochMs(Math.max(...page.map(({ to }) => to))),
  };
  const spans = [...lessons.spans(range), ...index.claims(range)];
  const holds = index.holds();
  for (const file of page) {
    const concerns = (cameras: readonly string[] | null): boolean =>
      cameras === null || file.camera === null || cameras.includes(file.camera);
    const claims = spans.filter(({ cameras }) => concerns(cameras));
    const held = holds.some(
      ({ camera, from, to }) => concerns(camera === null ? null : [camera]) && from <= file.to && file.from <= to,
    );
    const until = held ? null : keptUntil(file, claims, policy);
    yield { file, until, claimed: claims.some(({ from, to }) => from <= file.to && file.from <= to) };
  }
}

function warn({ alarm, log }: RetentionOptions, today: LocalDate, full: LocalDate | null): void {
  const days = full === null ? Number.POSITIVE_INFINITY : daysUntil(today, full);
  const level = ALARM_DAYS.find((limit) => days <= limit);
  if (level === undefined || full === null) return;
  log.warn('the disk will be full', { on: full, days });
  const message = `按目前的录像量，磁盘将在 ${full}（${String(days)} 天后）写满：请更换更大的磁盘。录像不会被提前删除`;
  alarm({ code: 'disk-forecast', camera: null, message });
}
