/** The center's program: `node server/main.ts CONFIG.json`; ends on SIGINT or SIGTERM. */
import { ZaikeError } from '../core/domain/errors.ts';
import { systemClock as clock } from '../core/platform/clock.ts';
import { createLog } from '../core/platform/log.ts';
import { openCenter, PAGES } from './center.ts';
import { readCenterConfig } from './config.ts';

const stop = Promise.withResolvers<undefined>();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.resolve(undefined));
const [configFile] = process.argv.slice(2);
try {
  if (configFile === undefined)
    throw new ZaikeError('usage: npm run center -- CONFIG.json', { code: 'usage', retry: false });
  const config = readCenterConfig(configFile);
  const log = createLog('center', config.logLevel);
  await using center = await openCenter(config, { clock, log, pages: PAGES });
  const code = await center.accounts.firstRunCode();
  // Only who can read this terminal or its log makes the first administrator.
  if (code !== null) log.info('nobody has an account yet: make the first administrator with this code', { code });
  await stop.promise;
} catch (error) {
  if (!(error instanceof ZaikeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
