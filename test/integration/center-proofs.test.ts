import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { AlertView } from '../../core/contract/center/alerts.ts';
import { formatVerifierKey } from '../../core/domain/checkpoint.ts';
import { minutes } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { kioskKey } from '../../kiosk/evidence/key.ts';
import { busyRecord } from '../support/center/busy/records.ts';
import { startCenter, type TestCenter } from '../support/center/center.ts';
import { Journal } from '../support/center/journal.ts';
import { helloOf, knock } from '../support/center/knock.ts';
import { seededClass } from '../support/center/seed.ts';
import { sha256Bytes } from '../support/center/sha256.ts';
import { ShiftedClock } from '../support/center/shifted-clock.ts';

/** Shorter than the center waits for a proof. */
const WITHIN = { timeout: 20_000, interval: 50 };

const clock = new ShiftedClock();
const journal = new Journal(kioskKey(generateKeyPairSync('ed25519').privateKey), 100);
const { kiosk: id, class: code } = seededClass(0);
let test: TestCenter;
beforeAll(async () => {
  test = await startCenter({}, { clock });
  const place = { institution: '沈阳工学院', room: 'B301', pairedAt: systemClock.now(), pairedBy: 'inspector' };
  await test.center.kiosks.pair({ id, key: formatVerifierKey(sha256Bytes, journal.key), ...place });
});
afterAll(() => test[Symbol.asyncDispose]());

/** A link of the kiosk's, and what it does when it is asked for the proof. */
async function linked(asked: (sizes: number[], answer: (proof: unknown) => void) => void) {
  const door = await knock(test.origin);
  door.socket.on('prove', ({ sizes }: { sizes: number[] }, answer: (proof: unknown) => void) => asked(sizes, answer));
  expect(await door.hello(helloOf(journal.key, door.challenge))).toMatchObject({ kind: 'welcome', kiosk: id });
  const deliver = (from: number, ...bodies: (readonly [kind: string, body: object])[]): Promise<unknown> => {
    const items = bodies.map(([kind, body], at) => ({ id: from + at, kind, body, createdAt: clock.now() }));
    return door.socket.timeout(5000).emitWithAck('deliver', { items });
  };
  return { deliver, [Symbol.dispose]: () => door[Symbol.dispose]() };
}

const checkpoint = (size: number) => ['checkpoint', journal.checkpoint(size).body] as const;
const record = (number: number) => ['record', busyRecord(code, number, systemClock.now())] as const;
const recordsKept = async () => (await test.center.facts.of('record', { kiosk: id })).length;
const lasting = async (): Promise<string[]> => {
  const inspector = await test.as('inspector');
  return (await inspector.get<AlertView[]>('/alerts/open')).body.map((alert) => alert.code);
};

it('a kiosk that leaves the center without a proof holds up nothing else, and is told of when that lasts', async () => {
  {
    const asked = vi.fn();
    using kiosk = await linked(asked);
    expect(await kiosk.deliver(1, checkpoint(10), checkpoint(20), record(1))).toEqual({ acknowledged: 3 });
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1), WITHIN);
    await kiosk.deliver(4, record(2), record(3));
    await vi.waitFor(async () => expect(await recordsKept()).toBe(3), WITHIN);
    expect((await test.center.kiosks.newestHead(id))?.size ?? null).toBeNull();
  }
  // It cuts the link each time it is asked.
  for (let times = 0; times < 3; times += 1) {
    expect(await lasting()).toEqual([]);
    clock.moveOn(minutes(4));
    let cut = (): void => undefined;
    const wasAsked = new Promise<void>((resolve) => {
      cut = resolve;
    });
    using _kiosk = await linked(cut);
    await wasAsked;
  }
  await vi.waitFor(async () => expect(await lasting()).toEqual(['journal-unproven']), WITHIN);

  using kiosk = await linked((sizes, answer) => void journal.prove(sizes).then(answer));
  await vi.waitFor(async () => expect((await test.center.kiosks.newestHead(id))?.size).toBe(20), WITHIN);
  await vi.waitFor(async () => expect(await lasting()).toEqual([]), WITHIN);
  await kiosk.deliver(6, checkpoint(30));
  await vi.waitFor(async () => expect((await test.center.kiosks.newestHead(id))?.size).toBe(30), WITHIN);
});

it('a kiosk that delivers records and no checkpoint any more is told of, until one comes and is proven', async () => {
  using kiosk = await linked((sizes, answer) => void journal.prove(sizes).then(answer));
  await kiosk.deliver(7, checkpoint(40));
  await vi.waitFor(async () => expect((await test.center.kiosks.newestHead(id))?.size).toBe(40), WITHIN);
  clock.moveOn(minutes(80));
  await kiosk.deliver(8, record(4));
  await vi.waitFor(async () => expect(await recordsKept()).toBe(4), WITHIN);
  expect(await lasting()).toEqual([]);
  clock.moveOn(minutes(10));
  await kiosk.deliver(9, record(5));
  await vi.waitFor(async () => expect(await lasting()).toEqual(['journal-unproven']), WITHIN);
  await kiosk.deliver(10, checkpoint(50));
  await vi.waitFor(async () => expect(await lasting()).toEqual([]), WITHIN);
});
