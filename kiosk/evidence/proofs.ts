import { toHex } from '../../core/domain/bytes.ts';
import type { Json } from '../../core/domain/canonical.ts';
import type { JournalEntry } from '../../core/domain/evidence.ts';
import type { MerkleTree } from '../../core/domain/merkle.ts';
import type { Span } from '../../core/domain/units.ts';

/** Which lessons a package holds; null: all. */
export interface Selection {
  readonly class: string | null;
  /** `YYYY-MM`. */
  readonly month: string | null;
}

/** Whether a lesson belongs into a package. */
export function isSelected(lesson: { readonly class: string; readonly date: string }, selection: Selection): boolean {
  return (
    (selection.class === null || selection.class === lesson.class) && lesson.date.startsWith(selection.month ?? '')
  );
}

/** Whether somebody may want to prove an entry alone: it belongs to one of the lessons that a package holds. */
export function isToProve(entry: JournalEntry, lessons: readonly Span[], selection: Selection): boolean {
  const touched = (from: number, to: number | null): boolean =>
    lessons.some((lesson) => from < lesson.to && lesson.from < (to ?? Number.POSITIVE_INFINITY));
  switch (entry.kind) {
    case 'segment':
    case 'gap':
      return touched(entry.from, entry.to);
    case 'picture':
      return touched(entry.capturedAt, entry.capturedAt + 1);
    case 'lesson-closed':
    case 'correction':
      return isSelected(entry, selection);
    default:
      return entry.kind === 'export';
  }
}

/** Which entries are proven alone, and which earlier sizes of the journal are linked to the last one: those right after a lesson closed. */
export function toProve(
  entries: Iterable<JournalEntry>,
  selection: Selection,
  size: number,
): { readonly seqs: readonly number[]; readonly heads: readonly number[] } {
  const all = [...entries].filter(({ seq }) => seq < size);
  const lessons = all
    .filter((entry) => entry.kind === 'lesson-closed')
    .filter((lesson) => isSelected(lesson, selection));
  return {
    seqs: all.filter((entry) => isToProve(entry, lessons, selection)).map(({ seq }) => seq),
    heads: lessons.map(({ seq }) => seq + 1).filter((first) => first < size),
  };
}

/**
 * Inclusion proofs of single entries, and consistency proofs from earlier sizes, all against the head of `size`
 * entries: what lets one clip be proven without the rest of the package (RFC 6962 §2.1.1, §2.1.2).
 */
export function proofsOf(
  tree: Pick<MerkleTree, 'root' | 'inclusion' | 'consistency' | 'nodes'>,
  { size, seqs, heads }: { readonly size: number; readonly seqs: readonly number[]; readonly heads: readonly number[] },
): Json {
  return {
    size,
    root: toHex(tree.root(size)),
    inclusion: seqs.map((seq) => ({
      seq,
      leaf: toHex(tree.nodes(0, seq)),
      path: tree.inclusion(seq, size).map(toHex),
    })),
    consistency: heads.map((first) => ({ first, path: tree.consistency(first, size).map(toHex) })),
  };
}
