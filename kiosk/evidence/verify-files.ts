import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { type Contents, parseContents } from '../../core/contract/evidence.ts';
import type { Digest, KeptFile } from '../../core/domain/evidence.ts';
import { digestOf } from './digest.ts';
import { CHECKPOINTS, CONTENTS, LOG, UNLISTED } from './package-layout.ts';
import { type Folder, hashFile, missing, parseCanonical, readWhole, reason } from './verify-folder.ts';
import type { CheckedJournal } from './verify-journal.ts';
import type { Faults } from './verify-report.ts';

/** The package's list of files, and whether the signed journal vouches for it. */
export async function checkContents(folder: Folder, journal: CheckedJournal, faults: Faults): Promise<Contents | null> {
  const bytes = await readWhole(folder, CONTENTS, faults);
  if (bytes === null) return null;
  const digest = digestOf(bytes);
  const exports = [...journal.entries.values()].filter((entry) => entry.kind === 'export');
  const own = exports.find(({ contents }) => contents === digest);
  if (!own)
    faults.add(
      CONTENTS,
      'is not the list that any export entry of the journal vouches for: it was changed, or the journal’s tail was cut',
    );
  else if (own.seq >= journal.provenUntil || journal.unproven.has(own.seq))
    faults.add(
      CONTENTS,
      `its export entry ${String(own.seq)} is not under the signed head: list and journal were re-made`,
    );
  const value = parseCanonical(bytes, CONTENTS, faults);
  if (value === undefined) return null;
  const parsed = parseContents(value);
  if (!parsed.ok) {
    faults.add(CONTENTS, parsed.what);
    return null;
  }
  await checkEarlierHeads(folder, parsed.value, faults);
  return parsed.value;
}

/** The checkpoints of before the export are listed as they were: none may be taken out of the middle. */
async function checkEarlierHeads(folder: Folder, { checkpoints }: Contents, faults: Faults): Promise<void> {
  const size = folder.files.get(CHECKPOINTS) ?? 0;
  if (checkpoints.bytes === 0 || size === 0) return;
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(join(folder.root, CHECKPOINTS), { end: checkpoints.bytes - 1 }))
      hash.update(chunk as Buffer);
  } catch (error) {
    faults.add(CHECKPOINTS, `cannot be read: ${reason(error)}`);
  }
  if (size < checkpoints.bytes || hash.digest('hex') !== checkpoints.sha256)
    faults.add(
      CHECKPOINTS,
      'does not begin with the checkpoints that there were before the export: one was taken out or changed',
    );
}

/** What the journal itself says of files, by path: more than a list, because the head stands behind it. */
export function journalledFiles({ entries }: CheckedJournal): ReadonlyMap<string, KeptFile> {
  const files = new Map<string, KeptFile>();
  for (const entry of entries.values()) {
    if (entry.kind === 'segment' || entry.kind === 'picture' || entry.kind === 'correction')
      files.set(entry.path, entry);
    if (entry.kind === 'lesson-closed') for (const file of entry.files) files.set(file.path, file);
  }
  return files;
}

/** Reads every file once, and names what is not as it was listed and sealed. @returns the hashes found. */
export async function checkFiles(
  folder: Folder,
  { contents, journalled }: { readonly contents: Contents | null; readonly journalled: ReadonlyMap<string, KeptFile> },
  faults: Faults,
): Promise<ReadonlyMap<string, Digest>> {
  const listed = new Map((contents?.files ?? []).map((file) => [file.path, file]));
  const found = new Map<string, Digest>();
  for (const path of folder.files.keys()) {
    if (UNLISTED.has(path)) continue;
    try {
      found.set(path, await hashFile(join(folder.root, path)));
    } catch (error) {
      faults.add(path, `cannot be read: ${reason(error)}`);
    }
  }
  const expected = new Map(listed);
  for (const path of folder.files.keys()) {
    const sealed = journalled.get(path);
    if (sealed) expected.set(path, sealed);
    else if (!UNLISTED.has(path) && !listed.has(path)) faults.add(path, 'was added: the signed list does not name it');
  }
  const byDigest = new Map([...expected.values()].map((file) => [file.sha256, file.path]));
  for (const file of expected.values()) {
    const digest = found.get(file.path);
    if (digest === undefined) {
      if (!faults.has(file.path)) faults.add(file.path, missing(folder, file.path));
    } else if (digest !== file.sha256)
      faults.add(file.path, change(file, folder.files.get(file.path) ?? 0, byDigest.get(digest)));
    const list = listed.get(file.path);
    if (contents && list && list.sha256 !== file.sha256)
      faults.add(file.path, 'was not as the journal had sealed it when it was exported');
    if (contents && !list) faults.add(file.path, 'was added: the signed list does not name it');
  }
  for (const file of listed.values())
    if (belongsToJournal(file.path) && !journalled.has(file.path)) faults.add(file.path, `no entry of ${LOG} names it`);
  return found;
}

const belongsToJournal = (path: string): boolean => /^(segments|pictures|lessons)\//.test(path);

function change({ path, bytes }: KeptFile, size: number, other: string | undefined): string {
  if (other !== undefined && other !== path) return `was swapped: it holds what belongs to ${other}`;
  if (size < bytes) return `was cut: ${String(size)} of ${String(bytes)} bytes are left`;
  if (size > bytes) return `was lengthened: ${String(size)} bytes instead of ${String(bytes)}`;
  return 'was changed: the length is right, the content is not';
}
