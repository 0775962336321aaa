import { deliverySchema, type Item, type Receipt } from '../../core/contract/center/link.ts';
import type { EpochMs } from '../../core/domain/units.ts';

/** An item with what was found wrong with it; '' when it fits. */
export type CheckedItem = Item & { readonly fault: string };

/** Where items go. */
export interface ItemStore {
  /** Keeps all or none; returns how far the kiosk may forget. */
  receive(kiosk: string, items: readonly CheckedItem[], at: EpochMs): Promise<number>;
}

/** What is wrong with an item's body; '' when it fits its kind. Kinds that this center does not know yet fit. */
export type ItemCheck = (item: Item) => string;

export type Received =
  | { readonly kind: 'kept'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Takes a delivery: kept before it is acknowledged; an item whose body does not fit is kept with its fault, so that one
 * bad item holds up no others.
 */
export async function receiveDelivery(
  value: unknown,
  kiosk: string,
  { store, check, now }: { readonly store: ItemStore; readonly check: ItemCheck; readonly now: EpochMs },
): Promise<Received> {
  const parsed = deliverySchema.safeParse(value);
  if (!parsed.success) return { kind: 'refused', message: 'expected items in order' };
  const { items } = parsed.data;
  if (items.some(({ id }, i) => i > 0 && id <= (items[i - 1]?.id ?? 0)))
    return { kind: 'refused', message: 'expected items in order' };
  const checked = items.map((item): CheckedItem => ({ ...item, fault: check(item) }));
  return { kind: 'kept', receipt: { acknowledged: await store.receive(kiosk, checked, now) } };
}
