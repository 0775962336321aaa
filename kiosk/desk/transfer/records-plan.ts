import type { TransferPreview } from '../../../core/contract/office/transfer.ts';
import type { CarriedLesson } from '../../../core/contract/transfer.ts';
import { classCode } from '../../../core/domain/ids.ts';
import { lessonKey } from '../../../core/domain/lesson.ts';
import { belongsOn } from '../../../core/domain/person.ts';
import type { TransferIntake } from '../enrolment/transfer-intake.ts';
import { fingerprintOf, identityOf, isSameInstitution } from './identity.ts';
import type { TransferPorts } from './ports.ts';
import { isOlder, type ReadRecords, type RecordChanges, recordChanges } from './records-import.ts';

/** So many lessons are named of those that are left out for one reason. */
const NAMED = 6;

/** A records file compared: its preview, and what writing takes in. Null: it is refused whole. */
export interface RecordsPlan {
  readonly changes: RecordChanges | null;
  readonly preview: Omit<TransferPreview, 'id'>;
}

/** Compares a records file with what is here. */
export function planRecords(ports: TransferPorts, read: ReadRecords, intake: TransferIntake): RecordsPlan {
  const { content, signed } = read;
  const { class: code, month } = content;
  const known = ports.keeper.knownKiosk(signed.kiosk) !== null;
  const fingerprint = known ? null : fingerprintOf(ports.sha256, signed.key);
  const bare = { what: 'records', class: code, month, overwrites: [], fingerprint } as const;
  const refused = [...refusals(ports, read)];
  if (refused.length > 0)
    return { changes: null, preview: { ...bare, refused, lines: [], warnings: [], ready: false } };
  const changes = recordChanges(ports, read);
  if (changes.differing > 0)
    refused.push(
      `有 ${changes.differing} 条记录与以前从那台电脑导入的内容不同：记录不会改变，请联系技术人员核对那台电脑`,
    );
  if (changes.fresh.length > 0 && ports.isMonthClosed(classCode(code), month))
    refused.push(`${month} 已经关账，新记录不能再进来：请管理员先在“月考勤”里重新打开这个月，再导入`);
  const lines = [...recordLines(changes), ...withdrawalLines(intake)];
  return {
    changes,
    preview: {
      ...{ ...bare, lines, refused },
      warnings: [...(lines.length === 0 ? [nothingNew(ports, read)] : []), ...warningsOf(ports, read, changes)],
      ready: refused.length === 0 && lines.length > 0,
    },
  };
}

function* refusals({ institution, classes, self, sha256 }: TransferPorts, read: ReadRecords): Generator<string> {
  const { content, signed } = read;
  if (!isSameInstitution(content.institution, institution))
    yield `这份文件属于“${content.institution}”，本机属于“${institution || '（没有配置机构名称）'}”：课时记录只能在同一机构的电脑之间传递`;
  if (signed.kiosk === identityOf(sha256, self.key)) yield '这份文件就是本机导出的，不需要导入';
  if (!classes.has(classCode(content.class))) yield `本机没有班级 ${content.class}：请先从那台电脑导入班级资料`;
}

function recordLines({ fresh }: RecordChanges): TransferPreview['lines'] {
  const closed = fresh.filter(({ replaces }) => replaces === null);
  const corrected = fresh.length - closed.length;
  const lessons = new Set(closed.map(({ record }) => lessonKey(record))).size;
  return [
    ...(lessons > 0 ? [{ what: '新课时', detail: `${lessons} 课时，${closed.length} 条记录` }] : []),
    ...(corrected > 0 ? [{ what: '更正', detail: `${corrected} 条更正，原记录保留` }] : []),
  ];
}

function withdrawalLines({ changes: { forgotten, consents } }: TransferIntake): TransferPreview['lines'] {
  if (consents === 0) return [];
  return [{ what: '撤回同意', detail: `${forgotten.length} 人撤回同意，本机的照片和人脸模板将删除` }];
}

function nothingNew(ports: TransferPorts, read: ReadRecords): string {
  return isOlder(ports, read)
    ? '这份文件比上次导入的旧，里面的记录本机都已经有了'
    : '这份文件里的记录本机都已经有了，不需要再导入';
}

function* warningsOf(ports: TransferPorts, { content }: ReadRecords, changes: RecordChanges): Generator<string> {
  const { code, lessons, refused } = changes;
  for (const [why, those] of Map.groupBy(refused, (each) => each.why))
    yield `${those.length} 课时不导入（${namesOf(those.map(({ lesson }) => lesson))}）：${why}`;
  const unsealed = lessons.filter(({ evidence }) => evidence === null).length;
  if (unsealed > 0) yield `${unsealed} 课时的录像在那台电脑上还没有封存，过几分钟重新导出一份即可`;
  const roster = ports.classes.trainees(code);
  const people = new Set<string>(roster.map(({ id }) => id));
  const taken = new Set(lessons.map(lessonKey));
  const ofLesson = Map.groupBy(
    content.records.filter(({ record }) => taken.has(lessonKey(record))),
    ({ record }) => lessonKey(record),
  );
  const strangers = new Set(
    [...ofLesson.values()]
      .flat()
      .map(({ record }) => record.trainee as string)
      .filter((id) => !people.has(id)),
  );
  if (strangers.size > 0) yield `${strangers.size} 名学员不在本机的名册里，他们的记录不会计入`;
  const without = roster.filter((trainee) =>
    lessons.some(
      (lesson) =>
        belongsOn(trainee, lesson.date) &&
        !(ofLesson.get(lessonKey(lesson)) ?? []).some(({ record }) => record.trainee === trainee.id),
    ),
  );
  if (without.length > 0)
    yield `${without
      .map(({ person, id }) => person.name ?? id)
      .slice(0, NAMED)
      .join(
        '、',
      )}${without.length > NAMED ? ` 等 ${without.length} 人` : ''}在其中一些课时没有记录：那台电脑上课时名册里还没有他们，这些课时不计应到`;
}

function namesOf(lessons: readonly CarriedLesson[]): string {
  const named = lessons.slice(0, NAMED).map(({ date, no }) => `${date} 第 ${no} 课时`);
  return `${named.join('、')}${lessons.length > NAMED ? ' 等' : ''}`;
}
