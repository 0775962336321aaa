import { randomBytes } from 'node:crypto';
import type { JobPorts } from '../../../core/accounts/jobs.ts';
import type { RosterResult } from '../../../core/contract/office/roster-import.ts';
import { dateAt } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { TraineeId } from '../../../core/domain/ids.ts';
import { newTraineeId, TRAINEE_ID_BYTES } from '../../../core/domain/trainee-id.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import type { Classes } from '../classes/classes.ts';
import { joiningDay, traineeJson } from './person-json.ts';
import type { ImportPlan, PlannedPerson } from './plan-import.ts';
import type { IntakePerson, PhotoIntake, PreparedPhotos } from './ports.ts';
import type { Upload } from './uploads.ts';

export interface WritingOptions {
  readonly classes: Classes;
  readonly intake: PhotoIntake | null;
  readonly clock: Clock;
  /** Runs synchronous work in one transaction: all of it is kept, or nothing. */
  readonly atomically: <T>(work: () => T) => T;
  /** Something failed after all was written. */
  readonly onTrouble: (error: unknown) => void;
}

type Ids = ReadonlyMap<PlannedPerson, TraineeId>;

/** Examining is nearly all of an import; the rest is the writing. */
const EXAMINING = 0.97;

/**
 * Writes a plan: photos are examined first, then people and photos are written in one transaction.
 * @throws ZaikeError `stale-class` when the class has changed since the plan; nothing is written then.
 */
export async function writeImport(
  options: WritingOptions,
  open: Upload,
  plan: ImportPlan,
  ports: JobPorts,
): Promise<RosterResult> {
  const ids: Ids = new Map(
    plan.people.map((person) => [
      person,
      person.existing?.id ?? newTraineeId(new Uint8Array(randomBytes(TRAINEE_ID_BYTES))),
    ]),
  );
  const prepared = await prepare(options, open, plan, ids, ports);
  try {
    ports.signal.throwIfAborted();
    ports.report(EXAMINING, '写入名单');
    options.atomically(() => {
      save(options, open, plan.people, ids);
      prepared?.write();
    });
  } catch (error) {
    await prepared?.discard();
    throw error;
  }
  const { added, changed, photos } = plan.preview.counts;
  const remarks = [...(prepared?.remarks ?? []), ...(await follow(options, prepared))];
  return { added, changed, photos, embedded: prepared?.embedded ?? 0, remarks };
}

/** Examines the photos; null when there is nobody to take in. */
async function prepare(
  { intake }: WritingOptions,
  open: Upload,
  plan: ImportPlan,
  ids: Ids,
  { report, signal }: JobPorts,
): Promise<PreparedPhotos | null> {
  const people = plan.people.flatMap((person) => forIntake(open, person, ids.get(person)));
  const all = people.reduce((sum, { photos }) => sum + photos.length, 0);
  report(0, all > 0 ? `检查照片 0/${all}` : '写入名单');
  const onPhoto = (done: number): void => report((EXAMINING * done) / Math.max(1, all), `检查照片 ${done}/${all}`);
  return people.length === 0 ? null : ((await intake?.prepare(people, open.by, { signal, onPhoto })) ?? null);
}

/** What follows of what is written already: its failure is told, and takes nothing back. */
async function follow(
  { onTrouble }: WritingOptions,
  prepared: PreparedPhotos | null,
): Promise<RosterResult['remarks']> {
  try {
    await prepared?.written();
    return [];
  } catch (error) {
    onTrouble(error);
    return [{ name: '', path: '', what: '名单和照片已写入；人脸模板没能马上建立，识别恢复后会自动补上' }];
  }
}

function forIntake(
  open: Upload,
  { entry, existing, consentOn, photos }: PlannedPerson,
  id?: TraineeId,
): readonly IntakePerson[] {
  if (id === undefined || (photos.length === 0 && consentOn === null)) return [];
  const name = entry?.person.name ?? existing?.person.name ?? '';
  const read = photos.map(({ path, sha256 }) => ({ name: path, read: () => open.staging.get(sha256) }));
  return [{ trainee: id, name, consentOn, photos: read }];
}

/** Inside the transaction: people are laid over the class as it is by now. */
function save({ classes, clock }: WritingOptions, open: Upload, people: readonly PlannedPerson[], ids: Ids): void {
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
  throw new ZaikeError(`名单不能写入：${saved.faults.map(({ path, expected }) => `${path} ${expected}`).join('；')}`, {
    code: 'import-refused',
    retry: false,
  });
}

const changedMeanwhile = (): ZaikeError =>
  new ZaikeError('名单在此期间被别人改过，请回到预览再看一遍', { code: 'stale-class', retry: true });
