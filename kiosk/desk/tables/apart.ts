import { Worker } from 'node:worker_threads';
import type { TableReading } from './table.ts';

/** A list of people needs a tenth of it. */
const MOST_MEMORY_MB = 512;
const MOST_MS = 30_000;

/**
 * As `readTables`, in a thread of its own with limits of memory and time: while a workbook is parsed, the
 * kiosk records and answers on.
 */
export async function readTablesApart(name: string, bytes: Uint8Array): Promise<TableReading> {
  const { promise, resolve } = Promise.withResolvers<TableReading>();
  const worker = new Worker(new URL('./tables.worker.ts', import.meta.url), {
    workerData: { name, bytes },
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  const tooMuch = (): void =>
    resolve({
      kind: 'unreadable',
      what: '文件过大或过于复杂，没能读完',
      advice: '请只留名单一张工作表，删去多余的格式和图片后重新选择',
    });
  const late = setTimeout(tooMuch, MOST_MS);
  worker.once('message', (reading: TableReading) => resolve(reading));
  worker.once('error', tooMuch);
  worker.once('exit', tooMuch);
  try {
    return await promise;
  } finally {
    clearTimeout(late);
    await worker.terminate();
  }
}
