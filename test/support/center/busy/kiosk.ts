import { createHash, createPrivateKey } from 'node:crypto';
import type { ItemBody } from '../../../../core/contract/center/items.ts';
import type { KioskState } from '../../../../core/contract/center/link.ts';
import { ascii } from '../../../../core/domain/bytes.ts';
import { checkpointText, formatNote, formatVerifierKey, keyId } from '../../../../core/domain/checkpoint.ts';
import { dateAt } from '../../../../core/domain/day.ts';
import { leafHash, MerkleTree } from '../../../../core/domain/merkle.ts';
import { systemClock } from '../../../../core/platform/clock.ts';
import { type KioskKey, kioskKey } from '../../../../kiosk/evidence/key.ts';
import type { LiveCameras } from '../../../../kiosk/uplink/ports.ts';
import { quietState, startTestKiosk, type TestKiosk } from '../kiosk.ts';
import { lessonNow, seededClass } from '../seed.ts';
import { sha256Bytes } from '../sha256.ts';
import { busyRecord, FRONT } from './records.ts';

/** PKCS#8 head of a raw Ed25519 seed, RFC 8410. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const TRAINEES = 50;

/** The key of the kiosk with this number: the same in every process, so that it can be paired beforehand. */
export function busyKey(number: number): KioskKey {
  const seed = createHash('sha256')
    .update(`busy kiosk ${String(number)}`)
    .digest();
  return kioskKey(createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' }));
}

export const busyName = (number: number): string => seededClass(number).kiosk;
export const busyVerifierKey = (number: number): string => formatVerifierKey(sha256Bytes, busyKey(number));

/** A kiosk in the middle of a lesson: 50 trainees, a journal that grows, records, checkpoints and alarms. Its class is the seeded one of its number. */
export class BusyKiosk implements AsyncDisposable {
  readonly #kiosk: TestKiosk;
  readonly #key: KioskKey;
  readonly #journal = new MerkleTree(sha256Bytes);
  readonly #stateEvery: number;
  readonly #skew: number;
  readonly #class: string;
  readonly #lesson = lessonNow(systemClock.now());
  /** What was put so far. */
  readonly put = { record: 0, checkpoint: 0, alarm: 0 };

  /** @param stateEvery milliseconds between two states that differ. */
  constructor(url: string, number: number, { live, stateEvery }: { live: LiveCameras; stateEvery: number }) {
    this.#key = busyKey(number);
    this.#stateEvery = stateEvery;
    this.#class = seededClass(number).class;
    this.#skew = (number * 977) % stateEvery;
    this.#kiosk = startTestKiosk(url, {
      ...{ key: this.#key, live, state: () => this.#state() },
      consistency: (first, second) => (second <= this.#journal.size ? this.#journal.consistency(first, second) : null),
    });
  }

  /** Not acknowledged yet. */
  get waiting(): number {
    return this.#kiosk.delivery.waiting().count;
  }

  get connected(): boolean {
    return this.#kiosk.uplink.status().kind === 'connected';
  }

  /** Puts a record into the outbox, and now and then a checkpoint or an alarm. */
  work(): void {
    this.#record();
    if (this.put.record % 5 === 0) this.#checkpoint();
    if (this.put.record % 20 === 0) {
      this.put.alarm += 1;
      const now = systemClock.now();
      const code = 'disk-low';
      this.#put('alarm', { v: 1, code, camera: null, over: false, since: now, message: '磁盘快满了' });
    }
  }

  /** A lesson is closed: so many records at once, and a checkpoint behind them. */
  close(records: number): void {
    for (let left = records; left > 0; left -= 1) this.#record();
    this.#checkpoint();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kiosk[Symbol.asyncDispose]();
  }

  #record(): void {
    this.#journal.append(leafHash(sha256Bytes, ascii(`entry ${String(this.#journal.size)}`)));
    this.#put('record', busyRecord(this.#class, (this.put.record += 1), systemClock.now()));
  }

  #checkpoint(): void {
    const size = this.#journal.size;
    const text = checkpointText({ origin: this.#key.name, size, root: this.#journal.root(size) });
    const signature = { name: this.#key.name, keyId: keyId(sha256Bytes, this.#key), signature: this.#key.sign(text) };
    this.put.checkpoint += 1;
    this.#put('checkpoint', { origin: this.#key.name, size, note: formatNote(text, [signature]) });
  }

  #put<Kind extends 'record' | 'checkpoint' | 'alarm'>(kind: Kind, body: ItemBody<Kind>): void {
    this.#kiosk.outbox.put(kind, body as never, systemClock.now());
  }

  #state(): KioskState {
    const now = systemClock.now();
    const turn = Math.floor((now + this.#skew) / this.#stateEvery);
    const seen = turn * this.#stateEvery;
    const standings = Array.from({ length: TRAINEES }, (_, at) => {
      const trainee = `21010620010101${String(at).padStart(4, '0')}`;
      return { trainee, mark: 'present' as const, since: seen, lastSeen: seen, leaveEnteredAt: null };
    });
    const health = { kind: 'ok' as const };
    return {
      ...quietState,
      at: now,
      disk: { freeBytes: 1e12 - turn, daysLeft: 200 },
      cameras: [{ id: FRONT, name: '前门', role: 'check-in', codec: 'avc1.64001F', live: 'sub', health }],
      classes: [
        {
          ...{ class: this.#class, specialty: '大数据开发', day: this.#lesson },
          lesson: {
            ...{ date: dateAt(now), no: 3, course: '数据库', teacher: '王老师', phase: 'running' as const },
            ...this.#lesson,
          },
          ...{ cancelledToday: 0, due: TRAINEES, seen: TRAINEES, onLeave: 0, pending: 0, unidentified: 0 },
          ...{ heads: 40 + (turn % 10), standings, observed: 1 },
        },
      ],
    };
  }
}
