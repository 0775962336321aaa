import type { ClassFile, Person } from './class-file.ts';
import type { TraineeId } from './ids.ts';

/** The class's own papers 「开班申请…教学计划和大纲…签订合同协议」, and 「申请结课验收」. */
export const CLASS_PAPERS = ['application', 'teachingPlan', 'agreement', 'contracts', 'completion'] as const;
/** Each trainee's papers 「学员报名时需提供以下材料」 and 「学员未创业说明」. */
export const TRAINEE_PAPERS = ['idCard', 'studentStatus', 'noBusiness', 'registration', 'household'] as const;
export type ClassPaper = (typeof CLASS_PAPERS)[number];
export type TraineePaper = (typeof TRAINEE_PAPERS)[number];
export type Paper = ClassPaper | TraineePaper;

/** A place of the checklist: a paper of the class (`trainee` null) or of a trainee. */
export interface PaperPlace {
  readonly paper: Paper;
  readonly trainee: TraineeId | null;
}

/** A place as text: `application`, `idCard/t-0123456789`. */
export function placeKey({ paper, trainee }: PaperPlace): string {
  return trainee === null ? paper : `${paper}/${trainee}`;
}

/** How a place of the checklist stands. */
export type PaperState =
  | 'there'
  | 'missing'
  /** The rules do not ask for it of this trainee. */
  | 'not-due'
  /** Whether it is due cannot be told from what is known: asked for until somebody says it is not. */
  | 'unclear'
  /** Somebody said, with a reason, that it is not needed. */
  | 'waived';

export interface PaperLine extends PaperPlace {
  readonly state: PaperState;
}

const LIAONING = [
  ...['辽宁', '沈阳', '大连', '鞍山', '抚顺', '本溪', '丹东', '锦州', '营口'],
  ...['阜新', '辽阳', '盘锦', '铁岭', '朝阳', '葫芦岛'],
];

const isOfLiaoning = (text: string): boolean => LIAONING.some((place) => text.trim().startsWith(place));

/**
 * Whether a trainee owes 户籍证明 「辽宁籍高校毕业生在外埠高校就读的需提供户籍证明」. A school's name tells that it
 * lies in Liaoning only when it begins with a place there; any other may, so it is asked (`unclear`).
 */
export function householdDue({ household, school }: Pick<Person, 'household' | 'school'>): 'not-due' | 'unclear' {
  if (household !== null && household.trim() !== '' && !isOfLiaoning(household)) return 'not-due';
  return school !== null && isOfLiaoning(school) ? 'not-due' : 'unclear';
}

/** The checklist of a class: its own papers first, then each trainee's in roster order. `there` and `waived` hold place keys. */
export function checklistOf(
  trainees: ClassFile['trainees'],
  there: ReadonlySet<string>,
  waived: ReadonlySet<string>,
): readonly PaperLine[] {
  const line = (place: PaperPlace, otherwise: PaperState): PaperLine => {
    const key = placeKey(place);
    return { ...place, state: there.has(key) ? 'there' : waived.has(key) ? 'waived' : otherwise };
  };
  return [
    ...CLASS_PAPERS.map((paper) => line({ paper, trainee: null }, 'missing')),
    ...trainees.flatMap(({ id, person }) =>
      TRAINEE_PAPERS.map((paper) =>
        line({ paper, trainee: id }, paper === 'household' ? householdDue(person) : 'missing'),
      ),
    ),
  ];
}

/** 材料是否齐全: nothing is missing or unclear. */
export function isComplete(lines: readonly PaperLine[]): boolean {
  return !lines.some(({ state }) => state === 'missing' || state === 'unclear');
}
