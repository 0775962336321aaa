import type { JournalEntry } from '../../core/domain/evidence.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { CheckedJournal } from './verify-journal.ts';

/** The journal's entries of one kind. */
export type Entry<Kind extends JournalEntry['kind']> = Extract<JournalEntry, { kind: Kind }>;

/** The journal by what happened. */
export interface Story {
  readonly lessons: readonly Entry<'lesson-closed'>[];
  readonly segments: ReadonlyMap<string, readonly Entry<'segment'>[]>;
  readonly gaps: ReadonlyMap<string, readonly Entry<'gap'>[]>;
  readonly corrections: readonly Entry<'correction'>[];
  /** Why a file that was sealed is rightly not there, and since when. */
  readonly gone: ReadonlyMap<string, { readonly why: 'lost' | 'deleted'; readonly at: EpochMs }>;
}

/** Sorts a journal's entries by what they tell. */
export function storyOf({ entries }: CheckedJournal): Story {
  const all = [...entries.values()];
  const gone = new Map<string, { why: 'lost' | 'deleted'; at: EpochMs }>();
  for (const entry of all) {
    if (entry.kind === 'lost') gone.set(entry.path, { why: 'lost', at: entry.at });
    if (entry.kind === 'deletion') for (const { path } of entry.files) gone.set(path, { why: 'deleted', at: entry.at });
  }
  return {
    lessons: all.filter((entry) => entry.kind === 'lesson-closed'),
    segments: Map.groupBy(
      all.filter((entry) => entry.kind === 'segment'),
      ({ camera }) => camera,
    ),
    gaps: Map.groupBy(
      all.filter((entry) => entry.kind === 'gap'),
      ({ camera }) => camera,
    ),
    corrections: all.filter((entry) => entry.kind === 'correction'),
    gone,
  };
}

/** ISO 8601, UTC. Years beyond a date's reach come from files that were tampered with. */
export const iso = (at: EpochMs): string => (Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at));
