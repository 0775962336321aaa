import type { Namespace, Socket } from 'socket.io';
import type { CenterToKiosk, KioskToCenter } from '../../core/contract/center/events.ts';
import type { KioskState, LiveRequest } from '../../core/contract/center/link.ts';
import type { VisitAnswer } from '../../core/contract/center/visits.ts';
import type { Sha256 } from '../../core/domain/bytes.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Underway } from '../../core/platform/underway.ts';
import type { UnhandledStore } from './handling.ts';
import type { CheckedItem, ItemCheck, ItemStore } from './inbox.ts';

/** A paired kiosk as its store keeps it. */
export interface PairedKiosk {
  readonly id: string;
  readonly institution: string;
  readonly room: string;
  readonly unpairedAt: number | null;
  readonly acknowledged: number;
}

/** Where kiosks are kept. */
export interface KioskStore extends ItemStore, UnhandledStore {
  /** Checkpoints that were not taken yet, in order. */
  unproven(kiosk: string, limit: number): Promise<readonly CheckedItem[]>;
  /** Checkpoints up to this item were taken. */
  proven(kiosk: string, last: number): Promise<void>;
  byKey(key: string): Promise<PairedKiosk | undefined>;
  offer(code: string, key: string, now: EpochMs, expiresAt: EpochMs): Promise<boolean>;
  /** A link begins. @returns its number, higher than that of any link of this kiosk before, at whichever hub. */
  seen(id: string, seen: { software: string; contract: number }, at: EpochMs): Promise<number>;
  newestHead(kiosk: string): Promise<{ readonly size: number } | undefined>;
}

export type KioskSocket = Socket<KioskToCenter, CenterToKiosk>;
export type KioskNamespace = Namespace<KioskToCenter, CenterToKiosk>;

type KioskName = Pick<PairedKiosk, 'id'>;

/** What the hub does with what kiosks say. */
export interface KioskEvents {
  /** A kiosk is linked here now; a link of the same kiosk with a lower number is over. */
  came(kiosk: PairedKiosk, socket: KioskSocket, link: number): void;
  gone(kiosk: PairedKiosk, socket: KioskSocket): void;
  state(kiosk: PairedKiosk, state: KioskState): void;
  /** Items that are kept, in order; some may come again after a fault (see handling.ts). */
  delivered(kiosk: PairedKiosk, items: readonly CheckedItem[]): Promise<void>;
  /** The checkpoints among them, by themselves: a kiosk that does not prove them holds up nothing else. */
  heads(kiosk: PairedKiosk, items: readonly CheckedItem[]): Promise<void>;
  init(kiosk: KioskName, init: Parameters<KioskToCenter['init']>[0]): void;
  packet(kiosk: KioskName, packet: Parameters<KioskToCenter['packet']>[0]): void;
  ended(kiosk: KioskName, request: LiveRequest & { readonly why: string }): void;
  chunk(kiosk: PairedKiosk, chunk: Parameters<KioskToCenter['chunk']>[0]): Promise<boolean>;
}

export interface KioskLinkOptions {
  /** The center's own name, part of what kiosks sign. */
  readonly center: string;
  readonly store: KioskStore;
  readonly events: KioskEvents;
  /** Says whose code was typed into a kiosk; left out: nobody's. */
  readonly visits?: { verify(kiosk: PairedKiosk, code: string): Promise<VisitAnswer> };
  readonly check: ItemCheck;
  readonly sha256: Sha256;
  readonly clock: Clock;
  /** What was begun on behalf of kiosks; it ends with the serving. */
  readonly underway: Underway;
  readonly log: Log;
}
