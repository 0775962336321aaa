import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ZaikeError } from '../../core/domain/errors.ts';

/** A person and the files of the photos, in the natural order of their names (2.jpg before 10.jpg). */
export interface PersonPhotos {
  readonly person: string;
  readonly files: readonly string[];
}

/** Formats that cannot be read are among them: their files are refused in words, not passed over. */
const PHOTO = /\.(jpe?g|png|webp|tiff?|gif|avif|bmp|hei[cf])$/i;
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'nothing of that name',
  ENOTDIR: 'a file',
  EACCES: 'no right to read it',
};
const natural = new Intl.Collator('en', { numeric: true });

/**
 * Reads a folder of `person/photo.jpg`; people without any photo are told and left out, and so are files of other
 * names or in other places; hidden files are left out.
 * `role` names the folder in messages. @throws ZaikeError `folder` when it cannot be read or holds no photo.
 */
export async function readPeople(
  folder: string,
  role: string,
  tell: (line: string) => void = () => undefined,
): Promise<readonly PersonPhotos[]> {
  const found: PersonPhotos[] = [];
  const other: string[] = [];
  for (const entry of await list(folder, role)) {
    if (entry.name.startsWith('.')) continue;
    if (!entry.isDirectory() && !entry.isSymbolicLink()) {
      other.push(entry.name);
      continue;
    }
    const names = (await list(path.join(folder, entry.name), role)).map(({ name }) => name);
    const seen = names.filter((name) => !name.startsWith('.')).sort(natural.compare);
    const files = seen.filter((name) => PHOTO.test(name));
    other.push(...seen.filter((name) => !PHOTO.test(name)).map((name) => `${entry.name}/${name}`));
    if (files.length === 0) tell(`${role}: ${entry.name} holds no photo, left out`);
    if (files.length === 0) continue;
    found.push({ person: entry.name, files: files.map((name) => path.join(folder, entry.name, name)) });
  }
  if (other.length > 0) {
    const [first = ''] = other;
    tell(`${role}: ${other.length} not named person/photo.jpg, left out: ${first}${other.length > 1 ? ', …' : ''}`);
  }
  if (found.length === 0) throw fault(`${role} ${folder}: expected folders person/photo.jpg, found no photo`);
  return found.sort((a, b) => natural.compare(a.person, b.person));
}

async function list(folder: string, role: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw fault(`${role} ${folder}: expected a folder that can be read, got ${REASONS[code] ?? code}`);
  }
}

function fault(message: string): ZaikeError {
  return new ZaikeError(message, { code: 'folder', retry: false });
}
