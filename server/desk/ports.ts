import type { ItemBody, ItemKind } from '../../core/contract/center/items.ts';
import type { NewFact } from './facts.ts';

/** What of the facts is asked for. */
export interface FactQuery {
  readonly kiosk?: string;
  readonly class?: string;
  readonly key?: string;
  /** Days (or months) from and to, both belong. */
  readonly from?: string;
  readonly to?: string;
}

/** Another one of these, and a day's facts changed. */
export interface FactDay {
  readonly day: string;
  readonly count: number;
  readonly newest: number;
}

/** What holds now of what kiosks delivered: `server/store/facts` satisfies it. */
export interface FactReader {
  /** Which there are, without their bodies. */
  marks(kind: ItemKind, query?: FactQuery): Promise<Pick<NewFact, 'kiosk' | 'key' | 'class' | 'item'>[]>;
  /** Of each day that has any, the earliest first: how many there are, and in which item the newest came. */
  days(kind: ItemKind, query?: FactQuery): Promise<FactDay[]>;
  of<Kind extends ItemKind>(
    kind: Kind,
    query?: FactQuery,
  ): Promise<(Omit<NewFact, 'kind' | 'body'> & { readonly kind: Kind; readonly body: ItemBody<Kind> })[]>;
}

/** Where a kiosk stands, or stood until it was unpaired. */
export interface KioskPlace {
  readonly id: string;
  readonly institution: string;
  readonly room: string;
  readonly unpairedAt: number | null;
}

/** Where all kiosks that were ever paired stand: `server/store/kiosks` satisfies it. */
export interface PlaceReader {
  ever(): Promise<readonly KioskPlace[]>;
}
