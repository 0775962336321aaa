import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import { type Db, openDatabase } from '../../kiosk/store/open.ts';
import { outbox } from '../../kiosk/store/outbox.ts';
import { type OutboxDelivery, outboxDelivery } from '../../kiosk/store/outbox-delivery.ts';

const at = epochMs(1_791_427_500_000);

/** An outbox whose baseline is one message that names how often there was one. */
class Kiosk {
  readonly db: Db & Disposable;
  readonly delivery: OutboxDelivery;
  baselines = 0;
  #told = 0;

  constructor(file = ':memory:') {
    this.db = openDatabase(file);
    this.delivery = outboxDelivery(this.db, () => {
      this.baselines += 1;
      outbox(this.db).put('clock-step', { from: -this.baselines, to: 0 }, at);
    });
  }

  tell(count = 1): void {
    for (let n = 0; n < count; n += 1) outbox(this.db).put('clock-step', { from: ++this.#told, to: 0 }, at);
  }

  /** Sends all that a center lacks which has everything up to `id`; what the center gets, and how far it then is. */
  send(id: number, acknowledgedAt: EpochMs = at): { readonly got: number[]; readonly id: number } {
    this.delivery.meet(id, acknowledgedAt);
    const rows = this.delivery.after(id, 1000);
    const last = rows.at(-1)?.id ?? id;
    this.delivery.sending(last);
    this.delivery.acknowledge(last, acknowledgedAt, epochMs(acknowledgedAt - 1000));
    return { got: rows.map(({ body }) => (body as { from: number }).from), id: last };
  }

  [Symbol.dispose](): void {
    this.db[Symbol.dispose]();
  }
}

describe('the outbox of a kiosk', () => {
  it('stays empty while there is no center; the first one gets a baseline, then what happens', () => {
    using kiosk = new Kiosk();
    kiosk.tell(50);
    expect(kiosk.delivery.after(0, 1000)).toEqual([]);
    const first = kiosk.send(0);
    expect(first.got).toEqual([-1]);
    kiosk.tell(2);
    expect(kiosk.delivery.waiting().count).toBe(2);
    expect(kiosk.send(first.id).got).toEqual([51, 52]);
    expect(kiosk.baselines).toBe(1);
  });

  it('a center back from a backup gets again what it lacks, as long as it is kept', () => {
    using kiosk = new Kiosk();
    const { id } = kiosk.send(0);
    kiosk.tell(5);
    kiosk.send(id);
    kiosk.delivery.meet(id + 2, at);
    expect(kiosk.delivery.waiting().count).toBe(3);
    expect(kiosk.send(id + 2).got).toEqual([3, 4, 5]);
    expect(kiosk.baselines).toBe(1);
  });

  it('a center that lacks what the kiosk keeps no longer gets a new baseline, once', () => {
    using kiosk = new Kiosk();
    const { id } = kiosk.send(0);
    kiosk.tell(3);
    kiosk.send(id);
    kiosk.tell(1);
    const { id: newest } = kiosk.send(id + 3, epochMs(at + 10_000)); // what was acknowledged long before goes
    const again = kiosk.send(0, epochMs(at + 10_000));
    expect(again.got).toEqual([4, -2]);
    expect(again.id).toBeGreaterThan(newest);
    // Cut off before it acknowledged anything: the same again, no third baseline.
    expect(kiosk.send(0, epochMs(at + 10_000)).got).toEqual([4, -2]);
    expect(kiosk.baselines).toBe(2);
  });

  it('without the center in the configuration what waits goes, and the next one gets a baseline', () => {
    using kiosk = new Kiosk();
    const { id } = kiosk.send(0);
    kiosk.tell(5);
    outbox(kiosk.db).close();
    kiosk.tell(5);
    expect(kiosk.delivery.waiting().count).toBe(0);
    expect(kiosk.send(id).got).toEqual([-2]);
  });

  it('a kiosk whose database came back from a backup loses nothing: what it tells goes on after the center’s ids', () => {
    using kiosk = new Kiosk();
    const { id } = kiosk.send(0);
    kiosk.tell(4);
    const backup = kiosk.db.serialize();
    const center = kiosk.send(id); // the lost database sent 1–4 and 5 more
    kiosk.tell(5);
    const lost = kiosk.send(center.id);
    const folder = mkdtempSync(join(tmpdir(), 'zaike-outbox-'));
    const file = join(folder, 'zaike.db');
    writeFileSync(file, backup);
    using again = new Kiosk(file);
    outbox(again.db).put('clock-step', { from: 100, to: 0 }, at);
    again.delivery.meet(lost.id, at);
    const rows = again.delivery.after(lost.id, 100);
    expect(rows.map(({ body }) => (body as { from: number }).from)).toEqual([1, 2, 3, 4, 100]);
    again.delivery.acknowledge(rows.at(-1)?.id ?? 0, at, epochMs(0));
    outbox(again.db).put('clock-step', { from: 101, to: 0 }, at);
    expect(again.delivery.after(rows.at(-1)?.id ?? 0, 100)).toHaveLength(1);
    rmSync(folder, { recursive: true });
  });

  it('a kiosk with a new database and the old key goes on after what the center has', () => {
    using kiosk = new Kiosk();
    const { got, id } = kiosk.send(5000);
    expect(got).toEqual([-1]);
    expect(id).toBeGreaterThan(5000);
  });
});
