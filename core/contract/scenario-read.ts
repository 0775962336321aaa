import { type Calendar, createCalendar, type OfficialYear } from '../domain/calendar.ts';
import type { ClassFile } from '../domain/class-file.ts';
import { type Fault, faultAt } from './fault.ts';
import { checkScenario } from './scenario-check.ts';
import { classFile } from './scenario-file.ts';
import { isObject, readParts } from './scenario-parts.ts';

/** A scenario that fits, with the calendar of its years; or all that is wrong with it. */
export type Reading =
  | { readonly kind: 'fits'; readonly file: ClassFile; readonly calendar: Calendar }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/**
 * Reads a parsed scenario file. All faults at once: of the schema first, in the file's order, then
 * those that members show against each other.
 *
 * @param packaged the official calendars known without the file; the file's own beat them
 */
export function readScenario(value: unknown, packaged: readonly OfficialYear[]): Reading {
  if (!isObject(value)) return { kind: 'faulty', faults: [faultAt([], 'an object', value)] };
  const parts = readParts(value);
  const file = classFile(parts);
  const calendar = createCalendar([...packaged, ...file.calendars]);
  const faults = [...parts.faults, ...checkScenario(parts, file, calendar)];
  return faults.length > 0 ? { kind: 'faulty', faults } : { kind: 'fits', file, calendar };
}
