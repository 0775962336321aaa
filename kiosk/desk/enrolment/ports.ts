import type { ExaminedFace, VisionPack, VisionTemplate } from '../../../core/contract/vision.ts';
import type { Box } from '../../../core/domain/face.ts';
import type { CameraId, ClassCode, ModelId, TraineeId } from '../../../core/domain/ids.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import type { Log } from '../../../core/platform/log.ts';

/** Somebody whose face may be enrolled: a trainee of a class, or staff (`code` null). */
export interface Enrollee {
  readonly id: string;
  readonly name: string;
  readonly kind: 'trainee' | 'staff';
  readonly code: ClassCode | null;
}

/** Who there is: the classes' trainees and the staff. */
export interface People {
  /** Null: nobody has this id. */
  find(id: string): Enrollee | null;
  /** @throws ZaikeError `no-such-class`. */
  trainees(code: ClassCode): readonly Enrollee[];
  staff(): readonly Enrollee[];
}

/** The vision process; kiosk/vision's supervisor and its state satisfy it. */
export interface Vision {
  /** The pack in use; null while vision does not run. */
  pack(): VisionPack | null;
  /** Why it cannot run until somebody acts, and what to do (zh-CN); null while it runs or is about to. */
  trouble(): string | null;
  /** `embed` needs the person's consent. @throws ZaikeError `vision-down`. */
  examine(photo: Uint8Array, name: string, embed: boolean): Promise<ExaminedFace>;
  picture(
    face: { readonly camera: CameraId; readonly run: number; readonly frame: number; readonly box: Box },
    purpose: 'enrolment',
  ): Promise<Uint8Array | null>;
  setGallery(templates: readonly VisionTemplate[]): void;
}

export interface KeptTemplate {
  readonly person: TraineeId;
  readonly model: ModelId;
  readonly staff: boolean;
  readonly embedding: Float32Array<ArrayBuffer>;
  readonly photos: number;
  readonly photosHash: string;
  readonly createdAt: EpochMs;
}

/** A later template, too little like the one in force: it waits for the center, or the center refused it. */
export type CenterWord =
  /** `photos`: those that the template in force does not rest on. */
  | { readonly kind: 'waiting'; readonly since: EpochMs; readonly photos: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string; readonly at: EpochMs };

/** The templates searched; kiosk/store/templates satisfies it. */
export interface TemplateKeeper {
  put(template: KeptTemplate): void;
  all(): readonly KeptTemplate[];
  of(person: TraineeId): readonly KeptTemplate[];
  remove(person: TraineeId): void;
}

export interface ConsentLine {
  readonly person: string;
  readonly kind: 'given' | 'withdrawn';
  readonly textVersion: string | null;
  readonly how: 'paper' | 'screen' | null;
  readonly date: LocalDate;
  readonly why: string;
  readonly by: string;
  readonly at: EpochMs;
}

export type PhotoSource = 'import' | 'upload' | 'live' | 'folder' | 'transfer';

export interface PhotoRow {
  readonly id: string;
  readonly person: string;
  readonly addedAt: EpochMs;
  readonly addedBy: string;
  readonly source: PhotoSource;
  readonly facts: string;
  readonly embedding: { readonly model: string; readonly values: Float32Array<ArrayBuffer> } | null;
}

export interface ChangeLine {
  readonly person: string;
  readonly at: EpochMs;
  readonly by: string;
  readonly body: string;
  /** What of it must not lie readable: sealed where it is kept. */
  readonly secret?: string | null;
}

/** Consent, photos and changes; kiosk/store/enrolment satisfies it. */
export interface EnrolmentKeeper {
  together<T>(work: () => T): T;
  addConsent(line: ConsentLine): void;
  consents(person: string): readonly ConsentLine[];
  putPhoto(photo: PhotoRow): void;
  photo(id: string): PhotoRow | undefined;
  photosOf(person: string): readonly PhotoRow[];
  photoIds(): readonly string[];
  removePhoto(id: string): void;
  addChange(line: ChangeLine): unknown;
  changesOf(person: string): readonly ChangeLine[];
  /** Everybody whose photos or templates are stored. */
  persons(): readonly string[];
}

/** Encrypts files; kiosk/vault satisfies it. */
export interface Sealing {
  seal(bytes: Uint8Array, context: { readonly what: string; readonly whose: string }): Uint8Array;
  open(sealed: Uint8Array, context: { readonly what: string; readonly whose: string }): Uint8Array;
}

/** Where the bytes of enrolment photos lie: one sealed file each, its name tells nothing. */
export interface PhotoFiles {
  /** Keeps the bytes, on the disk when this resolves; answers their new id. */
  put(bytes: Uint8Array, person: string): Promise<string>;
  /** @throws ZaikeError `photo-missing` when the file is gone, `vault-refused` when it is not that person's. */
  get(id: string, person: string): Promise<Uint8Array>;
  /** The file is gone when this resolves; one that is not there is fine. */
  remove(id: string): Promise<void>;
  /** Removes what nothing names: files whose rows a power cut prevented, or whose removal it did. */
  sweep(known: ReadonlySet<string>): Promise<number>;
}

/** What the parts of enrolment work on. */
export interface EnrolmentPorts {
  readonly people: People;
  readonly vision: Vision;
  readonly templates: TemplateKeeper;
  readonly keeper: EnrolmentKeeper;
  readonly files: PhotoFiles;
  /** A person's templates went and another came (null: none); called in the transaction of the change. */
  readonly templateChanged: (person: string, before: readonly KeptTemplate[], after: KeptTemplate | null) => void;
  /**
   * Whether a person's next template waits for the center's word, so that `before` stays in force; called in the
   * transaction of the change, before anything of it.
   */
  readonly held: (person: string, before: readonly KeptTemplate[], after: KeptTemplate) => boolean;
  /** Where the center comes in with a person's later photos; null: nowhere. */
  readonly centerWord: (person: string) => CenterWord | null;
  readonly now: () => EpochMs;
  readonly log: Log;
}
