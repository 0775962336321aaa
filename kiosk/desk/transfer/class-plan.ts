import type { TransferPreview } from '../../../core/contract/office/transfer.ts';
import type { TransferHead } from '../../../core/contract/transfer.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { filingOf } from '../../../core/domain/filing.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { faultText } from '../classes/fault-words.ts';
import type { TransferIntake } from '../enrolment/transfer-intake.ts';
import { classDifferences, type Difference } from './class-differences.ts';
import { type ClassContent, codeOf, isSame, keptHere, leaveChanges, newFiling, writeClass } from './class-import.ts';
import { identityOf, isSameInstitution } from './identity.ts';
import type { TransferPorts } from './ports.ts';

/** A class file read and compared: what its preview says, and the version that it was compared with. */
export interface ClassPlan {
  readonly version: number;
  readonly preview: Omit<TransferPreview, 'id'>;
}

/** So many faults of a class are told at once. */
const TOLD_FAULTS = 5;

/** Compares a class file with what is here. Writing class and leave is tried and taken back, so that every refusal is known beforehand. */
export function planClass(
  ports: TransferPorts,
  head: TransferHead,
  content: ClassContent,
  intake: TransferIntake,
): ClassPlan {
  const code = codeOf(content);
  const before = keptHere(ports, code);
  const version = before?.version ?? 0;
  const refused = [...refusals(ports, head, content)];
  if (refused.length === 0)
    refused.push(...trial(ports, { content, version, intake: { write: () => undefined }, by: '' }));
  const differences = before === null ? [] : classDifferences(before.scenario, content.scenario);
  const leave = leaveChanges(ports, code, content);
  const lines = [
    ...(before === null ? [newClass(content)] : differences),
    ...filingLines(content, newFiling(before, content).length),
    ...leaveLines(leave.added.length, leave.withdrawn.length),
    ...faceLines(intake.changes),
  ];
  const edited = before !== null && !isSame(before, content) && before.version !== importedVersion(ports, content);
  return {
    version,
    preview: {
      ...{ what: 'class', class: code, month: null, lines, refused, fingerprint: null },
      warnings: [
        ...(leave.late > 0
          ? [`新的请假涉及本机已经关闭的 ${leave.late} 个课时，这些记录不会自动改，请在“请假”或“待处理”里更正`]
          : []),
        ...(intake.changes.otherModel > 0
          ? [`${intake.changes.otherModel} 张照片由另一种识别模型登记，导入后由本机重新识别（识别程序运行时自动完成）`]
          : []),
      ],
      overwrites: edited ? differences.map(({ what, detail }) => `${what}：${detail}`) : [],
      ready: refused.length === 0 && lines.length > 0,
    },
  };
}

/** The class's version that the last import from that kiosk made; null: there was none. */
function importedVersion({ keeper }: TransferPorts, content: ClassContent): number | null {
  const last = keeper.files(codeOf(content)).find(({ direction, what }) => direction === 'in' && what === 'class');
  return last?.kiosk === content.key ? last.version : null;
}

function* refusals(ports: TransferPorts, head: TransferHead, content: ClassContent): Generator<string> {
  const { institution, keeper, self, sha256 } = ports;
  if (!isSameInstitution(head.institution, institution))
    yield `这份文件属于“${head.institution}”，本机属于“${institution || '（没有配置机构名称）'}”：班级资料只能在同一机构的电脑之间传递`;
  if (content.key === identityOf(sha256, self.key)) yield '这份文件就是本机导出的，不需要导入';
  if (!content.key.startsWith(`${head.kiosk}+`) || head.class !== content.scenario.class.code)
    yield '文件开头与内容不符，请在那台电脑上重新导出';
  const newer = keeper
    .files(codeOf(content))
    .filter(({ direction, what, kiosk }) => direction === 'in' && what === 'class' && kiosk === content.key)
    .find(({ sequence, exportedAt }) => sequence > head.sequence && exportedAt > head.exportedAt);
  if (newer !== undefined) yield '这份文件比已经导入过的旧，导入会把较新的资料改回去：请用最近导出的一份';
}

class TakenBack extends Error {}

/** What writing would refuse; nothing is written. */
function trial(ports: TransferPorts, writing: Parameters<typeof writeClass>[1]): readonly string[] {
  try {
    ports.keeper.together(() => {
      writeClass(ports, writing, faultsText);
      throw new TakenBack();
    });
  } catch (error) {
    if (error instanceof TakenBack) return [];
    if (error instanceof ZaikeError) return [error.message];
    throw error;
  }
  return [];
}

/** Faults of a class that does not fit this kiosk. */
export const faultsText: Parameters<typeof writeClass>[2] = ({ faults }) =>
  `班级不能写入：${faults.slice(0, TOLD_FAULTS).map(faultText).join('；')}${faults.length > TOLD_FAULTS ? ' 等' : ''}`;

function newClass({ scenario }: ClassContent): Difference {
  const { specialty = null, opens = null, ends = null, room = null } = scenario.class;
  const parts = [specialty, `${opens ?? '未定'} 至 ${ends ?? '未定'}`, room === null ? null : `教室 ${room}`];
  const told = parts.filter((part) => part !== null && part !== '').join('，');
  return { what: '新班级', detail: `${told}，${scenario.trainees.length} 名学员` };
}

const STATES = { draft: '草稿', filed: '已备案', approved: '已批准' } as const;

function filingLines({ filing, scenario }: ClassContent, fresh: number): readonly Difference[] {
  if (fresh === 0) return [];
  const facts = {
    filedOn: (scenario.filedOn ?? null) as LocalDate | null,
    approvedOn: scenario.class.approvedOn ?? null,
  };
  return [{ what: '备案', detail: `${fresh} 条新记录，状态：${STATES[filingOf(filing, facts).kind]}` }];
}

function leaveLines(added: number, withdrawn: number): readonly Difference[] {
  if (added + withdrawn === 0) return [];
  const parts = [added > 0 ? `新增 ${added} 条` : null, withdrawn > 0 ? `撤销 ${withdrawn} 条` : null];
  return [{ what: '请假', detail: parts.filter((part) => part !== null).join('，') }];
}

function faceLines({
  consents,
  forgotten,
  photosAdded,
  photosRemoved,
}: TransferIntake['changes']): readonly Difference[] {
  const parts = [
    consents > 0 ? `同意书 ${consents} 条` : null,
    photosAdded > 0 ? `新增照片 ${photosAdded} 张` : null,
    photosRemoved > 0 ? `删除照片 ${photosRemoved} 张` : null,
    forgotten.length > 0 ? `${forgotten.length} 人撤回同意，本机的照片和人脸模板将删除` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? [] : [{ what: '人脸登记', detail: parts.join('，') }];
}
