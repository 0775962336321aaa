import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { RosterPreview, RosterResult } from '../../../core/contract/office/roster-import.ts';
import { dateAt, yearOf } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type ClassCode, type TraineeId } from '../../../core/domain/ids.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import { newTraineeId, TRAINEE_ID_BYTES } from '../../../core/domain/trainee-id.ts';
import { type EpochMs, minutes, plus } from '../../../core/domain/units.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import type { Classes } from '../classes/classes.ts';
import type { JobPorts, Jobs } from '../jobs.ts';
import type { TableReading } from '../tables/table.ts';
import { joiningDay, traineeJson } from './person-json.ts';
import { type StagedPhoto, stagePhoto, stageZip } from './photo-files.ts';
import { isLitter } from './photo-names.ts';
import { type ComparedClass, type ImportPlan, type PlannedPerson, planImport } from './plan-import.ts';
import type { ImportLog, IntakePerson, PhotoIntake, PreparedPhotos } from './ports.ts';
import { type RosterReading, readRoster } from './read-roster.ts';
import { SealedUpload } from './sealed-upload.ts';
import { Staging } from './staging.ts';

export interface ImportsOptions {
  /** A folder of this alone: emptied at the start. */
  readonly folder: string;
  readonly classes: Classes;
  /** Reads the tables of a file. */
  readonly read: (name: string, bytes: Uint8Array) => Promise<TableReading>;
  /** Null: nobody takes photos in; rosters alone are imported then. */
  readonly intake: PhotoIntake | null;
  readonly jobs: Jobs;
  readonly log: ImportLog;
  /** Runs synchronous work in one transaction: all of it is kept, or nothing. */
  readonly atomically: <T>(work: () => T) => T;
  readonly clock: Clock;
  /** Something failed after all was written. */
  readonly onTrouble: (error: unknown) => void;
}

/** An upload waiting for its decision. */
interface Open {
  readonly id: string;
  readonly code: ClassCode;
  readonly by: string;
  readonly staging: Staging;
  touched: EpochMs;
  file: { readonly name: string; readonly reading: RosterReading } | null;
  photos: StagedPhoto[];
  leftOut: Set<string>;
  state: 'open' | 'importing';
}

/** An upload that nobody touches this long is deleted. */
const KEPT = minutes(60);
const LOOK_EVERY = minutes(1);
/** In all, over many uploads. */
const MOST_PHOTOS = 2000;
/** Examining is nearly all of an import; the rest is the writing. */
const EXAMINING = 0.97;

/**
 * Imports of rosters and photos: uploads are kept apart until somebody has seen the preview, then written
 * in one transaction or not at all. An upload belongs to who made it.
 */
export class RosterImports implements AsyncDisposable {
  readonly #options: ImportsOptions;
  readonly #open = new Map<string, Open>();
  readonly #stop = new AbortController();
  readonly #watching: Promise<void>;

  /** Deletes what an earlier run left. */
  constructor(options: ImportsOptions) {
    this.#options = options;
    rmSync(options.folder, { recursive: true, force: true });
    options.log.interrupted(options.clock.now());
    this.#watching = this.#watch();
  }

  /** Begins an import for a class; an earlier one of the same person for it ends. @throws ZaikeError `no-such-class`. */
  async begin(code: ClassCode, by: string): Promise<string> {
    this.#options.classes.kept(code);
    await this.#expire();
    for (const other of this.#open.values())
      if (other.code === code && other.by === by && other.state === 'open') await this.#end(other, 'cancelled', null);
    const id = randomBytes(9).toString('base64url');
    const staging = await Staging.open(join(this.#options.folder, id));
    const touched = this.#options.clock.now();
    this.#open.set(id, {
      ...{ id, code, by, staging, touched, file: null, photos: [], leftOut: new Set(), state: 'open' },
    });
    this.#options.log.opened({ id, code, by, at: touched });
    return id;
  }

  /** The class that an import is for. @throws ZaikeError `no-such-import`. */
  codeOf(id: string, by: string): ClassCode {
    return this.#find(id, by).code;
  }

  /** Takes the roster's file, in place of an earlier one. A file that cannot be read is told in the preview. */
  async putRoster(id: string, by: string, name: string, upload: Readable): Promise<void> {
    const open = this.#editable(id, by);
    const reading = await this.#options.read(name, await bytesOf(upload));
    const { clock } = this.#options;
    if (reading.kind === 'tables') open.file = { name, reading: readRoster(reading.tables, dateAt(clock.now())) };
    else {
      const { what, advice } = reading;
      const faults = [{ severity: 'refused', row: null, column: null, what, advice } as const];
      open.file = { name, reading: { rows: [], columns: new Set(), faults } };
    }
  }

  /** Takes a photo, or a .zip of photos, by its path. @throws ZaikeError `photos-refused` for a .zip that is refused whole. */
  async addPhotos(id: string, by: string, path: string, upload: Readable, signal: AbortSignal): Promise<void> {
    const open = this.#editable(id, by);
    if (/\.zip$/i.test(path)) await this.#addZip(open, path, upload, signal);
    else if (isLitter(path)) upload.resume();
    else this.#keep(open, [await stagePhoto(path, await bytesOf(upload), open.staging)]);
  }

  async #addZip(open: Open, path: string, upload: Readable, signal: AbortSignal): Promise<void> {
    const file = join(this.#options.folder, `${open.id}.${randomBytes(6).toString('hex')}.zip`);
    await using sealed = await SealedUpload.take(file, upload);
    const read = await stageZip(await sealed.source(), open.staging, signal);
    if (read.kind === 'refused')
      throw new ZaikeError(`${path}：${read.what}。${read.advice}`, { code: 'photos-refused', retry: false });
    this.#keep(open, read.photos);
  }

  /** A path handed in again stands for its newer file. */
  #keep(open: Open, photos: readonly StagedPhoto[]): void {
    const paths = new Set(photos.map(({ path }) => path));
    const kept = [...open.photos.filter(({ path }) => !paths.has(path)), ...photos];
    if (kept.length > MOST_PHOTOS)
      throw new ZaikeError(`照片超过 ${MOST_PHOTOS} 张，请只选本班学员的照片`, {
        code: 'photos-refused',
        retry: false,
      });
    open.photos = kept;
  }

  /** Which of the photos that cannot be taken the secretary leaves out. */
  leaveOut(id: string, by: string, paths: readonly string[]): void {
    this.#editable(id, by).leftOut = new Set(paths);
  }

  /** All that the import would do. @throws ZaikeError `no-such-import`. */
  preview(id: string, by: string): RosterPreview {
    const open = this.#find(id, by);
    return {
      id,
      file: open.file?.name ?? null,
      expiresAt: new Date(plus(open.touched, KEPT)).toISOString(),
      ...this.#plan(open).preview,
    };
  }

  /** Starts writing it as a job. @throws ZaikeError `import-not-ready` while something refuses it. */
  commit(id: string, by: string): string {
    const open = this.#editable(id, by);
    const plan = this.#plan(open);
    if (!plan.preview.ready)
      throw new ZaikeError('还有需要先改正的行或照片，或没有可导入的内容', { code: 'import-not-ready', retry: false });
    open.state = 'importing';
    return this.#options.jobs.start('roster-import', (ports) => this.#write(open, plan, ports));
  }

  async #write(open: Open, plan: ImportPlan, { report, signal }: JobPorts): Promise<RosterResult> {
    const { classes, intake, clock, atomically } = this.#options;
    const ids = new Map(
      plan.people.map((person) => [
        person,
        person.existing?.id ?? newTraineeId(new Uint8Array(randomBytes(TRAINEE_ID_BYTES))),
      ]),
    );
    const people = plan.people.flatMap((person) => this.#forIntake(open, person, ids.get(person)));
    const all = people.reduce((sum, { photos }) => sum + photos.length, 0);
    report(0, all > 0 ? `检查照片 0/${all}` : '写入名单');
    const onPhoto = (done: number): void => report((EXAMINING * done) / Math.max(1, all), `检查照片 ${done}/${all}`);
    let prepared: PreparedPhotos | null;
    try {
      prepared = people.length === 0 ? null : ((await intake?.prepare(people, open.by, { signal, onPhoto })) ?? null);
      try {
        signal.throwIfAborted();
        report(EXAMINING, '写入名单');
        atomically(() => {
          this.#save(open, plan.people, ids);
          prepared?.write();
        });
      } catch (error) {
        await prepared?.discard();
        throw error;
      }
    } catch (error) {
      // Nothing was written: the preview is as good as before.
      open.state = 'open';
      open.touched = clock.now();
      throw error;
    }
    const { added, changed, photos } = plan.preview.counts;
    const remarks = [...(prepared?.remarks ?? []), ...(await this.#follow(prepared))];
    const result = { added, changed, photos, embedded: prepared?.embedded ?? 0, remarks };
    const detail = { ...result, remarks: remarks.length, version: classes.kept(open.code).version };
    await this.#end(open, 'done', { file: open.file?.name ?? null, ...detail });
    return result;
  }

  /** What follows of what is written already: its failure is told, and takes nothing back. */
  async #follow(prepared: PreparedPhotos | null): Promise<RosterResult['remarks']> {
    try {
      await prepared?.written();
      return [];
    } catch (error) {
      this.#options.onTrouble(error);
      return [{ name: '', path: '', what: '名单和照片已写入；人脸模板没能马上建立，识别恢复后会自动补上' }];
    }
  }

  #forIntake(
    open: Open,
    { entry, existing, consentOn, photos }: PlannedPerson,
    id?: TraineeId,
  ): readonly IntakePerson[] {
    if (id === undefined || (photos.length === 0 && consentOn === null)) return [];
    const name = entry?.person.name ?? existing?.person.name ?? '';
    const read = photos.map(({ path, sha256 }) => ({ name: path, read: () => open.staging.get(sha256) }));
    return [{ trainee: id, name, consentOn, photos: read }];
  }

  /** Inside the transaction: people are laid over the class as it is by now. */
  #save(open: Open, people: readonly PlannedPerson[], ids: ReadonlyMap<PlannedPerson, TraineeId>): void {
    const { classes, clock } = this.#options;
    if (people.every(({ entry }) => entry === null)) return;
    const { scenario, version } = classes.kept(open.code);
    const at = clock.now();
    const edits = people.flatMap((person) => {
      const id = ids.get(person);
      return person.entry === null || id === undefined
        ? []
        : [{ id, entry: person.entry, isNew: person.existing === null }];
    });
    const known = new Set(scenario.trainees.map(({ id }) => id));
    const gone = edits.find(({ id, isNew }) => !isNew && !known.has(id));
    if (gone !== undefined) throw changedMeanwhile();
    const changed = new Map(edits.map(({ id, entry }) => [id as string, entry]));
    const opens = scenario.class.opens ?? null;
    const trainees = [
      ...scenario.trainees.map((before) => {
        const entry = changed.get(before.id);
        return entry === undefined ? before : traineeJson(before.id, before, entry);
      }),
      ...edits
        .filter(({ isNew }) => isNew)
        .map(({ id, entry }) =>
          traineeJson(id, null, { ...entry, joinedOn: joiningDay(entry.joinedOn, opens, dateAt(at)) }),
        ),
    ];
    const numbers = trainees.map(({ person }) => person?.idNumber).filter((each) => typeof each === 'string');
    if (new Set(numbers).size < numbers.length) throw changedMeanwhile();
    const saved = classes.save(open.code, { ...scenario, trainees }, { version, by: open.by, at });
    if (saved.kind === 'saved') return;
    if (saved.kind === 'stale') throw changedMeanwhile();
    throw new ZaikeError(
      `名单不能写入：${saved.faults.map(({ path, expected }) => `${path} ${expected}`).join('；')}`,
      {
        code: 'import-refused',
        retry: false,
      },
    );
  }

  /** Ends an import and deletes what was uploaded; one that is being written is cancelled by its job. */
  async cancel(id: string, by: string): Promise<void> {
    await this.#end(this.#editable(id, by), 'cancelled', null);
  }

  #plan(open: Open): ImportPlan {
    const { classes, intake, clock } = this.#options;
    const file = classes.file(open.code);
    const today = dateAt(clock.now());
    const plan = planImport({
      roster: open.file?.reading ?? null,
      photos: open.photos,
      leftOut: open.leftOut,
      class: this.#compared(open.code),
      others: classes
        .list()
        .filter((code) => code !== open.code)
        .map((code) => this.#compared(code)),
      consents: intake?.consents(file.trainees.map(({ id }) => id)) ?? new Map(),
      classSizeAtMost: policyOn(file.policies, file.class.opens ?? today).classSizeAtMost,
      joining: joiningDay(null, file.class.opens, today),
    });
    const consented = open.file?.reading.rows.some(({ entry }) => entry.consentOn !== null) ?? false;
    if (intake !== null || (plan.preview.counts.photos === 0 && !consented)) return plan;
    const fault = {
      ...({ severity: 'refused', row: null, column: null } as const),
      ...{ what: '本机还不能接收照片和同意书日期', advice: '请先只导入名单，不带照片和同意书日期一列' },
    };
    return { ...plan, preview: { ...plan.preview, ready: false, faults: [...plan.preview.faults, fault] } };
  }

  #compared(code: ClassCode): ComparedClass {
    const { class: facts, trainees } = this.#options.classes.file(code);
    return { code, year: facts.opens === null ? null : yearOf(facts.opens), trainees };
  }

  #find(id: string, by: string): Open {
    const open = this.#open.get(id);
    if (open === undefined || open.by !== by || this.#isOver(open))
      throw new ZaikeError('这次导入已结束或已过期，请重新选择文件', { code: 'no-such-import', retry: false });
    return open;
  }

  #editable(id: string, by: string): Open {
    const open = this.#find(id, by);
    if (open.state === 'importing')
      throw new ZaikeError('正在写入，请等它完成或取消', { code: 'import-busy', retry: true });
    open.touched = this.#options.clock.now();
    return open;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#expire();
      await this.#options.clock.sleep(LOOK_EVERY, signal).catch(() => undefined);
    }
  }

  async #expire(): Promise<void> {
    for (const open of this.#open.values()) if (this.#isOver(open)) await this.#end(open, 'expired', null);
  }

  #isOver({ state, touched }: Open): boolean {
    return state === 'open' && plus(touched, KEPT) < this.#options.clock.now();
  }

  async #end(open: Open, how: 'done' | 'cancelled' | 'expired', detail: unknown): Promise<void> {
    this.#open.delete(open.id);
    await open.staging[Symbol.asyncDispose]();
    this.#options.log.ended(open.id, how, detail, this.#options.clock.now());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#watching;
    for (const open of this.#open.values()) await this.#end(open, 'cancelled', null);
  }
}

const changedMeanwhile = (): ZaikeError =>
  new ZaikeError('名单在此期间被别人改过，请回到预览再看一遍', { code: 'stale-class', retry: true });

async function bytesOf(upload: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of upload) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
