/** Reads one file in a thread of its own (see apart.ts): workbooks are unpacked and parsed in one go, which takes its time. */
import { parentPort, workerData } from 'node:worker_threads';
import { readTables } from './read.ts';

const { name, bytes } = workerData as { readonly name: string; readonly bytes: Uint8Array };
parentPort?.postMessage(await readTables(name, bytes));
