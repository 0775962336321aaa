import { describe, expect, test } from 'vitest';
import {
  nothingWatched,
  type PictureState,
  type PictureTrouble,
  type PictureWatch,
  pictureState,
  watchPicture,
} from '../../../core/domain/picture.ts';
import { epochMs } from '../../../core/domain/units.ts';

/** Frames a second apart from second `from` on, each with what was seen in it. */
function play(frames: readonly (readonly PictureTrouble[])[], watch: PictureWatch = nothingWatched, from = 0) {
  const states: PictureState[] = [];
  let now = watch;
  for (const [i, seen] of frames.entries()) {
    now = watchPicture(now, epochMs((from + i) * 1000), seen);
    states.push(pictureState(now));
  }
  return { watch: now, states, last: states.at(-1) };
}
const times = (n: number, ...seen: PictureTrouble[]): PictureTrouble[][] => Array.from({ length: n }, () => seen);

describe('a trouble of the picture', () => {
  test('stops observation with its first frame and is told when it has lasted, with its beginning', () => {
    const { states } = play([[], [], ...times(12, 'blocked')]);
    expect(states[1]).toEqual({ observed: true, trouble: null });
    expect(states[2]).toEqual({ observed: false, trouble: null });
    expect(states[11]).toEqual({ observed: false, trouble: null });
    expect(states[12]).toEqual({ observed: false, trouble: { kind: 'blocked', since: 2000 } });
  });

  test.each(['dark', 'blocked', 'frozen', 'moved', 'blurred'] as const)('%s is told within a minute', (kind) => {
    expect(play(times(60, kind)).last?.trouble).toEqual({ kind, since: 0 });
  });

  test('is over five seconds after it was last seen', () => {
    const { states } = play([...times(20, 'dark'), ...times(7)]);
    expect(states[24]?.trouble?.kind).toBe('dark');
    expect(states[25]).toEqual({ observed: true, trouble: null });
  });

  test('of single frames now and then is never told', () => {
    const flicker = Array.from({ length: 120 }, (_, i): PictureTrouble[] => (i % 8 === 0 ? ['moved'] : []));
    expect(play(flicker).states.every(({ trouble }) => trouble === null)).toBe(true);
  });

  test('with short breaks is one', () => {
    const loop = Array.from({ length: 20 }, (_, i): PictureTrouble[] => (i % 3 === 0 ? ['frozen'] : []));
    const { states } = play(loop);
    expect(states.every(({ observed }) => !observed)).toBe(true);
    expect(states.at(-1)?.trouble).toEqual({ kind: 'frozen', since: 0 });
  });

  test('is told as well where a frame comes every eight seconds only, as on a busy machine', () => {
    const watch = (seen: readonly (readonly PictureTrouble[])[]) =>
      seen.reduce((now, each, i) => watchPicture(now, epochMs(i * 8000), each), nothingWatched);
    expect(pictureState(watch(times(5, 'moved'))).trouble).toEqual({ kind: 'moved', since: 0 });
    expect(pictureState(watch([...times(5, 'moved'), []])).trouble).toBeNull();
    expect(pictureState(watch([['moved'], [], ...times(4, 'moved')])).trouble).toBeNull();
  });

  test('that was interrupted, however slowly frames come then, begins anew', () => {
    const { watch } = play([...times(20, 'dark'), []]);
    expect(play(times(1, 'dark'), watch, 40).last?.trouble).toBeNull();
  });

  test('that leaves people to be seen is told and stays observed', () => {
    expect(play(times(40, 'moved', 'blurred')).last).toEqual({ observed: true, trouble: { kind: 'moved', since: 0 } });
  });

  test('is the gravest of several', () => {
    const { watch } = play(times(40, 'moved'));
    expect(play(times(12, 'blocked', 'moved'), watch, 40).last?.trouble?.kind).toBe('blocked');
  });

  test('begins anew after a long break without frames, and when the clock went back', () => {
    const { watch } = play(times(20, 'dark'));
    expect(play(times(1, 'dark'), watch, 300).last).toEqual({ observed: false, trouble: null });
    expect(play(times(1), watch, 5).last).toEqual({ observed: true, trouble: null });
  });
});
