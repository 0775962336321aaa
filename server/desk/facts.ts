import { type ItemBody, type ItemKind, isItemKind } from '../../core/contract/center/items.ts';
import type { Item } from '../../core/contract/center/link.ts';

/** By which members an item is the same as one before, and what it is about; see the kinds' own comments. */
export interface FactKey {
  readonly key: string;
  /** '' for the kiosk as a whole. */
  readonly class: string;
  /** YYYY-MM-DD or YYYY-MM; ''. */
  readonly day: string;
}

/** An item as what holds now. */
export interface NewFact extends FactKey {
  readonly kiosk: string;
  readonly kind: ItemKind;
  readonly item: number;
  readonly body: ItemBody;
}

const keys: { readonly [Kind in ItemKind]: (body: ItemBody<Kind>) => FactKey } = {
  filing: ({ class: code }) => ({ key: code, class: code, day: '' }),
  timetable: ({ class: code }) => ({ key: code, class: code, day: '' }),
  leave: ({ id, class: code, from }) => ({ key: String(id), class: code, day: from }),
  enrolment: ({ id, class: code }) => ({ key: String(id), class: code ?? '', day: '' }),
  review: ({ id, class: code }) => ({ key: String(id), class: code, day: '' }),
  record: ({ id, class: code, record: { date } }) => ({ key: String(id), class: code, day: date }),
  coverage: ({ class: code, date, no }) => ({ key: `${code} ${date} ${String(no)}`, class: code, day: date }),
  strips: ({ class: code, date, no }) => ({ key: `${code} ${date} ${String(no)}`, class: code, day: date }),
  gap: ({ camera, from }) => ({ key: `${camera} ${String(from)}`, class: '', day: '' }),
  'lesson-sealed': ({ class: code, date, no }) => ({ key: `${code} ${date} ${String(no)}`, class: code, day: date }),
  correction: ({ id, class: code, date }) => ({ key: String(id), class: code, day: date }),
  dispute: ({ id, class: code, date }) => ({ key: String(id), class: code, day: date }),
  'month-closed': ({ reportId, class: code, month }) => ({ key: reportId, class: code, day: month }),
  'month-reopened': ({ reportId, class: code, month }) => ({ key: reportId, class: code, day: month }),
  'month-scan': ({ reportId, sha256, class: code, month }) => {
    return { key: `${reportId} ${sha256}`, class: code, day: month };
  },
  checkpoint: ({ size }) => ({ key: String(size), class: '', day: '' }),
  alarm: ({ code, camera, since }) => ({ key: `${code} ${camera ?? ''} ${String(since)}`, class: '', day: '' }),
  'clock-step': ({ from, to }) => ({ key: `${String(from)} ${String(to)}`, class: '', day: '' }),
  'announced-absence': ({ id }) => ({ key: String(id), class: '', day: '' }),
};

/** What delivered items say that holds now; those with a fault or of an unknown kind say nothing. */
export function factsOf(kiosk: string, items: readonly (Item & { readonly fault: string })[]): NewFact[] {
  return items.flatMap(({ id, kind, body, fault }) => {
    if (fault !== '' || !isItemKind(kind)) return [];
    return [{ kiosk, kind, item: id, body: body as ItemBody, ...keyOf(kind, body as ItemBody) }];
  });
}

function keyOf<Kind extends ItemKind>(kind: Kind, body: ItemBody<Kind>): FactKey {
  return keys[kind](body);
}
