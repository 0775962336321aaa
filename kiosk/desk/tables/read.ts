import { readCsv } from './csv.ts';
import { isEncryptedWorkbook, kindOf } from './sniff.ts';
import type { TableReading } from './table.ts';
import { readWorkbook } from './workbook.ts';
import { type ZipFault, ZipRefusal } from './zip.ts';

/** A list of a class has no use for more. */
const MOST_BYTES = 20_000_000;

/**
 * The tables of an .xlsx or .csv file. The content decides and the name must agree with it: a file under
 * a wrong name is told, not guessed at.
 */
export async function readTables(name: string, bytes: Uint8Array): Promise<TableReading> {
  const kind = kindOf(bytes);
  const csvName = /\.(csv|txt)$/i.test(name);
  if (kind === 'empty') return unreadable('文件是空的', '请确认选对了文件，保存后重新选择');
  if (bytes.length > MOST_BYTES)
    return unreadable(`文件超过 ${MOST_BYTES / 1e6} MB`, '请删去图片和多余的工作表，只留名单');
  if (kind === 'zip' && csvName)
    return unreadable('文件名是 .csv，内容却是 Excel 工作簿', '请把扩展名改回 .xlsx，或在 Excel 中另存为 CSV');
  if (kind === 'zip') return await workbook(bytes);
  if (kind === 'ole')
    return isEncryptedWorkbook(bytes)
      ? unreadable('工作簿设有打开密码，无法读取', '请在 Excel 中“文件→信息→保护工作簿”取消密码，保存后重新选择')
      : unreadable('这是旧版 Excel（.xls）文件', '请在 Excel 或 WPS 中另存为“Excel 工作簿（.xlsx）”后重新选择');
  if (kind === 'html')
    return unreadable('文件内容是网页，不是 Excel 工作簿', '请用 Excel 打开，另存为“Excel 工作簿（.xlsx）”后重新选择');
  if (kind === 'other')
    return unreadable(
      '不是 .xlsx 或 .csv 文件，也可能已经损坏',
      '请在 Excel 中另存为“Excel 工作簿（.xlsx）”后重新选择',
    );
  if (!csvName)
    return unreadable(
      '文件名是 Excel 工作簿，内容却是文本（CSV）',
      '请把扩展名改为 .csv，或用 Excel 打开后另存为“Excel 工作簿（.xlsx）”',
    );
  try {
    return { kind: 'tables', tables: [readCsv(bytes)] };
  } catch (error) {
    const line = /line (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    return unreadable(
      `CSV 文件${line === undefined ? '' : `第 ${line} 行`}的引号不成对`,
      '请用 Excel 打开检查，或另存为 .xlsx 后重新选择',
    );
  }
}

async function workbook(bytes: Uint8Array): Promise<TableReading> {
  try {
    const tables = await readWorkbook(bytes);
    if (tables !== undefined) return { kind: 'tables', tables };
    return unreadable('这是压缩包，里面没有 Excel 工作簿', '名单请选 .xlsx 或 .csv；照片的 .zip 请放在照片一栏');
  } catch (error) {
    if (!(error instanceof ZipRefusal)) throw error;
    return unreadable(WORKBOOK_FAULTS[error.fault], '请在 Excel 中打开检查，另存为新的 .xlsx 后重新选择');
  }
}

const WORKBOOK_FAULTS: Readonly<Record<ZipFault, string>> = {
  damaged: '工作簿已损坏，无法读取',
  'too-many': '工作簿里的部件过多，不像一份名单',
  'too-large': '工作簿解开后过大，不像一份名单',
  bomb: '工作簿的压缩异常（疑似压缩炸弹），已拒绝',
  outside: '工作簿内部路径异常，已拒绝',
  encrypted: '工作簿已加密，无法读取',
};

const unreadable = (what: string, advice: string): TableReading => ({ kind: 'unreadable', what, advice });
