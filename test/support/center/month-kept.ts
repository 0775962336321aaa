import { expect, vi } from 'vitest';
import type { TestCenter } from './center.ts';

/** Waits until the center has the records of the worked month, which a kiosk tells. */
export async function monthKept({ center }: Pick<TestCenter, 'center'>): Promise<void> {
  await vi.waitFor(async () => expect((await center.facts.of('record')).length).toBeGreaterThan(470), 60_000);
}
