/**
 * `node rotate-child.ts DATA POINT`: rotates the key of DATA and kills itself (SIGKILL) at POINT: before the nth file
 * is opened, renamed or removed, or, with `transaction`, in the middle of the database's transaction.
 */
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { openDatabase } from '../../../kiosk/store/open.ts';

const [data = '', point = ''] = process.argv.slice(2);
const die = (): void => void process.kill(process.pid, 'SIGKILL');

let steps = 0;
for (const name of ['open', 'rename', 'rm'] as const) {
  const real = promises[name] as (...args: unknown[]) => unknown;
  Object.assign(promises, {
    [name]: (...args: unknown[]) => {
      steps += 1;
      if (String(steps) === point) die();
      return real(...args);
    },
  });
}
syncBuiltinESMExports();

const { rotateKey } = await import('../../../kiosk/rotate-key.ts');
using db = openDatabase(join(data, 'zaike.db'));
if (point === 'transaction') {
  db.function('die', die);
  db.exec('create temp trigger dies after update of account on main.camera begin select die(); end');
}
await rotateKey(data, db);
