import { readFileSync } from 'node:fs';
import { faultLine } from '../core/contract/fault.ts';
import { readScenario } from '../core/contract/scenario-read.ts';
import type { ClassFile } from '../core/domain/class-file.ts';
import { timetableOf } from '../core/domain/class-records.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import type { Lesson } from '../core/domain/lesson.ts';
import { packagedYears } from '../core/platform/calendar.ts';

/** The class that this kiosk serves, and its lessons after all changes. */
export interface LoadedClass {
  readonly file: ClassFile;
  readonly lessons: readonly Lesson[];
}

/**
 * Reads a class file: a replay file without what the kiosk itself observes.
 * @throws ZaikeError `class-file` with every fault at once: where, what was expected, what was got.
 */
export function loadClass(path: string): LoadedClass {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw classFileError(path, [error instanceof Error ? error.message : String(error)]);
  }
  const reading = readScenario(raw, packagedYears());
  if (reading.kind === 'faulty') throw classFileError(path, reading.faults.map(faultLine));
  return { file: reading.file, lessons: timetableOf(reading.file, reading.calendar).lessons };
}

function classFileError(path: string, faults: readonly string[]): ZaikeError {
  return new ZaikeError(`class file ${path}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`, {
    code: 'class-file',
    retry: false,
    facts: { file: path },
  });
}
