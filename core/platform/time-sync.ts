import type { Processes } from './process.ts';
import { run } from './process.ts';

/**
 * Whether a time server holds the system's clock, by systemd's `timedatectl`; null where it cannot say
 * (no systemd). Never throws.
 */
export async function isClockSynchronised(processes: Processes): Promise<boolean | null> {
  try {
    const said = await run(processes, 'timedatectl', ['show', '--property=NTPSynchronized', '--value']);
    const value = said.toString().trim();
    return value === 'yes' ? true : value === 'no' ? false : null;
  } catch {
    return null;
  }
}
