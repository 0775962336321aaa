import type { BusyChild } from '../../../test/support/center/busy/child.ts';
import { progress } from './scene.part.ts';
import { spread } from './spread.part.ts';

/** Where live pictures are measured meanwhile. */
interface Glass {
  measure(pictures: number): Promise<readonly number[]>;
}

/** Pictures before the burst begins: some are shown before, most during and after it. */
const BEFORE_MS = 1000;
/** Ten seconds of a camera. */
const PICTURES = 120;

/** Lessons close everywhere at once: each kiosk has so many records to deliver in the same instant. */
export async function burst(busy: BusyChild, glass: Glass, records: number) {
  const shown = glass.measure(PICTURES);
  await new Promise((resolve) => setTimeout(resolve, BEFORE_MS));
  const { acknowledgedMs } = await busy.tell<{ acknowledgedMs: readonly number[] }>({ burst: records });
  const glassMs = spread(await shown);
  progress(`burst: all acknowledged after ${String(Math.max(...acknowledgedMs))} ms, glass ${JSON.stringify(glassMs)}`);
  return {
    recordsOfEach: records,
    acknowledgedMs: { ...spread(acknowledgedMs), all: Math.max(...acknowledgedMs) },
    glassMs,
  };
}
