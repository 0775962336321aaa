import { parseOpenings } from '../../core/contract/evidence.ts';
import { canonicalJson, type Json } from '../../core/domain/canonical.ts';
import type { Digest, Manifest } from '../../core/domain/evidence.ts';
import { digestOf } from './digest.ts';
import { type Folder, readWhole, reason } from './verify-folder.ts';
import type { Faults } from './verify-report.ts';

/** Where a lesson's lists are, and what was found there. */
export interface RecordChecks {
  readonly folder: Folder;
  readonly found: ReadonlyMap<string, Digest>;
  readonly faults: Faults;
}

/** Which records were edited, taken out or added: the manifest has the hash of each. */
export async function checkRecords(
  { folder, found, faults }: RecordChecks,
  manifest: Manifest,
  path: string,
): Promise<void> {
  if (!found.has(path)) return;
  const value = await readValue(folder, path, faults);
  if (value === undefined) return;
  if (!Array.isArray(value)) {
    faults.add(path, 'is no list of records');
    return;
  }
  const there = new Map<string, Digest>();
  for (const record of value as Json[]) {
    const { id: given, trainee } = named(record);
    const id = String(given);
    const known = manifest.records.find((each) => each.id === id);
    const digest = safeDigest(record);
    const name = `record ${id} (${String(trainee)})`;
    if (there.has(id)) faults.add(path, `${name} is there twice`);
    if (!known) faults.add(path, `${name} was added`);
    else if (known.sha256 !== digest) faults.add(path, `${name} was edited`);
    there.set(id, digest);
  }
  for (const { id } of manifest.records) if (!there.has(id)) faults.add(path, `record ${id} was removed`);
}

/** Whatever it is, its name if it has one. */
const named = (record: Json): { readonly id?: unknown; readonly trainee?: unknown } =>
  record !== null && typeof record === 'object' && !Array.isArray(record) ? (record as { readonly id?: unknown }) : {};

function safeDigest(value: Json): Digest {
  try {
    return digestOf(canonicalJson(value));
  } catch {
    return '';
  }
}

/** Whether the list of openings can be read: that it is as it was is told by its hash. */
export async function checkOpenings({ folder, found, faults }: RecordChecks, path: string): Promise<void> {
  if (!found.has(path)) return;
  const value = await readValue(folder, path, faults);
  if (value === undefined) return;
  const parsed = parseOpenings(value);
  if (!parsed.ok) faults.add(path, `is no list of openings: ${parsed.what}`);
}

/** Whatever the text's form: what was changed in it is told by its hash. */
export async function readValue(folder: Folder, path: string, faults: Faults): Promise<unknown> {
  const bytes = await readWhole(folder, path, faults);
  if (bytes === null) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    faults.add(path, `is no JSON that can be read: ${reason(error)}`);
    return undefined;
  }
}
