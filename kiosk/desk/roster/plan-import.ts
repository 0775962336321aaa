import type { RosterPreview } from '../../../core/contract/office/roster-import.ts';
import type { SheetFault } from '../../../core/contract/office/sheet-fault.ts';
import type { ClassTrainee } from '../../../core/domain/class-file.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import { maskIdNumber } from '../../../core/domain/person.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { changesBetween, mergedEntry } from './changes.ts';
import type { StagedPhoto } from './photo-files.ts';
import { ownerOf } from './photo-names.ts';
import type { RosterEntry, RosterReading, RosterRow } from './read-roster.ts';

/** A class whose people are compared with the file's. */
export interface ComparedClass {
  readonly code: ClassCode;
  /** The year that it opens in; null: not told. */
  readonly year: number | null;
  readonly trainees: readonly ClassTrainee[];
}

/** What an import starts from. */
export interface ImportInput {
  /** Null: photos only. */
  readonly roster: RosterReading | null;
  readonly photos: readonly StagedPhoto[];
  /** Paths of photos that the secretary leaves out. */
  readonly leftOut: ReadonlySet<string>;
  readonly class: ComparedClass;
  readonly others: readonly ComparedClass[];
  /** Consents to face recognition that are in force, by trainee. */
  readonly consents: ReadonlyMap<TraineeId, LocalDate>;
  readonly classSizeAtMost: number;
  /** The day on which somebody new joins when none is told; null: the class's first. */
  readonly joining: LocalDate | null;
}

/** Somebody whom the import writes or has photos for. */
export interface PlannedPerson {
  readonly existing: ClassTrainee | null;
  /** Null: nothing of the person changes, only photos come. */
  readonly entry: RosterEntry | null;
  readonly consentOn: LocalDate | null;
  readonly photos: readonly { readonly path: string; readonly sha256: string }[];
}

/** The preview without what only the session knows, and what committing it would write. */
export interface ImportPlan {
  readonly preview: Omit<RosterPreview, 'id' | 'file' | 'expiresAt'>;
  readonly people: readonly PlannedPerson[];
}

/** More of one person are no help; vision.md wants 3–5. */
const MOST_PHOTOS = 10;

interface Candidate {
  readonly name: string | null;
  readonly idNumber: string | null;
  readonly row: RosterRow | null;
  readonly existing: ClassTrainee | null;
  readonly photos: { path: string; sha256: string }[];
}

/** Compares a file and its photos with the class: what would come, and all that is in its way. */
export function planImport(input: ImportInput): ImportPlan {
  const { roster, consents } = input;
  const candidates = candidatesOf(input);
  const photos = assignPhotos(input, candidates);
  const rows = candidates.flatMap((candidate) =>
    candidate.row === null ? [] : [planRow(candidate, candidate.row, input)],
  );
  const people = candidates.map(({ row, existing, photos: own }): PlannedPerson => {
    const known = existing === null ? null : (consents.get(existing.id) ?? null);
    const consentOn = row?.entry.consentOn ?? known;
    if (row === null) return { existing, entry: null, consentOn, photos: own };
    const entry = existing === null ? row.entry : mergedEntry(existing, row.entry);
    const same = existing !== null && changesBetween(existing, entry).length === 0 && row.entry.consentOn === null;
    return { existing, entry: same ? null : entry, consentOn, photos: own };
  });
  const faults = [...(roster?.faults ?? []), ...sizeFault(input, rows.filter(({ state }) => state === 'new').length)];
  const count = (state: 'new' | 'changed' | 'same'): number => rows.filter((row) => row.state === state).length;
  const taken = people.flatMap((each) => each.photos.map(() => each.consentOn !== null));
  const refusedRows = rows.filter((row) => row.faults.some(isRefused)).length;
  const refusedPhotos = photos.filter(({ leftOut }) => !leftOut).length;
  const counts = {
    ...{ added: count('new'), changed: count('changed'), same: count('same'), refusedRows },
    ...{ photos: taken.length, photosToEmbed: taken.filter(Boolean).length, refusedPhotos },
    leftOut: photos.length - refusedPhotos,
  };
  const hasWork = people.some((each) => each.entry !== null || each.photos.length > 0);
  return {
    preview: {
      ...{ faults, rows, photos, counts },
      staying: candidates
        .filter(({ row }) => row === null)
        .map(({ name, idNumber, photos: own }) => ({
          ...{ name: name ?? '', idNumber: maskIdNumber(idNumber ?? ''), photos: own.length },
        })),
      ready: hasWork && refusedRows === 0 && refusedPhotos === 0 && !faults.some(isRefused),
    },
    people: people.filter((each) => each.entry !== null || each.photos.length > 0),
  };
}

const isRefused = ({ severity }: SheetFault): boolean => severity === 'refused';

/** The file's people, found in the class by their ID number, then those whom the file does not name. */
function candidatesOf({ roster, class: { trainees } }: ImportInput): readonly Candidate[] {
  const byNumber = new Map(trainees.map((trainee) => [trainee.person.idNumber, trainee]));
  const rows = (roster?.rows ?? []).map((row): Candidate => {
    const { name, idNumber } = row.entry.person;
    const existing = idNumber === null ? null : (byNumber.get(idNumber) ?? null);
    return { name, idNumber, row, existing, photos: [] };
  });
  const named = new Set(rows.map(({ existing }) => existing?.id));
  const staying = trainees
    .filter(({ id }) => !named.has(id))
    .map((existing): Candidate => {
      const { name, idNumber } = existing.person;
      return { name, idNumber, row: null, existing, photos: [] };
    });
  return [...rows, ...staying];
}

function planRow(candidate: Candidate, row: RosterRow, input: ImportInput): RosterPreview['rows'][number] {
  const { existing, photos } = candidate;
  const changes = existing === null ? [] : [...changesBetween(existing, mergedEntry(existing, row.entry))];
  const { consentOn, person } = row.entry;
  const known = existing === null ? undefined : input.consents.get(existing.id);
  if (existing !== null && consentOn !== null && consentOn !== known)
    changes.push({ field: '同意人脸识别日期', before: known ?? '', after: consentOn });
  return {
    row: row.row,
    name: person.name ?? '',
    idNumber: person.idNumber === null ? '' : maskIdNumber(person.idNumber),
    state: existing === null ? 'new' : changes.length > 0 ? 'changed' : 'same',
    consentOn: consentOn ?? known ?? null,
    photos: photos.length,
    changes,
    faults: [...row.faults, ...meetings(candidate, row.row, input)],
  };
}

/** Where a row meets people that are known already: in another class of the year, or under the same name. */
function meetings(
  { existing, name, idNumber, row: read }: Candidate,
  row: number,
  input: ImportInput,
): readonly SheetFault[] {
  const joinedOn = read?.entry.joinedOn ?? null;
  const notice = (column: string, what: string, advice: string): SheetFault => ({
    ...{ severity: 'notice', row, column, what, advice },
  });
  const elsewhere = input.others.filter(
    ({ year, trainees }) =>
      idNumber !== null &&
      (year === null || input.class.year === null || year === input.class.year) &&
      trainees.some(({ person }) => person.idNumber === idNumber),
  );
  const twice = elsewhere.map(({ code, year }) =>
    notice(
      '身份证号',
      `此人已在班级 ${code}${year === null ? '' : `（${year} 年）`}`,
      '每人每年原则上只可参加 1 次专业转换培训，请核实后再导入',
    ),
  );
  if (existing !== null || name === null) return twice;
  if (input.joining !== null && joinedOn === null)
    twice.push(
      notice(
        '入班日期',
        `班级已开课，入班日期记为今天（${input.joining}）`,
        '此前的课时不计；若更早入班，请在名单中加“入班日期”一列',
      ),
    );
  const namesake = input.class.trainees.find(({ person }) => person.name === name && person.idNumber !== idNumber);
  if (namesake === undefined) return twice;
  const number = maskIdNumber(namesake.person.idNumber ?? '');
  return [
    ...twice,
    notice(
      '姓名',
      `班里已有“${name}”（${number}），身份证号不同，将作为另一人加入`,
      '若是更正身份证号，请在名单页修改该学员，不要导入为新人',
    ),
  ];
}

/** Gives each photo to its owner; answers those that cannot be taken. */
function assignPhotos({ photos, leftOut }: ImportInput, people: readonly Candidate[]): RosterPreview['photos'] {
  const refused: RosterPreview['photos'] = [];
  const ownerOfBytes = new Map<string, Candidate>();
  for (const photo of photos) {
    const { path } = photo;
    const refuse = (what: string, advice: string): void => {
      refused.push({ path, what, advice, leftOut: leftOut.has(path) });
    };
    if (photo.sha256 === null) {
      refuse(photo.what, photo.advice);
      continue;
    }
    const match = ownerOf(path, people);
    if (match.kind !== 'owner') {
      refuse(match.what, match.advice);
      continue;
    }
    const { owner } = match;
    const before = ownerOfBytes.get(photo.sha256);
    if (before === owner) continue; // the same picture again
    if (before !== undefined) {
      refuse(`与“${before.name ?? ''}”的照片是同一张`, '请核对是谁的照片，删去另一张');
      continue;
    }
    ownerOfBytes.set(photo.sha256, owner);
    if (owner.photos.length >= MOST_PHOTOS)
      refuse(`“${owner.name ?? ''}”已有 ${MOST_PHOTOS} 张照片`, '每人 3–5 张即可，请删去多余的');
    else if (leftOut.has(path)) refuse('由您选择不导入', '');
    else owner.photos.push({ path, sha256: photo.sha256 });
  }
  return refused;
}

/** 「原则上每班最多不超过50人」: told, not refused. */
function sizeFault({ class: { trainees }, classSizeAtMost }: ImportInput, added: number): readonly SheetFault[] {
  const size = trainees.length + added;
  if (size <= classSizeAtMost || added === 0) return [];
  return [
    {
      ...{ severity: 'notice', row: null, column: null },
      what: `导入后班级有 ${size} 人，原则上每班最多 ${classSizeAtMost} 人`,
      advice: '请核实；确需超过的，在班级资料中写明理由',
    },
  ];
}
