import type { ClassFactsForm } from '../../../core/contract/office/classes.ts';
import type { ClassJson, ScenarioJson } from '../../../core/contract/scenario-json.ts';

/** The form's facts of a kept class. */
export function factsOfScenario({ institution = null, class: facts }: ScenarioJson): ClassFactsForm {
  const { specialty = null, level = null, certificate = null, ownFinalYear, opens = null, ends = null } = facts;
  const { months = null, room = null, place = null, counsellorPhone = null, bell } = facts;
  return {
    ...{ institution, specialty, level, certificate, ownFinalYear: ownFinalYear ?? false },
    ...{ opens, ends, months, room, place, counsellorPhone, teachers: teachersOf(facts) },
    bell: (bell ?? []).map(([start, end]) => [start.slice(0, 5), end.slice(0, 5)] as const),
  };
}

/** Every teacher with what is told beside the name; of two lines of one name the first is the first one's. */
function teachersOf({ teachers = [], teacherFacts = [] }: ClassJson): ClassFactsForm['teachers'] {
  const known = Map.groupBy(teacherFacts, ({ name }) => name);
  return teachers.map((name) => {
    const told = known.get(name)?.shift();
    const { teaches = null, rank = null, qualification = null } = told ?? {};
    const { employer = null, phone = null, remarks = null } = told ?? {};
    return { name, teaches, rank, qualification, employer, phone, remarks };
  });
}

/** A scenario with the form's facts; lessons, trainees and all else stay. */
export function withFacts(scenario: ScenarioJson, facts: ClassFactsForm): ScenarioJson {
  const { institution, bell, teachers, ...filed } = facts;
  const { bell: before, lessons, ...rest } = scenario.class;
  const rung = rungTimes(bell, before);
  const own: ClassJson = {
    ...rest,
    ...blankIsNull(filed),
    teachers: teachers.map(({ name }) => name),
    teacherFacts: teachers.map(blankIsNull).filter(({ name: _, ...told }) => Object.values(told).some(Boolean)),
    ...(rung.length > 0 ? { bell: rung } : {}),
    ...(lessons !== undefined && lessons !== null ? { lessons } : rung.length > 0 ? {} : { lessons: [] }),
  };
  return { ...scenario, institution: institution === '' ? null : institution, class: own };
}

/** The bell as edited; where the form shows the same minutes, the seconds of a class file stay. */
function rungTimes(bell: ClassFactsForm['bell'], before: ClassJson['bell']): [string, string][] {
  return bell.map(([start, end], index) => {
    const known = before?.[index];
    return known?.[0].slice(0, 5) === start && known[1].slice(0, 5) === end ? [known[0], known[1]] : [start, end];
  });
}

function blankIsNull<T extends object>(facts: T): T {
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, value === '' ? null : value])) as T;
}
