import { type Fault, faultAt, faultTold } from '../../../core/contract/fault.ts';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import type { ClassFile } from '../../../core/domain/class-file.ts';
import { type ClassCode, traineeId } from '../../../core/domain/ids.ts';
import type { ClassKeeper, KeptClass } from './ports.ts';

/** A scenario without what a kiosk itself observes, which the store keeps elsewhere. */
export function withoutRecords(scenario: ScenarioJson): ScenarioJson {
  const { coverage: _coverage, sightings: _sightings, unidentified: _unidentified, ...rest } = scenario;
  return rest;
}

/** What of a class, right in itself, does not fit the other classes of the kiosk, or what is kept of its people. */
export function storeFaults(
  code: ClassCode,
  file: Pick<ClassFile, 'class' | 'trainees'>,
  before: KeptClass | null,
  keeper: Pick<ClassKeeper, 'classOf' | 'withHistory'>,
): readonly Fault[] {
  const faults: Fault[] = [];
  if (file.class.code !== code) faults.push(faultAt(['class', 'code'], code, file.class.code));
  for (const [index, { id }] of file.trainees.entries()) {
    const owner = keeper.classOf(id);
    if (owner !== null && owner !== code)
      faults.push(faultTold(['trainees', index, 'id'], 'an id that no other class has', `one of ${owner}`));
  }
  const stays = new Set(file.trainees.map(({ id }) => id));
  const gone = (before?.scenario.trainees ?? []).map(({ id }) => traineeId(id)).filter((id) => !stays.has(id));
  for (const id of keeper.withHistory(code, gone))
    faults.push(
      faultTold(['trainees'], 'a trainee with records to stay, with the day of withdrawal', `none with id ${id}`),
    );
  return faults;
}
