import type { ItemBody, ItemKind } from '../../core/contract/center/items.ts';
import { dateAt } from '../../core/domain/day.ts';
import type { EpochMs, LocalDate } from '../../core/domain/units.ts';
import type { Announced } from './troubles.ts';

/** A paired kiosk as its store keeps it. */
export interface PlacedKiosk {
  readonly id: string;
  readonly institution: string;
  readonly room: string;
  readonly lastSeenAt: number | null;
}

/** What holds of what kiosks delivered. */
export interface PlaceFacts {
  of<Kind extends ItemKind>(
    kind: Kind,
    query: { readonly kiosk: string },
  ): Promise<readonly { readonly body: ItemBody<Kind> }[]>;
  /** Of each kiosk that has any of these kinds: a text that is another when one of them came or changed. */
  versions(kinds: readonly ItemKind[]): Promise<ReadonlyMap<string, string>>;
}

export interface PlacedLesson {
  readonly no: number;
  readonly course: string;
  readonly teacher: string;
  readonly from: number;
  readonly to: number;
}

/** A class with lessons today in a kiosk's room, as it is filed. */
export interface PlacedClass {
  readonly class: string;
  readonly specialty: string;
  /** By time. */
  readonly lessons: readonly PlacedLesson[];
}

/** What is filed of a kiosk's room: known while it is silent, too. */
export interface Place {
  readonly kiosk: PlacedKiosk;
  readonly classes: readonly PlacedClass[];
  readonly announced: readonly (Announced & { readonly why: string })[];
}

/** What a place is made of. */
const KINDS: readonly ItemKind[] = ['timetable', 'filing', 'announced-absence'];

/** What is filed of each kiosk for today, read again when any of it changed or the day is over. */
export class Places {
  readonly #facts: PlaceFacts;
  readonly #places = new Map<string, Place>();
  #versions: ReadonlyMap<string, string> = new Map();
  #day: LocalDate | null = null;

  constructor(facts: PlaceFacts) {
    this.#facts = facts;
  }

  /** Brings the places of `kiosks` up to date and forgets all others. */
  async update(kiosks: readonly PlacedKiosk[], now: EpochMs): Promise<ReadonlyMap<string, Place>> {
    const today = dateAt(now);
    if (today !== this.#day) this.#places.clear();
    this.#day = today;
    const ids = new Set(kiosks.map(({ id }) => id));
    for (const id of this.#places.keys()) if (!ids.has(id)) this.#places.delete(id);
    const before = this.#versions;
    const versions = await this.#facts.versions(KINDS); // before they are read: what comes in between is read again
    for (const kiosk of kiosks) {
      const known = this.#places.get(kiosk.id);
      const isSame = known !== undefined && versions.get(kiosk.id) === before.get(kiosk.id);
      this.#places.set(kiosk.id, isSame ? { ...known, kiosk } : await this.#read(kiosk, today));
    }
    this.#versions = versions;
    return this.#places;
  }

  async #read(kiosk: PlacedKiosk, today: LocalDate): Promise<Place> {
    const [timetables, filings, absences] = await Promise.all([
      this.#facts.of('timetable', { kiosk: kiosk.id }),
      this.#facts.of('filing', { kiosk: kiosk.id }),
      this.#facts.of('announced-absence', { kiosk: kiosk.id }),
    ]);
    const filed = new Map(filings.map(({ body }) => [body.class, body.filing]));
    const classes = timetables.flatMap(({ body: { class: code, lessons } }) => {
      const filing = filed.get(code);
      const lessonsToday = lessons.filter(({ date, here }) => date === today && here);
      // A draft's timetable is nobody's promise yet.
      if (lessonsToday.length === 0 || filing === null || filing?.state.kind === 'draft') return [];
      const specialty = filing?.scenario.class.specialty ?? '';
      return [{ class: code, specialty, lessons: lessonsToday.map(placed).sort((a, b) => a.from - b.from) }];
    });
    const announced = absences.flatMap(({ body: { from, to, why, withdrawn } }) =>
      withdrawn === null ? [{ from, to, why }] : [],
    );
    return { kiosk, classes, announced };
  }
}

function placed({ no, course, teacher, start, end }: ItemBody<'timetable'>['lessons'][number]): PlacedLesson {
  return { no, course: course ?? '', teacher: teacher ?? '', from: start, to: end };
}
