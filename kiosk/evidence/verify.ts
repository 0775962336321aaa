import { readFile } from 'node:fs/promises';
import { canonicalJson } from '../../core/domain/canonical.ts';
import type { NoteKey } from '../../core/domain/checkpoint.ts';
import { CHECKPOINTS, LOG, PROOFS } from './package-layout.ts';
import { proofsOf, type Selection, toProve } from './proofs.ts';
import { checkContents, checkFiles, journalledFiles } from './verify-files.ts';
import { type Folder, listFolder, readWhole, reason } from './verify-folder.ts';
import { type CheckedJournal, checkHead, checkJournal, readKey } from './verify-journal.ts';
import { checkLessons } from './verify-lessons.ts';
import { Faults, type ReportedGap, type Verdict } from './verify-report.ts';

/** What may be trusted from outside the folder. */
export interface Trust {
  /** A file with a checkpoint that the center kept. */
  readonly head?: string | undefined;
  /** A file with the kiosk's verifier key. */
  readonly key?: string | undefined;
}

/** The verdict, and whose signature it rests on. */
export interface Verified {
  readonly verdict: Verdict;
  readonly key: NoteKey | null;
}

/**
 * Says what a package holds, what is missing, and whether anything was changed since it was recorded. Reads only the folder and what is
 * trusted from outside; follows no link; whatever it cannot read is a fault. Never rejects.
 */
export async function verifyPackage(root: string, trust: Trust = {}): Promise<Verified> {
  const faults = new Faults();
  let [segments, key] = [0, null as NoteKey | null];
  let gaps: readonly ReportedGap[] = [];
  try {
    const folder = await listFolder(root, faults);
    key = await readKey(folder, await given(trust.key, '--key', faults), faults);
    const journal = await checkJournal(folder, key, faults);
    const head = await given(trust.head, '--head', faults);
    if (head !== null) checkHead(head, key, journal, faults);
    const contents = await checkContents(folder, journal, faults);
    const journalled = journalledFiles(journal);
    const found = await checkFiles(folder, { contents, journalled }, faults);
    const listed = new Set(contents?.files.map(({ path }) => path));
    segments = [...listed].filter((path) => path.startsWith('segments/') && journalled.has(path)).length;
    gaps = await checkLessons({ folder, journal, selection: contents, listed, found, faults });
    await checkProofs(folder, journal, contents, faults);
  } catch (error) {
    faults.add('.', `cannot be verified: ${reason(error)}`);
  }
  return { verdict: { ok: faults.list.length === 0, segments, gaps, faults: faults.list }, key };
}

async function given(path: string | undefined, name: string, faults: Faults): Promise<string | null> {
  if (path === undefined) return null;
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    faults.add(name, `cannot be read: ${reason(error)}`);
    return null;
  }
}

/** The proofs follow from the journal: they are made again and compared. */
async function checkProofs(
  folder: Folder,
  journal: CheckedJournal,
  selection: Selection | null,
  faults: Faults,
): Promise<void> {
  const bytes = await readWhole(folder, PROOFS, faults);
  const { head, tree, entries } = journal;
  if (bytes === null || selection === null || head === null) return;
  if (faults.has(LOG) || faults.has(CHECKPOINTS)) return; // they cannot be right then, and it is said already
  const wanted = toProve(entries.values(), selection, head.size);
  const expected = canonicalJson(proofsOf(tree, { size: head.size, ...wanted }));
  if (bytes.toString() !== expected) faults.add(PROOFS, 'does not hold the proofs that follow from the journal');
}
