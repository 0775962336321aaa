/**
 * `npm run rotate-key -- --data KIOSK_DATA_DIR`: seals templates, enrolment photos, signatures and camera passwords of a kiosk that is
 * not running with a new key. One line of JSON on stdout. Cut off, it is finished or taken back by the next start or the next call.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { rotateKey } from '../kiosk/rotate-key.ts';
import { openDatabase } from '../kiosk/store/open.ts';

async function rotated(args: readonly string[]): Promise<{ readonly photos: number }> {
  const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' } } });
  if (values.data === undefined) throw new Error('expected --data KIOSK_DATA_DIR');
  const file = join(values.data, 'zaike.db');
  if (!existsSync(file)) throw new Error(`--data: expected a kiosk's data folder with zaike.db, got ${values.data}`);
  using db = openDatabase(file);
  return await rotateKey(values.data, db);
}

try {
  process.stdout.write(`${JSON.stringify(await rotated(process.argv.slice(2)))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
