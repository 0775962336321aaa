import type { CameraId, ClassCode, SegmentId, TraineeId } from './ids.ts';
import type { GapReason } from './media.ts';
import type { Seen } from './seen.ts';
import type { SightingProof } from './sighting.ts';
import type { EpochMs, LocalDate, Span } from './units.ts';

/** A SHA-256 as 64 lower-case hexadecimal digits. */
export type Digest = string;

/** A file of the evidence folder: its place (relative, `/` between the parts), length and hash. */
export interface KeptFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Digest;
}

/**
 * A sealed segment. `from` is the capture instant of its first frame; `to` is where the next one
 * begins when it follows without a break, else the end of its last frame. The frame at decode time `d`
 * is shown (d − `firstDecode`) / `timescale` seconds into the file.
 */
export interface Segment extends KeptFile, Span {
  readonly id: SegmentId;
  readonly camera: CameraId;
  /** Which start of the kiosk, from 1, and which capture run of that start. */
  readonly boot: number;
  readonly run: number;
  readonly firstFrame: number;
  readonly frames: number;
  /** Ticks of the run's clock: of the first frame, and after the last one. */
  readonly firstDecode: number;
  readonly endDecode: number;
  readonly timescale: number;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** `recovered`: cut to its last whole fragment after a kill; `cut`: after a failed write. */
  readonly note: 'recovered' | 'cut' | null;
}

/** A stretch that no segment covers; `to` is null while it lasts. A later one of the same camera and `from` replaces it. */
export interface JournalledGap {
  readonly camera: CameraId;
  readonly from: EpochMs;
  readonly to: EpochMs | null;
  readonly why: GapReason;
  readonly detail: string;
}

/** Which lesson of which class. */
export interface ClassLesson {
  readonly class: ClassCode;
  readonly date: LocalDate;
  readonly no: number;
}

/** What the journal can say. Each is one leaf of the Merkle tree. */
export type JournalFact =
  | { readonly kind: 'journal-opened'; readonly format: 1 /** The verifier key. */; readonly key: string }
  | { readonly kind: 'started'; readonly boot: number; readonly version: string; readonly tornBytes: number }
  | { readonly kind: 'stopped'; readonly boot: number }
  | ({ readonly kind: 'segment' } & Segment)
  | ({ readonly kind: 'gap' } & JournalledGap)
  /** Known to the journal, but not on the disk, or not as it was. */
  | ({ readonly kind: 'lost'; readonly why: 'missing' | 'changed' } & KeptFile)
  /** On the disk, but not known to the journal: moved to `to`. */
  | ({ readonly kind: 'quarantined'; readonly to: string } & KeptFile)
  | ({
      readonly kind: 'lesson-closed';
      readonly from: EpochMs;
      readonly to: EpochMs;
      readonly cameras: readonly CameraId[];
      /** The class's last day as it was known then: its evidence stays for three years after it. Null: for ever. */
      readonly classEnds: LocalDate | null;
      /** Manifest, records, coverage, openings, people: the files of the lesson. */
      readonly files: readonly KeptFile[];
    } & ClassLesson)
  | ({
      readonly kind: 'correction';
      readonly trainee: TraineeId;
      readonly by: string;
      readonly countersignedBy: string;
      readonly why: string;
    } & ClassLesson &
      /** The new record. */
      KeptFile)
  | { readonly kind: 'clock-step'; readonly from: EpochMs; readonly to: EpochMs }
  | {
      readonly kind: 'camera';
      readonly camera: CameraId;
      readonly what: 'added' | 'moved' | 're-pointed' | 'removed';
      readonly detail: string;
    }
  | ({
      readonly kind: 'picture';
      readonly camera: CameraId;
      readonly trainee: TraineeId;
      readonly capturedAt: EpochMs;
    } & KeptFile)
  | {
      readonly kind: 'export';
      /** Hash of the package's `contents.json`. */
      readonly contents: Digest;
      readonly files: number;
      readonly class: ClassCode | null;
      readonly month: string | null;
      readonly by: string;
    }
  | { readonly kind: 'view'; readonly what: string; readonly by: string }
  /** Said before the files go. */
  | { readonly kind: 'deletion'; readonly files: readonly KeptFile[]; readonly why: string }
  | {
      readonly kind: 'hold';
      readonly hold: string;
      readonly camera: CameraId | null;
      readonly from: EpochMs;
      readonly to: EpochMs;
      readonly why: string;
      readonly by: string;
    }
  | { readonly kind: 'hold-released'; readonly hold: string; readonly why: string; readonly by: string }
  /** Lines of the log that no longer match their leaves: the disk or a person changed them. */
  | { readonly kind: 'damaged'; readonly entries: readonly number[]; readonly count: number }
  /** Whatever else is to be provable: an enrolment, an inspector's signature, a call. */
  | {
      readonly kind: 'note';
      readonly about: string;
      readonly sha256: Digest | null;
      readonly by: string;
      readonly detail: string;
    };

/** A fact with its place in the log (from 0) and the wall clock when it was written. One line of canonical JSON. */
export type JournalEntry = JournalFact & { readonly seq: number; readonly at: EpochMs };

/** Which of a record's sightings: what first opened a window, or the last of the departure window. */
export type OpeningWindow = keyof Seen;

/** A sighting that first opened a window of a lesson, with all that proves it. */
export interface Opening {
  readonly trainee: TraineeId;
  readonly window: OpeningWindow;
  readonly at: EpochMs;
  readonly camera: CameraId;
  /** Null for a check-in without a face. */
  readonly proof: SightingProof | null;
  /** The hash under which the picture of the face's surroundings is kept, if there is one. */
  readonly picture: Digest | null;
}

/** Where in the video an instant is seen. */
export interface Place {
  readonly segment: SegmentId;
  readonly path: string;
  /** Seconds from the file's beginning. */
  readonly offset: number;
}

/** An opening bound to its seconds of video; `place` is null when no segment holds it. */
export interface ProvenOpening extends Opening {
  readonly place: Place | null;
}

/** One camera's part of a lesson's manifest: expected = segments + gaps. */
export interface CameraManifest {
  readonly camera: CameraId;
  readonly segments: readonly (KeptFile & Span & { readonly id: SegmentId; readonly seq: number })[];
  readonly gaps: readonly (Omit<JournalledGap, 'camera'> & { readonly seq: number })[];
}

/** What a lesson's evidence consists of, stated when it closed. */
export interface Manifest extends ClassLesson {
  readonly format: 1;
  /** The lesson itself, and the span over all its windows that the cameras were expected to record. */
  readonly lesson: Span;
  readonly expected: Span;
  readonly closedAt: EpochMs;
  readonly cameras: readonly CameraManifest[];
  /** The records under it: the name and hash of each, in order. */
  readonly records: readonly { readonly id: string; readonly sha256: Digest }[];
  /** The pictures that its openings name. */
  readonly pictures: readonly KeptFile[];
}
