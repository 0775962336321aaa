import type { ClassFile } from '../../../core/domain/class-file.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { checklistOf, isComplete, type PaperLine, type PaperPlace, placeKey } from '../../../core/domain/papers.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import type { Attachment } from '../attachments/attachments.ts';

/** Why a paper is not needed. */
export interface Waiver {
  readonly place: string;
  readonly why: string;
  readonly by: string;
  readonly at: EpochMs;
}

/** Where papers and waivers are noted: kiosk/store/attachments satisfies it. */
export interface PaperTable {
  list(code: ClassCode, slot: string): readonly Attachment[];
  waivers(code: ClassCode): readonly Waiver[];
  waive(code: ClassCode, waiver: Waiver): void;
  unwaive(code: ClassCode, place: string): boolean;
  revision(code: ClassCode): string;
}

/** A place of the checklist with what lies there. */
export interface PaperView extends PaperLine {
  readonly files: readonly Attachment[];
  readonly waiver: Waiver | null;
}

/** The checklist of a class's papers. */
export interface Papers {
  checklist(code: ClassCode, trainees: ClassFile['trainees']): readonly PaperView[];
  /** 材料是否齐全; null: no paper was ever attached, the checklist is not used. */
  complete(code: ClassCode, trainees: ClassFile['trainees']): boolean | null;
  /** Changes whenever {@link Papers.complete} may. */
  revision(code: ClassCode): string;
  /** Says that a paper is not needed, and why. @throws ZaikeError `no-reason`. */
  waive(code: ClassCode, place: PaperPlace, why: string, by: string, at: EpochMs): void;
  /** Takes that back. @throws ZaikeError `no-such-waiver`. */
  unwaive(code: ClassCode, place: PaperPlace): void;
}

/** All papers lie in this slot or below. */
export const PAPER_SLOT = 'paper';

/** The slot of a place: `paper/idCard/t-0123456789`. */
export function paperSlot(place: PaperPlace): string {
  return `${PAPER_SLOT}/${placeKey(place)}`;
}

/** The checklists over their table. */
export function papers(table: PaperTable): Papers {
  const checklist = (code: ClassCode, trainees: ClassFile['trainees']): PaperView[] => {
    const files = Map.groupBy(table.list(code, PAPER_SLOT), ({ slot }) => slot.slice(PAPER_SLOT.length + 1));
    const waivers = new Map(table.waivers(code).map((waiver) => [waiver.place, waiver]));
    return checklistOf(trainees, new Set(files.keys()), new Set(waivers.keys())).map((line) => {
      const key = placeKey(line);
      return { ...line, files: files.get(key) ?? [], waiver: waivers.get(key) ?? null };
    });
  };
  return {
    checklist,
    complete: (code, trainees) => {
      const lines = checklist(code, trainees);
      return lines.some(({ files }) => files.length > 0) ? isComplete(lines) : null;
    },
    revision: (code) => table.revision(code),
    waive: (code, place, why, by, at) => {
      if (why.trim() === '') throw new ZaikeError('请写明为什么不需要这份材料', { code: 'no-reason', retry: false });
      table.waive(code, { place: placeKey(place), why: why.trim(), by, at });
    },
    unwaive: (code, place) => {
      if (!table.unwaive(code, placeKey(place)))
        throw new ZaikeError('这份材料没有标为“不需要”', { code: 'no-such-waiver', retry: false });
    },
  };
}
