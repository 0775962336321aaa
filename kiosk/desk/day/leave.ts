import type { LeaveBody, LeaveView } from '../../../core/contract/office/day-entries.ts';
import type { LeaveEntry } from '../../../core/domain/entry.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { covers } from '../../../core/domain/leave.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import { correctLate, lateRecords } from './corrections.ts';
import { classOf, nameOf, refuse, refuseClosed } from './fault.ts';
import { type Actor, type DayPorts, signedAs } from './ports.ts';

/** What came of entering something: its id, and how many closed records it corrected. */
export interface Entered {
  readonly id: number;
  readonly corrected: number;
}

/**
 * Enters a leave. Lessons that closed already become correcting records, all with the leave or none of it: they
 * want a second person. Attendance beats leave.
 * @throws ZaikeError `no-lessons`, `recorded-elsewhere`, `days-upside-down`, `month-closed`, `countersign-needed`.
 */
export function enterLeave(
  ports: DayPorts,
  body: Omit<LeaveBody, 'countersign'>,
  actor: Actor,
  second: Actor | null,
): Entered {
  const { class: code, trainee, kind, from, to, lessons, why } = body;
  const of = classOf(ports, code);
  const name = nameOf(of, trainee);
  if (to < from) throw refuse('days-upside-down', '请假的最后一天不能早于第一天');
  const enteredAt = ports.now();
  const leave = { trainee, kind, from, to, lessons, enteredAt };
  const covered = of.lessons.filter((lesson) => covers(leave, lesson));
  const elsewhere = (of.elsewhere ?? []).filter((lesson) => covers(leave, lesson));
  if (
    covered.length === 0 &&
    elsewhere.length > 0 &&
    elsewhere.every(({ date, no }) => ports.records.isClosed(code, date, no))
  )
    throw refuse(
      'recorded-elsewhere',
      `${name}这几课时由另一间教室的电脑记录，已经关闭：请在那台电脑上登记请假，再导出记录过来`,
    );
  if (covered.length + elsewhere.length === 0)
    throw refuse('no-lessons', `${from} 到 ${to} 之间没有${name}的课，请核对日期和课时`);
  refuseClosed(ports, code, covered, '不能再补录请假');
  const outcome = kind === 'personal' ? 'personalLeave' : 'sickLeave';
  const late = lateRecords(ports, code, trainee, covered, outcome);
  if (late.length > 0 && second === null) throw countersignNeeded(late.length);
  const id = ports.corrections.together(() => {
    const added = ports.leave.add({ ...leave, class: code, why, by: signedAs(actor) });
    if (second !== null)
      correctLate(
        ports,
        code,
        late,
        { to: outcome, why: `补录${kind === 'personal' ? '事假' : '病假'}：${why}` },
        { actor, second },
      );
    return added;
  });
  ports.changed();
  return { id, corrected: late.length };
}

/** A refusal that the page answers with the fields for a second signature. */
export function countersignNeeded(lessons: number): Error {
  return refuse('countersign-needed', `其中 ${lessons} 个课时已经关闭，要更正记录，请另一位老师在下面复核签字`);
}

/** Takes a leave back; records of closed lessons stay as they are. @throws ZaikeError `no-such-leave`, `already-withdrawn`. */
export function withdrawLeave(ports: DayPorts, id: number, actor: Actor, why: string): void {
  existing(ports, id);
  ports.leave.withdraw(id, { by: signedAs(actor), at: ports.now(), why });
  ports.changed();
}

/** Files that prove leave: 假条, 病历. Kept under their hash, by what their first bytes say they are. */
export interface ProofFiles {
  /** Keeps a file's bytes, all or nothing; returns the hash. @throws ZaikeError `too-large`, `not-a-scan`, `empty-file`. */
  keep(bytes: AsyncIterable<Uint8Array>, what: ProofOf): Promise<string>;
  /** The newest of a slot. */
  newest(code: ClassCode, slot: string): Promise<Proof | null>;
}

/** What a file proves. */
export interface ProofOf {
  readonly class: ClassCode;
  readonly slot: string;
  readonly name: string;
  readonly by: string;
  readonly at: EpochMs;
}

export interface Proof {
  readonly path: string;
  readonly type: string;
  readonly name: string;
}

/** Attaches a proof; the one attached last is the one shown. */
export async function proveLeave(
  ports: DayPorts,
  files: ProofFiles,
  { id, name, bytes }: { readonly id: number; readonly name: string; readonly bytes: AsyncIterable<Uint8Array> },
  actor: Actor,
): Promise<void> {
  const leave = existing(ports, id);
  const [by, at] = [signedAs(actor), ports.now()];
  const sha256 = await files.keep(bytes, { class: leave.class, slot: slotOf(id), name, by, at });
  ports.leave.addProof(id, sha256, { by, at });
}

/** The proof of a leave, also of one that was withdrawn. @throws ZaikeError `no-such-proof`. */
export async function proofOf(ports: DayPorts, files: ProofFiles, id: number): Promise<Proof> {
  const leave = ports.leave.find(id);
  const proof = leave === null ? null : await files.newest(leave.class, slotOf(id));
  if (proof === null) throw refuse('no-such-proof', '这张假条没有上传证明');
  return proof;
}

const slotOf = (id: number): string => `leave/${id}`;

function existing(ports: DayPorts, id: number): LeaveEntry {
  const entry = ports.leave.find(id);
  if (entry === null) throw refuse('no-such-leave', '没有这张假条');
  if (entry.withdrawn !== null) throw refuse('already-withdrawn', '这张假条已经撤回了');
  return entry;
}

/** The leave of all classes that reaches into the days, newest first. */
export function leaveList(ports: DayPorts, from: LocalDate, to: LocalDate): readonly LeaveView[] {
  return ports.classes
    .list()
    .flatMap((of) => {
      const names = new Map(of.file.trainees.map(({ id, person }) => [id, person.name ?? id]));
      return ports.leave
        .list(of.file.class.code, from, to)
        .map((entry): LeaveView => ({ ...entry, name: names.get(entry.trainee) ?? entry.trainee }));
    })
    .sort((a, b) => b.id - a.id);
}
