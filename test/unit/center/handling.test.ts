import { describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../core/platform/log.ts';
import { Underway } from '../../../core/platform/underway.ts';
import { createHandling } from '../../../server/hub/handling.ts';
import type { CheckedItem } from '../../../server/hub/inbox.ts';

const item = (id: number): CheckedItem => ({ id, kind: 'alarm', body: {}, createdAt: 1, fault: '' });

/** Items and the mark, as the store keeps them. */
class Store {
  readonly items: CheckedItem[] = [];
  mark = 0;

  unhandled(_kiosk: string, limit: number): Promise<CheckedItem[]> {
    return Promise.resolve(this.items.filter(({ id }) => id > this.mark).slice(0, limit));
  }

  handled(_kiosk: string, last: number): Promise<void> {
    this.mark = last;
    return Promise.resolve();
  }
}

/** Other tests take their share of the machine. */
const WITHIN = 10_000;

describe('what was acknowledged', () => {
  it('before a hub died is acted on by the next one, in order', async () => {
    const store = new Store();
    store.items.push(...Array.from({ length: 1200 }, (_, i) => item(i + 1)));
    store.mark = 7;
    const seen: number[] = [];
    const handle = (items: readonly CheckedItem[]) => Promise.resolve(void seen.push(...items.map(({ id }) => id)));
    createHandling('k1', handle, { store, underway: new Underway(), log: silentLog }).wake();
    await vi.waitFor(() => expect(store.mark).toBe(1200), WITHIN);
    expect(seen).toEqual(Array.from({ length: 1193 }, (_, i) => i + 8));
  });

  it('and could not be acted on comes again, nothing after it before', async () => {
    const store = new Store();
    store.items.push(item(1), item(2));
    const seen: number[][] = [];
    let broken = true;
    const handle = (items: readonly CheckedItem[]) => {
      seen.push(items.map(({ id }) => id));
      return broken ? Promise.reject(new Error('the link broke')) : Promise.resolve();
    };
    const handling = createHandling('k1', handle, { store, underway: new Underway(), log: silentLog });
    handling.wake();
    await vi.waitFor(() => expect(seen).toEqual([[1, 2]]), WITHIN);
    expect(store.mark).toBe(0);
    broken = false;
    store.items.push(item(3));
    await vi.waitFor(() => {
      handling.wake();
      expect(store.mark).toBe(3);
    }, WITHIN);
    expect(seen.at(-1)).toContain(3);
    expect(seen.flat().filter((id) => id === 1).length).toBeGreaterThan(1);
  });

  it('while it is being acted on is not forgotten', async () => {
    const store = new Store();
    store.items.push(item(1));
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const handling = createHandling('k1', () => promise, { store, underway: new Underway(), log: silentLog });
    handling.wake();
    await Promise.resolve();
    store.items.push(item(2));
    handling.wake();
    resolve(undefined);
    await vi.waitFor(() => expect(store.mark).toBe(2), WITHIN);
  });
});
