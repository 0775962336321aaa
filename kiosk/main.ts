/** Starts the kiosk: `node kiosk/main.ts CONFIG.json`; ends on SIGINT or SIGTERM. */
import { ZaikeError } from '../core/domain/errors.ts';
import { createLog } from '../core/platform/log.ts';
import { readConfig } from './config.ts';
import { runKiosk } from './run.ts';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
const [configFile] = process.argv.slice(2);
try {
  if (configFile === undefined)
    throw new ZaikeError('usage: npm run kiosk -- CONFIG.json', { code: 'usage', retry: false });
  const config = readConfig(configFile);
  await runKiosk(config, createLog('kiosk', config.logLevel), stop.signal);
} catch (error) {
  if (!(error instanceof ZaikeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
