import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import type { ClassFile } from '../../../core/domain/class-file.ts';

/** A scenario with the day of filing and of approval that another one tells; absent there, absent here. */
export function withDates(scenario: ScenarioJson, dated: Pick<ScenarioJson, 'filedOn' | 'class'>): ScenarioJson {
  const { filedOn: _filed, ...rest } = scenario;
  const { approvedOn: _approved, ...facts } = scenario.class;
  const {
    filedOn,
    class: { approvedOn },
  } = dated;
  return {
    ...rest,
    ...(filedOn === undefined ? {} : { filedOn }),
    class: { ...facts, ...(approvedOn === undefined ? {} : { approvedOn }) },
  };
}

/** The day of filing and of approval that a class's own data tell. */
export function dates({ filedOn, class: { approvedOn } }: ClassFile): {
  filedOn: ClassFile['filedOn'];
  approvedOn: ClassFile['class']['approvedOn'];
} {
  return { filedOn, approvedOn };
}
