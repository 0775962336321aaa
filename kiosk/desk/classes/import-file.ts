import type { Fault } from '../../../core/contract/fault.ts';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import { canonicalJson, type Json } from '../../../core/domain/canonical.ts';
import { type ClassCode, classCode } from '../../../core/domain/ids.ts';
import type { Sha256 } from '../../../core/domain/month.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import type { Classes } from './classes.ts';

/** What came of a configured class file. */
export type FileImport =
  | { readonly kind: 'imported'; readonly code: ClassCode; readonly version: number }
  /** It is the one that was imported before. */
  | { readonly kind: 'unchanged'; readonly code: ClassCode }
  /** The file says something new, but the class was edited in the office since: the office's word stands. */
  | { readonly kind: 'edited-since'; readonly code: ClassCode }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] }
  /** Right in itself, but it does not fit what the kiosk keeps: a trainee of another class, one with records left out. */
  | { readonly kind: 'unfit'; readonly code: ClassCode; readonly faults: readonly Fault[] };

/**
 * Brings a configured class file into the store: when its class is not there, or when the file changed and
 * nobody edited the class since it was imported.
 *
 * @param value the parsed file, unchecked
 */
export function importClassFile(classes: Classes, value: unknown, sha256: Sha256, at: EpochMs): FileImport {
  const code = codeOf(value);
  if (code === null) return { kind: 'faulty', faults: classes.faultsOf(value) };
  const hash = sha256(canonicalJson(value as Json));
  const before = classes.has(code) ? classes.kept(code) : null;
  if (before !== null) {
    if (before.imported?.hash === hash) return { kind: 'unchanged', code };
    if (before.imported === null || before.imported.version !== before.version) return { kind: 'edited-since', code };
  }
  const saving = { version: before?.version ?? 0, by: 'class-file', at };
  const saved = classes.importFile(code, value as ScenarioJson, hash, saving);
  if (saved.kind === 'faulty')
    return classes.faultsOf(value).length > 0 ? saved : { kind: 'unfit', code, faults: saved.faults };
  return { kind: 'imported', code, version: saved.version };
}

function codeOf(value: unknown): ClassCode | null {
  const facts = typeof value === 'object' && value !== null && 'class' in value ? value.class : null;
  const code = typeof facts === 'object' && facts !== null && 'code' in facts ? facts.code : null;
  return typeof code === 'string' && code !== '' ? classCode(code) : null;
}
