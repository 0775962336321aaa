import type { Manifest, ProvenOpening } from '../../core/domain/evidence.ts';
import type { LessonRecord } from '../../core/domain/record.ts';

/** A person as the page names one; the ID number is masked. */
export interface PagePerson {
  readonly trainee: string;
  readonly name: string;
  readonly idNumber: string;
}

/** One lesson as the page shows it. Paths are relative to the page. */
export interface PageLesson {
  readonly manifest: Manifest;
  readonly records: readonly (LessonRecord & { readonly id: string })[];
  readonly corrections: readonly (LessonRecord & { readonly id: string; readonly replaces: string })[];
  readonly coverage: readonly { readonly camera: string; readonly from: number; readonly to: number }[];
  readonly openings: readonly ProvenOpening[];
  readonly people: readonly PagePerson[];
  /** Segments that the package does not hold: lost, or deleted lawfully. */
  readonly missing: readonly string[];
  readonly clips: readonly { readonly camera: string; readonly path: string; readonly from: number }[];
  readonly sheet: string | null;
}

/** What `data.js` gives the page. Instants are epoch milliseconds. */
export interface PageData {
  readonly kiosk: string;
  readonly key: string;
  readonly exportedAt: number;
  readonly class: string | null;
  readonly month: string | null;
  readonly lessons: readonly PageLesson[];
  /** The institution's forms, as they were given. */
  readonly forms: readonly string[];
}
