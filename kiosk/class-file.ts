import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { faultLine } from '../core/contract/fault.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import type { EpochMs } from '../core/domain/units.ts';
import type { Log } from '../core/platform/log.ts';
import type { Classes } from './desk/classes/classes.ts';
import { importClassFile } from './desk/classes/import-file.ts';

/**
 * Brings the configured class file into the store, when its class is not there or was not edited since: a
 * replay file without what the kiosk itself observes. One that does not fit the other classes is left out with a message:
 * the rest runs.
 * @throws ZaikeError `class-file` with every fault at once: where, what was expected, what was got.
 */
export function takeClassFile(path: string, classes: Classes, at: EpochMs, log: Log): void {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw classFileError(path, [error instanceof Error ? error.message : String(error)]);
  }
  const taken = importClassFile(classes, value, sha256, at);
  switch (taken.kind) {
    case 'faulty':
      throw classFileError(path, taken.faults.map(faultLine));
    case 'imported':
      log.info('the class file was taken', { class: taken.code, version: taken.version });
      return;
    case 'edited-since':
      log.warn('the class file is not taken: its class was edited in the office', { class: taken.code, file: path });
      return;
    case 'unfit':
      log.error('the class file is left out: it does not fit what this kiosk keeps; the other classes run', {
        ...{ class: taken.code, file: path, faults: taken.faults.map(faultLine) },
      });
      return;
    case 'unchanged':
      return;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function classFileError(path: string, faults: readonly string[]): ZaikeError {
  return new ZaikeError(`class file ${path}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`, {
    code: 'class-file',
    retry: false,
    facts: { file: path },
  });
}
