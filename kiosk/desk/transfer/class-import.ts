import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import { type CarriedLeave, classContentSchema } from '../../../core/contract/transfer.ts';
import { canonicalJson, type Json } from '../../../core/domain/canonical.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { FilingEvent } from '../../../core/domain/filing.ts';
import { type ClassCode, classCode, traineeId } from '../../../core/domain/ids.ts';
import { covers } from '../../../core/domain/leave.ts';
import type { Saved } from '../classes/classes.ts';
import type { EnteredChange, KeptClass } from '../classes/ports.ts';
import type { TransferIntake } from '../enrolment/transfer-intake.ts';
import { identityOf } from './identity.ts';
import type { TransferPorts } from './ports.ts';

/** What stands in a class file, checked; the enrolments are read by their own part. */
export interface ClassContent {
  readonly key: string;
  readonly model: string | null;
  readonly scenario: ScenarioJson;
  readonly changes: readonly EnteredChange[];
  readonly filing: readonly FilingEvent[];
  readonly reasons: Readonly<Record<string, string>>;
  readonly leave: readonly CarriedLeave[];
  readonly enrolments: unknown;
}

/** Reads the content's JSON. @throws ZaikeError `transfer-unfit`, `transfer-newer`. */
export function readClassContent(bytes: Uint8Array): ClassContent {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    throw unfit('内容不是可读的资料');
  }
  const read = classContentSchema.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    if (issue?.path[0] === 'format')
      throw new ZaikeError('这份文件由更新版本的程序导出，请先把本机升级到同一版本', {
        code: 'transfer-newer',
        retry: false,
      });
    throw unfit(issue?.path.join('.') ?? '');
  }
  const { class: kept, leave, ...rest } = read.data;
  return {
    ...rest,
    scenario: kept.scenario as unknown as ScenarioJson,
    changes: kept.changes as unknown as readonly EnteredChange[],
    filing: kept.filing,
    reasons: kept.reasons,
    leave: leave as unknown as readonly CarriedLeave[],
  };
}

/** What of the leave in a file is new here. */
export interface LeaveChanges {
  readonly added: readonly CarriedLeave[];
  readonly withdrawn: readonly { readonly here: number; readonly leave: CarriedLeave }[];
  /** Lessons that were closed here already and that new leave covers: their records stay as they are. */
  readonly late: number;
}

/** Compares the leave of a file with what is here. */
export function leaveChanges(ports: TransferPorts, code: ClassCode, content: ClassContent): LeaveChanges {
  const own = identityOf(ports.sha256, ports.self.key);
  const people = new Set(content.scenario.trainees.map(({ id }) => id));
  const added: CarriedLeave[] = [];
  const withdrawn: { here: number; leave: CarriedLeave }[] = [];
  for (const leave of content.leave) {
    const { kiosk, id } = leave.origin;
    const here = kiosk === own ? id : ports.keeper.foreignLeave(kiosk, id);
    if (here === null) {
      if (people.has(leave.trainee)) added.push(leave);
      continue;
    }
    const entry = ports.leave.find(here);
    if (entry !== null && entry.withdrawn === null && leave.withdrawn !== null) withdrawn.push({ here, leave });
  }
  return { added, withdrawn, late: lateLessons(ports, code, added) };
}

function lateLessons({ classes, records }: TransferPorts, code: ClassCode, added: readonly CarriedLeave[]): number {
  if (!classes.has(code)) return 0;
  const closed = classes.timetable(code).lessons.filter(({ date, no }) => records.isOwn(code, date, no));
  return added
    .filter(({ withdrawn }) => withdrawn === null)
    .reduce((sum, leave) => sum + closed.filter((lesson) => covers(leave, lesson)).length, 0);
}

/** What is here of the class before; null: the class is new. */
export function keptHere({ classes }: TransferPorts, code: ClassCode): KeptClass | null {
  return classes.has(code) ? classes.kept(code) : null;
}

/** The class that a file holds. */
export function codeOf({ scenario }: ClassContent): ClassCode {
  return classCode(scenario.class.code ?? '');
}

/** Whether the class is here just so already, its people and its filing too. */
export function isSame(before: KeptClass, content: ClassContent): boolean {
  const text = ({ scenario, reasons }: Pick<KeptClass, 'scenario' | 'reasons'>): string =>
    canonicalJson({ scenario, reasons } as unknown as Json);
  return newFiling(before, content).length === 0 && text(before) === text(content);
}

/** Events of the filing that are not known here. */
export function newFiling(before: KeptClass | null, content: ClassContent): readonly FilingEvent[] {
  const known = new Set(before?.filing.map(textOf) ?? []);
  return content.filing.filter((event) => !known.has(textOf(event)));
}

const textOf = (event: FilingEvent): string => canonicalJson(event);

/** What writing needs besides the content. */
export interface ClassWriting {
  readonly content: ClassContent;
  readonly version: number;
  readonly intake: Pick<TransferIntake, 'write'>;
  readonly by: string;
}

/**
 * Writes class, leave and enrolments; call it inside `together`. @returns the class's version.
 * @throws ZaikeError `stale-class`, `transfer-refused` with every fault.
 */
export function writeClass(
  ports: TransferPorts,
  { content, version, intake, by }: ClassWriting,
  faultText: (saved: Saved & { kind: 'faulty' }) => string,
): number {
  const { scenario, changes, reasons } = content;
  const code = codeOf(content);
  const before = keptHere(ports, code);
  const leave = leaveChanges(ports, code, content);
  const brought = { filing: newFiling(before, content), changes };
  const same = before !== null && isSame(before, content);
  const saved: Saved = same
    ? { kind: 'saved', version: before.version }
    : ports.classes.takeOver(code, scenario, brought, { version, by, at: ports.now(), reasons });
  if (saved.kind === 'stale')
    throw new ZaikeError('班级在此期间被别人改过，请重新选择文件，再看一遍预览', { code: 'stale-class', retry: true });
  if (saved.kind === 'faulty') throw new ZaikeError(faultText(saved), { code: 'transfer-refused', retry: false });
  for (const { origin, withdrawn, ...entry } of leave.added) {
    const id = ports.leave.add({ ...entry, trainee: traineeId(entry.trainee), class: code });
    ports.keeper.addForeignLeave(id, origin.kiosk, origin.id);
    if (withdrawn !== null) ports.leave.withdraw(id, withdrawn);
  }
  for (const each of leave.withdrawn)
    if (each.leave.withdrawn !== null) ports.leave.withdraw(each.here, each.leave.withdrawn);
  intake.write(by);
  return saved.version;
}

function unfit(what: string): ZaikeError {
  return new ZaikeError(`文件内容不符合格式（${what}），请在那台电脑上重新导出`, {
    code: 'transfer-unfit',
    retry: false,
  });
}
