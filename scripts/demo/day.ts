import { setTimeout as delay } from 'node:timers/promises';
import { SHANGHAI_OFFSET_MS } from '../../core/domain/day.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { say } from './say.ts';

/** From a kiosk's start to its film's, in seconds: models are loaded and thirty photos embedded. */
export const LEAD_SECONDS = 20;

const inShanghai = (instant: number): string => new Date(instant + SHANGHAI_OFFSET_MS).toISOString();

/** The day of an instant in Asia/Shanghai, `YYYY-MM-DD`. */
export const dayOf = (instant: number): string => inShanghai(instant).slice(0, 10);
/** Its time there, `HH:MM:SS`. */
export const timeOf = (instant: number): string => inShanghai(instant).slice(11, 19);

/** The next instant on a whole second, `lead` seconds from now, from which `length` seconds fit into the day. */
export async function startOf(lead: number, length: number, signal: AbortSignal): Promise<number> {
  for (;;) {
    const start = Math.ceil(systemClock.now() / 1000 + lead) * 1000;
    if (dayOf(start) === dayOf(start + length * 1000)) return start;
    say('waiting for midnight in Asia/Shanghai: the lessons must lie on one day');
    await delay(10_000, undefined, { signal });
  }
}
