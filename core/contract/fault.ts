import type { z } from 'zod';
import { maskIdNumber } from '../domain/person.ts';

/** One thing in a file that is not as it must be. */
export interface Fault {
  /** Where, as `trainees[3].joinedOn`; `file` for the whole. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** Keys and indices from the file's top. */
export type Path = readonly PropertyKey[];

/** A path as text: `class.lessons[1].end`; keys that are no plain words are quoted, so that a fault stays one line. */
export function pathText(path: Path): string {
  const text = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[\w$-]+$/.test(String(step)) ? `.${String(step)}` : `[${JSON.stringify(String(step))}]`;
  });
  return text.join('').replace(/^\./, '') || 'file';
}

const LONGEST = 60;

/** A value in a few words: long texts cut, ID numbers masked, lists and objects only named. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'string') {
    const masked = value.replace(/(?<!\d)\d{17}[\dXx](?!\d)/g, maskIdNumber);
    return JSON.stringify(masked.length > LONGEST ? `${masked.slice(0, LONGEST)}…` : masked);
  }
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? String(value) : typeof value;
}

/** A fault at a path of a value. */
export function faultAt(path: Path, expected: string, got: unknown): Fault {
  return { path: pathText(path), expected, got: describe(got) };
}

/** A key that the format does not have. */
export function unknownKey(path: Path, got: unknown): Fault {
  return faultAt(path, NO_SUCH_KEY, got);
}

/** A fault whose `got` is told in words. */
export function faultTold(path: Path, expected: string, got: string): Fault {
  return { path: pathText(path), expected, got };
}

const NO_SUCH_KEY = 'no such key';

/**
 * Whether something was told of a place already, or of what it lies in, or of what lies in it: what
 * follows from that is no fault of its own. Unknown keys are left out, nothing follows from them.
 */
export function isTold(faults: readonly Fault[], ...paths: readonly Path[]): boolean {
  const texts = paths.map(pathText);
  return faults.some(
    ({ path, expected }) =>
      expected !== NO_SUCH_KEY && texts.some((text) => path === text || lies(path, text) || lies(text, path)),
  );
}

const lies = (inner: string, outer: string): boolean => inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);

/** A fault as one line: `trainees[3].joinedOn: expected a date that exists (YYYY-MM-DD), got "2026-02-30"`. */
export function faultLine({ path, expected, got }: Fault): string {
  return `${path}: expected ${expected}, got ${got}`;
}

/** Zod's issues as faults, every unknown key one of its own. `base`: where `value` lies in the file. */
export function faultsOf(issues: readonly z.core.$ZodIssue[], value: unknown, base: Path): readonly Fault[] {
  return issues.flatMap((issue): readonly Fault[] => {
    const path = [...base, ...issue.path];
    const got = issue.path.reduce<unknown>(memberOf, value);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey([...path, key], memberOf(got, key)));
    return [faultAt(path, expectedBy(issue), got)];
  });
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
};

function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return NAMES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map(String).join(' | ');
    case 'too_small':
      return issue.origin === 'string' ? 'a text that is not empty' : `at least ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}
