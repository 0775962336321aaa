import { existsSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contextOf, SUFFIX } from './desk/enrolment/photo-files.ts';
import { lockFolder } from './evidence/lock.ts';
import { resealAccounts } from './store/cameras.ts';
import { enrolmentTables, resealEnrolment } from './store/enrolment.ts';
import { keyMemory } from './store/key-memory.ts';
import type { Db } from './store/open.ts';
import { scrub, scrubDue } from './store/scrub.ts';
import { resealTemplates, templates } from './store/templates.ts';
import { resealWaiting } from './store/waiting-templates.ts';
import { keyIn, openVault, readKey } from './vault/open-vault.ts';
import { keyMark, type Vault, vaultOf } from './vault/vault.ts';

/** What is sealed with the key to come lies beside what is there, until the database has changed over. */
const NEXT = '.next';
const keyFile = (dataDir: string): string => join(dataDir, 'keys', 'vault.key');
const photosFolder = (dataDir: string): string => join(dataDir, 'office', 'photos');

/**
 * Seals templates, photos, signatures and camera passwords of a kiosk that is not running with a new key, and
 * forgets the old one. The database's transaction is the moment of change: killed before it everything is as it
 * was, killed after it the next start (or the next call) finishes.
 * @returns how many photos were sealed anew.
 * @throws ZaikeError `evidence-in-use` while the kiosk runs; `vault-key-missing`, `vault-key-wrong`, `vault-refused`.
 */
export async function rotateKey(dataDir: string, db: Db): Promise<{ readonly photos: number }> {
  await using _held = await lockFolder(join(dataDir, 'evidence'));
  await finish(dataDir, db);
  const file = keyFile(dataDir);
  const memory = keyMemory(db);
  const old = openVault(file, memory);
  // What an earlier version left readable is sealed first.
  templates(db, old);
  enrolmentTables(db, old);
  const key = keyIn(`${file}${NEXT}`);
  await settle(dirname(file));
  const next = vaultOf(key, `${file}${NEXT}`);
  const photos = await resealPhotos(photosFolder(dataDir), db, old, next);
  db.transaction(() => {
    resealTemplates(db, old, next);
    resealWaiting(db, old, next);
    resealEnrolment(db, old, next);
    resealAccounts(db, old, next);
    scrubDue(db);
    memory.replace(keyMark(key));
  })();
  await finish(dataDir, db);
  scrub(db);
  return { photos };
}

/**
 * Finishes a rotation that was cut off, or takes it back; does nothing when there is none. Call it before the vault
 * is opened. @throws ZaikeError `evidence-in-use` while a rotation is running.
 */
export async function finishRotation(dataDir: string, db: Db): Promise<void> {
  if (!existsSync(`${keyFile(dataDir)}${NEXT}`)) return;
  await using _held = await lockFolder(join(dataDir, 'evidence'));
  await finish(dataDir, db);
}

/** Which key the database names decides; the key's own file goes last, so that a cut finds the work again. */
async function finish(dataDir: string, db: Db): Promise<void> {
  const file = keyFile(dataDir);
  const key = readKey(`${file}${NEXT}`);
  if (key === null) return;
  const folder = photosFolder(dataDir);
  const changed = keyMemory(db).mark() === keyMark(key);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.endsWith(`${SUFFIX}${NEXT}`))) {
    const path = join(folder, name);
    if (changed) await rename(path, path.slice(0, -NEXT.length));
    else await rm(path);
  }
  if (names.length > 0) await settle(folder);
  if (changed) await rename(`${file}${NEXT}`, file);
  else await rm(`${file}${NEXT}`);
  await settle(dirname(file));
}

/** Seals each photo for the key to come, beside the file that is there. A photo without a file is passed over. */
async function resealPhotos(folder: string, db: Db, old: Vault, next: Vault): Promise<number> {
  let photos = 0;
  const rows = db.prepare<[], { id: string; person: string }>('select id, person from enrolmentPhoto').all();
  for (const { id, person } of rows) {
    const path = join(folder, `${id}${SUFFIX}`);
    if (!existsSync(path)) continue;
    const context = contextOf(id, person);
    await using file = await open(`${path}${NEXT}`, 'w', 0o600);
    await file.writeFile(next.seal(old.open(await readFile(path), context), context));
    await file.sync();
    photos += 1;
  }
  if (photos > 0) await settle(folder);
  return photos;
}

/** Brings a folder's names to the disk. Windows has no such call and needs none. */
async function settle(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using directory = await open(folder, 'r');
  await directory.sync();
}
