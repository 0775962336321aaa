import { join } from 'node:path';
import { canonicalJson, type Json } from '../../core/domain/canonical.ts';
import type { ClassLesson, JournalEntry, JournalFact } from '../../core/domain/evidence.ts';
import type { LessonRecord } from '../../core/domain/record.ts';
import { lessonFolder } from './close-lesson.ts';
import { digestOf } from './digest.ts';
import { writeWholeSync } from './disk.ts';

/** A record that corrects another one, as the store keeps it. */
export interface CorrectedRecord extends ClassLesson {
  /** The store's ids: of this record, and of the one that it replaces. */
  readonly id: number;
  readonly replaces: number;
  readonly record: LessonRecord;
}

/** Keeps a correction beside its lesson's files and journals it. @throws TypeError for a record that corrects nothing. */
export async function keepCorrection(
  { directory, append }: { readonly directory: string; readonly append: (fact: JournalFact) => Promise<JournalEntry> },
  { class: code, date, no, id, replaces, record }: CorrectedRecord,
): Promise<JournalEntry> {
  const { trainee, correction } = record;
  if (correction === null) throw new TypeError('expected a record with a correction');
  const path = `${lessonFolder({ class: code, date, no })}/correction-${String(id)}.json`;
  const value = { id: String(id), replaces: String(replaces), ...record };
  const data = Buffer.from(canonicalJson(value as unknown as Json));
  writeWholeSync(join(directory, path), data);
  const { by, countersignedBy, why } = correction;
  const lesson = { class: code, date, no, trainee };
  const file = { path, bytes: data.length, sha256: digestOf(data) };
  return await append({ kind: 'correction', ...lesson, by, countersignedBy, why, ...file });
}
