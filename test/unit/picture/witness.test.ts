import { expect, test } from 'vitest';
import { classCode } from '../../../core/domain/ids.ts';
import type { PictureState } from '../../../core/domain/picture.ts';
import { epochMs, seconds } from '../../../core/domain/units.ts';
import { clockGuard } from '../../../kiosk/presence/clock-guard.ts';
import { lessonPlan } from '../../../kiosk/presence/lesson-plan.ts';
import { type Observations, observations } from '../../../kiosk/store/observations.ts';
import { openDatabase } from '../../../kiosk/store/open.ts';
import { createWitness, type Witness } from '../../../kiosk/witness.ts';
import { frameResult, trackOf } from '../../support/frame-result.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const well: PictureState = { observed: true, trouble: null };
const always = [epochMs(0), epochMs(10 ** 9)] as const;

function watching(): {
  witness: Witness;
  store: Observations;
  readonly show: (second: number, picture?: PictureState) => void;
} {
  const clock = new ManualClock(0);
  const store = observations(openDatabase(':memory:'));
  const witness = createWitness({
    ...{ clock, guard: clockGuard({ clock }), plan: lessonPlan([]), store, greet: () => undefined },
    classOf: () => classCode('DEMO-1'),
    people: () => new Map([['t1', { name: '王小明', idNumber: '' }]]) as never,
    ...{ sightingEvery: seconds(1), continuity: seconds(4) },
  });
  const show = (second: number, picture: PictureState = well): void => {
    const result = frameResult(second * 1000, [trackOf('t1', 1, second * 1000)]);
    witness.seen({ ...result, picture });
  };
  return { witness, store, show };
}

test('a dark or covered picture is not observed; what was seen before and after is', () => {
  const { witness, store, show } = watching();
  for (let second = 0; second <= 30; second += 1)
    show(second, second >= 10 && second < 20 ? { observed: false, trouble: null } : well);
  witness.settle();
  expect(store.coverage(...always).map(({ from, to }) => [from, to])).toEqual([
    [0, 9000],
    [20_000, 30_000],
  ]);
});

test('a moved picture is observed as before', () => {
  const { witness, store, show } = watching();
  for (let second = 0; second <= 30; second += 1)
    show(second, { observed: true, trouble: { kind: 'moved', since: epochMs(0) } });
  witness.settle();
  expect(store.coverage(...always).map(({ from, to }) => [from, to])).toEqual([[0, 30_000]]);
});

test('whoever is in a frozen picture was not seen', () => {
  const { witness, store, show } = watching();
  for (let second = 0; second <= 30; second += 1)
    show(second, { observed: false, trouble: { kind: 'frozen', since: epochMs(0) } });
  witness.settle();
  expect(store.sightings(...always)).toEqual([]);
  for (let second = 31; second <= 40; second += 1) show(second);
  witness.settle();
  expect(store.sightings(...always).length).toBeGreaterThan(0);
});
