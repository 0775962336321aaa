import type { ClassCode } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** A kiosk whose signature is believed here, since somebody compared its fingerprint. */
export interface KnownKiosk {
  /** Its verifier key. */
  readonly key: string;
  readonly room: string;
  readonly confirmedBy: string;
  readonly confirmedAt: EpochMs;
}

/** A file that went out, or came in. */
export interface TransferFile {
  readonly id: number;
  readonly direction: 'out' | 'in';
  readonly what: 'class' | 'records';
  readonly class: string;
  /** Of records; null: a class file. */
  readonly month: string | null;
  /** The verifier key of the kiosk that made it, the file's number there, when and for which room. */
  readonly kiosk: string;
  readonly sequence: number;
  readonly exportedAt: EpochMs;
  readonly room: string;
  readonly sha256: string;
  /** The class's version that was exported, or that the import made. */
  readonly version: number | null;
  /** For people (zh-CN). */
  readonly detail: string;
  readonly by: string;
  readonly at: EpochMs;
}

export interface TransferStore {
  /** Runs `work` in one transaction: all of it or nothing. */
  together<T>(work: () => T): T;
  knownKiosk(key: string): KnownKiosk | null;
  addKnownKiosk(kiosk: KnownKiosk): void;
  /** The number that this kiosk's next file gets. */
  nextSequence(key: string): number;
  addFile(file: Omit<TransferFile, 'id'>): number;
  /** Files of a class, newest first. */
  files(code: ClassCode): TransferFile[];
  unjournalled(): TransferFile[];
  noteJournalled(file: number, seq: number): void;
  /** Where a leave was entered first; null: here. */
  leaveOrigin(leave: number): { readonly kiosk: string; readonly id: number } | null;
  /** The leave here that came from there. */
  foreignLeave(kiosk: string, theirs: number): number | null;
  addForeignLeave(leave: number, kiosk: string, theirs: number): void;
}

/** The tables `knownKiosk`, `transferFile`, `transferJournalled`, `foreignLeave`. */
export function transfers(db: Db): TransferStore {
  const knownKiosk = db.prepare<[string], KnownKiosk>('select * from knownKiosk where key = ?');
  const addKiosk = db.prepare('insert into knownKiosk (key, room, confirmedBy, confirmedAt) values (?, ?, ?, ?)');
  const last = db
    .prepare<[string], number>(
      "select coalesce(max(sequence), 0) from transferFile where direction = 'out' and kiosk = ?",
    )
    .pluck();
  const addFile = db.prepare(
    `insert into transferFile
       (direction, what, class, month, kiosk, sequence, exportedAt, room, sha256, version, detail, by, at)
     values (:direction, :what, :class, :month, :kiosk, :sequence, :exportedAt, :room, :sha256, :version, :detail, :by, :at)`,
  );
  const files = db.prepare<[string], TransferFile>('select * from transferFile where class = ? order by id desc');
  const unjournalled = db.prepare<[], TransferFile>(
    'select * from transferFile where id not in (select file from transferJournalled) order by id',
  );
  const noteJournalled = db.prepare('insert into transferJournalled (file, seq) values (?, ?)');
  const origin = db.prepare<[number], { readonly kiosk: string; readonly id: number }>(
    'select kiosk, theirs as id from foreignLeave where leave = ?',
  );
  const foreignLeave = db
    .prepare<[string, number], number>('select leave from foreignLeave where kiosk = ? and theirs = ?')
    .pluck();
  const addForeignLeave = db.prepare('insert into foreignLeave (leave, kiosk, theirs) values (?, ?, ?)');
  const branded = (file: TransferFile): TransferFile => ({
    ...file,
    exportedAt: epochMs(file.exportedAt),
    at: epochMs(file.at),
  });
  return {
    together: (work) => db.transaction(work)(),
    knownKiosk: (key) => knownKiosk.get(key) ?? null,
    addKnownKiosk: ({ key, room, confirmedBy, confirmedAt }) => {
      addKiosk.run(key, room, confirmedBy, confirmedAt);
    },
    nextSequence: (key) => (last.get(key) ?? 0) + 1,
    addFile: (file) => Number(addFile.run(file).lastInsertRowid),
    files: (code) => files.all(code).map(branded),
    unjournalled: () => unjournalled.all().map(branded),
    noteJournalled: (file, seq) => {
      noteJournalled.run(file, seq);
    },
    leaveOrigin: (leave) => origin.get(leave) ?? null,
    foreignLeave: (kiosk, theirs) => foreignLeave.get(kiosk, theirs) ?? null,
    addForeignLeave: (leave, kiosk, theirs) => {
      addForeignLeave.run(leave, kiosk, theirs);
    },
  };
}
