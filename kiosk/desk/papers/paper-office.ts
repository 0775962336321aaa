import type { Actor } from '../../../core/contract/office/actor.ts';
import type { PaperLineView } from '../../../core/contract/office/classes.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { MEDIA_TYPE } from '../../../core/domain/file-kind.ts';
import { classCode } from '../../../core/domain/ids.ts';
import { CLASS_PAPERS, isComplete, type Paper, type PaperPlace, TRAINEE_PAPERS } from '../../../core/domain/papers.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import type { Attachments } from '../attachments/attachments.ts';
import type { Classes } from '../classes/classes.ts';
import { type Papers, paperSlot } from './papers.ts';

export interface PaperOfficePorts {
  readonly classes: Classes;
  readonly papers: Papers;
  readonly attachments: Attachments;
  readonly now: () => EpochMs;
}

interface Place {
  readonly paper: string;
  readonly trainee: string | null;
}

/** The checklist as the office works on it. */
export interface PaperOffice {
  checklist(code: string): { readonly complete: boolean; readonly lines: readonly PaperLineView[] };
  add(
    code: string,
    place: Place,
    name: string,
    bytes: AsyncIterable<Uint8Array>,
    actor: Actor,
  ): Promise<{ readonly id: number; readonly name: string }>;
  file(id: number): Promise<{
    readonly class: string;
    readonly slot: string;
    readonly name: string;
    readonly type: string;
    readonly path: string;
  }>;
  remove(id: number, actor: Actor): { readonly class: string; readonly name: string; readonly slot: string };
  waive(code: string, place: Place, why: string | null, actor: Actor): void;
}

export function paperOffice({ classes, papers, attachments, now }: PaperOfficePorts): PaperOffice {
  /** @throws ZaikeError `no-such-class`, `no-such-paper`, `no-such-trainee`. */
  const placeOf = (code: string, { paper, trainee }: Place): PaperPlace => {
    const roster = classes.trainees(classCode(code));
    const own: readonly string[] = trainee === null ? CLASS_PAPERS : TRAINEE_PAPERS;
    if (!own.includes(paper)) throw new ZaikeError('没有这种材料', { code: 'no-such-paper', retry: false });
    if (trainee === null) return { paper: paper as Paper, trainee };
    const found = roster.find(({ id }) => (id as string) === trainee);
    if (found === undefined) throw new ZaikeError('班里没有这名学员', { code: 'no-such-trainee', retry: false });
    return { paper: paper as Paper, trainee: found.id };
  };
  return {
    checklist: (code) => {
      const roster = classes.trainees(classCode(code));
      const names = new Map(roster.map(({ id, person }) => [id, person.name ?? id]));
      const lines = papers.checklist(classCode(code), roster);
      return {
        complete: isComplete(lines),
        lines: lines.map(({ paper, trainee, state, files, waiver }) => ({
          ...{ paper, state, waivedWhy: waiver?.why ?? null },
          trainee: trainee === null ? null : { id: trainee, name: names.get(trainee) ?? trainee },
          files: files.map(({ id, name, kind, bytes, by, at }) => ({ id, name, kind, bytes, by, at })),
        })),
      };
    },
    add: async (code, place, name, bytes, actor) => {
      const slot = paperSlot(placeOf(code, place));
      const added = await attachments.add(bytes, { class: classCode(code), slot, name, by: actor.user, at: now() });
      return { id: added.id, name: added.name };
    },
    file: async (id) => {
      const attachment = attachments.get(id);
      const { class: code, slot, name, kind } = attachment;
      return { class: code, slot, name, type: MEDIA_TYPE[kind], path: await attachments.path(attachment) };
    },
    remove: (id, actor) => {
      const { class: code, slot, name } = attachments.remove(id, actor.user, now());
      return { class: code, slot, name };
    },
    waive: (code, place, why, actor) => {
      const at = placeOf(code, place);
      if (why === null) papers.unwaive(classCode(code), at);
      else papers.waive(classCode(code), at, why, actor.user, now());
    },
  };
}
