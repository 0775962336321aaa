import type { ChangeJson, ScenarioJson, TraineeJson } from '../../core/contract/scenario-json.ts';
import { canonicalJson, type Json } from '../../core/domain/canonical.ts';
import type { FilingEvent } from '../../core/domain/filing.ts';
import { type ClassCode, classCode, type TraineeId } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** A change of the timetable and who entered it. */
export interface StoredChange {
  readonly change: ChangeJson;
  readonly by: string;
  readonly at: EpochMs;
}

/** A class as kept. */
export interface StoredClass {
  readonly code: ClassCode;
  /** Rises with every change; whoever saves says which one was edited. */
  readonly version: number;
  /** Whole: with trainees and changes. */
  readonly scenario: ScenarioJson;
  /** The scenario's changes in their order, with who entered each. */
  readonly changes: readonly StoredChange[];
  readonly filing: readonly FilingEvent[];
  /** Why a rule of 「原则上」 is not kept, by the warning's rule. */
  readonly reasons: Readonly<Record<string, string>>;
  /** The class file it came from: its hash, and the version that the import made. Null: made in the office. */
  readonly imported: { readonly hash: string; readonly version: number } | null;
  readonly updatedAt: EpochMs;
  readonly updatedBy: string;
}

/** What a save writes. */
export interface ClassEdit {
  readonly scenario: ScenarioJson;
  readonly reasons: Readonly<Record<string, string>>;
  /** Told when it is the class file that is imported. */
  readonly importedHash?: string;
  /** What happened to the filing, to be kept in the same transaction. */
  readonly event?: FilingEvent;
  /** What another kiosk knows of who did what: it is kept where it is not known here. */
  readonly brought?: { readonly filing: readonly FilingEvent[]; readonly changes: readonly StoredChange[] };
  readonly by: string;
  readonly at: EpochMs;
}

/** The classes of a kiosk. */
export interface ClassStore {
  /** By code. */
  codes(): ClassCode[];
  version(code: ClassCode): number | null;
  get(code: ClassCode): StoredClass | null;
  /**
   * Keeps an edit, all or nothing; a class that is not there yet is version 0.
   * @returns the new version; null when the class is not at `version` (somebody else was faster).
   * @throws when a trainee's id belongs to another class (see {@link ClassStore.classOf}).
   */
  put(code: ClassCode, version: number, edit: ClassEdit): number | null;
  /** Removes a class. @returns false when it is not at `version`. */
  remove(code: ClassCode, version: number): boolean;
  /** The class of a trainee. */
  classOf(trainee: TraineeId): ClassCode | null;
  /** Which of these trainees of a class have records or sightings: they can be withdrawn, never removed. */
  withHistory(code: ClassCode, trainees: readonly TraineeId[]): TraineeId[];
  hasRecords(code: ClassCode): boolean;
}

interface ClassRow {
  readonly code: string;
  readonly filing: string;
  readonly version: number;
  readonly importedHash: string | null;
  readonly importedVersion: number | null;
  readonly reasons: string;
  readonly updatedAt: number;
  readonly updatedBy: string;
}

interface ChangeRow {
  readonly body: string;
  readonly enteredBy: string;
  readonly enteredAt: number;
}

/** The tables `class`, `trainee`, `timetableChange`, `filingEvent`. */
export function classes(db: Db): ClassStore {
  const codes = db.prepare<[], string>('select code from class order by code').pluck();
  const version = db.prepare<[string], number>('select version from class where code = ?').pluck();
  const row = db.prepare<[string], ClassRow>('select * from class where code = ?');
  const trainees = db.prepare<[string], string>('select person from trainee where class = ? order by position').pluck();
  const changes = db.prepare<[string], ChangeRow>(
    'select body, enteredBy, enteredAt from timetableChange where class = ? order by position',
  );
  const events = db.prepare<[string], string>('select body from filingEvent where class = ? order by id').pluck();
  const insert = db.prepare('insert into class (code, filing, version) values (?, ?, 0)');
  const update = db.prepare(
    `update class set filing = :filing, version = version + 1, reasons = :reasons, updatedAt = :at, updatedBy = :by,
       importedHash = coalesce(:hash, importedHash),
       importedVersion = case when :hash is null then importedVersion else version + 1 end
     where code = :code`,
  );
  const dropTrainees = db.prepare('delete from trainee where class = ? and id not in (select value from json_each(?))');
  const putTrainee = db.prepare(
    `insert into trainee (class, id, position, person) values (?, ?, ?, ?)
     on conflict (class, id) do update set position = excluded.position, person = excluded.person`,
  );
  const dropChanges = db.prepare('delete from timetableChange where class = ?');
  const addChange = db.prepare(
    'insert into timetableChange (class, position, body, enteredBy, enteredAt) values (?, ?, ?, ?, ?)',
  );
  const addEvent = db.prepare('insert into filingEvent (class, body) values (?, ?)');
  const dropEvents = db.prepare('delete from filingEvent where class = ?');
  const dropClass = db.prepare('delete from class where code = ?');
  const classOf = db.prepare<[string], string>('select class from trainee where id = ?').pluck();
  const seen = db.prepare(
    `select 1 where exists (select 1 from record where class = :code and trainee = :id and replaces is null)
       or exists (select 1 from sighting where trainee = :id)`,
  );
  const closed = db.prepare('select 1 from record where class = ? limit 1');

  const storedChanges = (code: ClassCode): StoredChange[] =>
    changes.all(code).map(({ body, enteredBy, enteredAt }) => ({
      change: JSON.parse(body) as ChangeJson,
      by: enteredBy,
      at: epochMs(enteredAt),
    }));

  const put = db.transaction((code: ClassCode, at: number, edit: ClassEdit): number | null => {
    if ((version.get(code) ?? 0) !== at) return null;
    const { trainees: people, changes: changed = [], ...filing } = edit.scenario;
    if (at === 0) insert.run(code, JSON.stringify(filing));
    const known = authors([...storedChanges(code), ...(edit.brought?.changes ?? [])]);
    update.run({
      code,
      filing: JSON.stringify(filing),
      reasons: JSON.stringify(edit.reasons),
      hash: edit.importedHash ?? null,
      at: edit.at,
      by: edit.by,
    });
    dropTrainees.run(code, JSON.stringify(people.map(({ id }) => id)));
    for (const [position, person] of people.entries())
      putTrainee.run(code, person.id, position, JSON.stringify(person));
    dropChanges.run(code);
    for (const [position, change] of changed.entries()) {
      const author = known(change) ?? { by: edit.by, at: edit.at };
      addChange.run(code, position, JSON.stringify(change), author.by, author.at);
    }
    if (edit.event) addEvent.run(code, JSON.stringify(edit.event));
    for (const event of edit.brought?.filing ?? []) addEvent.run(code, JSON.stringify(event));
    return at + 1;
  });

  const remove = db.transaction((code: ClassCode, at: number): boolean => {
    if (version.get(code) !== at) return false;
    dropTrainees.run(code, '[]');
    for (const statement of [dropChanges, dropEvents, dropClass]) statement.run(code);
    return true;
  });

  return {
    codes: () => codes.all().map(classCode),
    version: (code) => version.get(code) ?? null,
    get: (code) => {
      const found = row.get(code);
      if (!found) return null;
      const entered = storedChanges(code);
      const filing = JSON.parse(found.filing) as Omit<ScenarioJson, 'trainees' | 'changes'>;
      const people = trainees.all(code).map((person) => JSON.parse(person) as TraineeJson);
      const { importedHash, importedVersion } = found;
      return {
        code,
        version: found.version,
        scenario: { ...filing, changes: entered.map(({ change }) => change), trainees: people },
        changes: entered,
        filing: events.all(code).map((body) => JSON.parse(body) as FilingEvent),
        reasons: JSON.parse(found.reasons) as Record<string, string>,
        imported:
          importedHash === null || importedVersion === null ? null : { hash: importedHash, version: importedVersion },
        updatedAt: epochMs(found.updatedAt),
        updatedBy: found.updatedBy,
      };
    },
    put: (code, at, edit) => put(code, at, edit),
    remove: (code, at) => remove(code, at),
    classOf: (trainee) => {
      const code = classOf.get(trainee);
      return code === undefined ? null : classCode(code);
    },
    withHistory: (code, people) => people.filter((id) => seen.get({ code, id }) !== undefined),
    hasRecords: (code) => closed.get(code) !== undefined,
  };
}

/** Who entered a change that was there before; each is given once, so that the same change entered twice is two. */
function authors(before: readonly StoredChange[]): (change: ChangeJson) => StoredChange | undefined {
  const known = Map.groupBy(before, ({ change }) => canonicalJson(change as Json));
  return (change) => known.get(canonicalJson(change))?.shift();
}
