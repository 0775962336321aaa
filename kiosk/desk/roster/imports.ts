import type { Readable } from 'node:stream';
import type { JobPorts, Jobs } from '../../../core/accounts/jobs.ts';
import type { RosterPreview, RosterResult } from '../../../core/contract/office/roster-import.ts';
import { dateAt, yearOf } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import type { TableReading } from '../tables/table.ts';
import { joiningDay } from './person-json.ts';
import { type StagedPhoto, stagePhoto, stageZip } from './photo-files.ts';
import { isLitter } from './photo-names.ts';
import { type ComparedClass, type ImportPlan, planImport } from './plan-import.ts';
import { readRoster } from './read-roster.ts';
import { SealedUpload } from './sealed-upload.ts';
import { type Upload, Uploads, type UploadsOptions } from './uploads.ts';
import { type WritingOptions, writeImport } from './write-import.ts';

/** Without an `intake` nobody takes photos in; rosters alone are imported then. */
export interface ImportsOptions extends UploadsOptions, WritingOptions {
  /** Reads the tables of a file. */
  readonly read: (name: string, bytes: Uint8Array) => Promise<TableReading>;
  readonly jobs: Jobs;
}

/** In all, over many uploads. */
const MOST_PHOTOS = 2000;

/**
 * Imports of rosters and photos: uploads are kept apart until somebody has seen the preview, then written
 * in one transaction or not at all. An upload belongs to who made it.
 */
export class RosterImports implements AsyncDisposable {
  readonly #options: ImportsOptions;

  readonly #uploads: Uploads;

  constructor(options: ImportsOptions) {
    this.#options = options;
    this.#uploads = new Uploads(options);
  }

  /** Begins an import for a class; an earlier one of the same person for it ends. @throws ZaikeError `no-such-class`. */
  async begin(code: ClassCode, by: string): Promise<string> {
    this.#options.classes.kept(code);
    return this.#uploads.begin(code, by);
  }

  /** The class that an import is for. @throws ZaikeError `no-such-import`. */
  codeOf(id: string, by: string): ClassCode {
    return this.#uploads.find(id, by).code;
  }

  /** Takes the roster's file, in place of an earlier one. A file that cannot be read is told in the preview. */
  async putRoster(id: string, by: string, name: string, upload: Readable): Promise<void> {
    const open = this.#uploads.editable(id, by);
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
    const open = this.#uploads.editable(id, by);
    if (/\.zip$/i.test(path)) await this.#addZip(open, path, upload, signal);
    else if (isLitter(path)) upload.resume();
    else this.#keep(open, [await stagePhoto(path, await bytesOf(upload), open.staging)]);
  }

  async #addZip(open: Upload, path: string, upload: Readable, signal: AbortSignal): Promise<void> {
    const file = this.#uploads.fileBeside(open, 'zip');
    await using sealed = await SealedUpload.take(file, upload);
    const read = await stageZip(await sealed.source(), open.staging, signal);
    if (read.kind === 'refused')
      throw new ZaikeError(`${path}：${read.what}。${read.advice}`, { code: 'photos-refused', retry: false });
    this.#keep(open, read.photos);
  }

  /** A path handed in again stands for its newer file. */
  #keep(open: Upload, photos: readonly StagedPhoto[]): void {
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
    this.#uploads.editable(id, by).leftOut = new Set(paths);
  }

  /** All that the import would do. @throws ZaikeError `no-such-import`. */
  preview(id: string, by: string): RosterPreview {
    const open = this.#uploads.find(id, by);
    return {
      id,
      file: open.file?.name ?? null,
      expiresAt: new Date(this.#uploads.expiry(open)).toISOString(),
      ...this.#plan(open).preview,
    };
  }

  /** Starts writing it as a job. @throws ZaikeError `import-not-ready` while something refuses it. */
  commit(id: string, by: string): string {
    const open = this.#uploads.editable(id, by);
    const plan = this.#plan(open);
    if (!plan.preview.ready)
      throw new ZaikeError('还有需要先改正的行或照片，或没有可导入的内容', { code: 'import-not-ready', retry: false });
    open.state = 'importing';
    return this.#options.jobs.start('roster-import', (ports) => this.#write(open, plan, ports));
  }

  async #write(open: Upload, plan: ImportPlan, ports: JobPorts): Promise<RosterResult> {
    const { classes, clock } = this.#options;
    let result: RosterResult;
    try {
      result = await writeImport(this.#options, open, plan, ports);
    } catch (error) {
      // Nothing was written: the preview is as good as before.
      open.state = 'open';
      open.touched = clock.now();
      throw error;
    }
    const detail = { ...result, remarks: result.remarks.length, version: classes.kept(open.code).version };
    await this.#uploads.end(open, 'done', { file: open.file?.name ?? null, ...detail });
    return result;
  }

  /** Ends an import and deletes what was uploaded; one that is being written is cancelled by its job. */
  async cancel(id: string, by: string): Promise<void> {
    await this.#uploads.end(this.#uploads.editable(id, by), 'cancelled', null);
  }

  #plan(open: Upload): ImportPlan {
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

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#uploads[Symbol.asyncDispose]();
  }
}

async function bytesOf(upload: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of upload) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
