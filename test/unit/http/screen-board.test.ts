import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../core/domain/units.ts';
import type { ScreenEvent } from '../../../kiosk/http/ports.ts';
import { ScreenBoard } from '../../../kiosk/http/screen-board.ts';
import { frameResult, trackOf } from '../../support/frame-result.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { greetingFor, sampleClass } from '../../support/screen/sample-class.ts';

const AT = 1_760_000_000_000;

/** Starts a board and a reader; `read` gives what has come since it was called last. */
function start(names: Record<string, string> = {}) {
  const clock = new ManualClock(AT);
  const facts = sampleClass(3, clock.now());
  const board = new ScreenBoard(facts, { clock, nameOf: (trainee) => names[trainee] });
  const end = new AbortController();
  const events: ScreenEvent[] = [];
  const reading = (async () => {
    for await (const event of board.events(end.signal)) events.push(event);
  })();
  const read = async (): Promise<readonly ScreenEvent[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return events.splice(0);
  };
  const stop = async (): Promise<void> => {
    end.abort();
    await reading;
  };
  return { clock, facts, board, read, stop };
}

const kinds = (events: readonly ScreenEvent[]): readonly string[] => events.map(({ kind }) => kind);

describe('the screen board', () => {
  it('tells a change once, with the kiosk’s clock, and a change of nothing not at all', async () => {
    const { board, facts, clock, read, stop } = start();
    await read();
    clock.advance(5000);
    board.update({ clock: 'stepped' });
    board.update({ vision: { kind: 'down', since: clock.now() } });
    const events = await read();
    expect(events).toMatchObject([
      { kind: 'state', state: { clock: 'stepped', now: AT + 5000, vision: { kind: 'down' } } },
    ]);
    board.update({ roster: structuredClone(facts.roster) });
    expect(await read()).toEqual([]);
    await stop();
  });

  it('never leaves out a greeting, and tells it before the state that comes with it', async () => {
    const { board, facts, clock, read, stop } = start();
    await read();
    board.update({ clock: 'unverified' });
    for (const at of [0, 1, 2]) board.greet(greetingFor(facts.roster, at, clock.now()));
    expect(kinds(await read())).toEqual(['greeting', 'greeting', 'greeting', 'state']);
    await stop();
  });

  it('keeps only the newest faces of a camera for a reader that is busy', async () => {
    const { board, read, stop } = start();
    await read();
    for (const at of [1000, 1100, 1200]) board.show(frameResult(at, [trackOf('t1')]));
    const events = await read();
    expect(kinds(events)).toEqual(['faces']);
    expect(events).toMatchObject([{ faces: { at: 1200, faces: [{ state: 'identified', name: '王小明' }] } }]);
    await stop();
  });

  it('names the roster and the staff, and nobody else', async () => {
    const { board, read, stop } = start({ teacher: '周老师' });
    await read();
    board.show(frameResult(1000, [trackOf('t2', 1), trackOf('teacher', 2), trackOf('stranger', 3)]));
    const [event] = await read();
    const names = event?.kind === 'faces' ? event.faces.faces.map(({ name }) => name) : [];
    expect(names).toEqual([start().facts.roster[1]?.name, '周老师', null]);
    await stop();
  });

  it('sends boxes as fractions and nothing of similarity, runner-up or ids', async () => {
    const { board, read, stop } = start();
    await read();
    board.show(frameResult(1000, [trackOf('t1')]));
    const [event] = await read();
    expect(event).toEqual({
      kind: 'faces',
      faces: {
        camera: 'room',
        run: 1,
        decodeTime: 90_000,
        at: 1000,
        faces: [{ track: 1, x: 0.0052, y: 0.0185, width: 0.0521, height: 0.1111, state: 'identified', name: '王小明' }],
      },
    });
    await stop();
  });

  it('ends its reader when the signal aborts', async () => {
    const { stop } = start();
    await stop();
  });
});

describe('a face that nobody knows', () => {
  const unknownAt = (at: number, track = 7) => frameResult(at, [trackOf('?', track)]);

  it('is 辨认中 for three seconds, then told once what to do', async () => {
    const { board, clock, read, stop } = start();
    await read();
    const greetings: string[] = [];
    for (let at = 0; at <= 10_000; at += 500) {
      board.show(unknownAt(at));
      clock.advance(500);
      for (const event of await read()) {
        if (event.kind === 'greeting') greetings.push(`${event.greeting.kind} at ${at}`);
        if (event.kind === 'faces') expect(event.faces.faces[0]?.state).toBe(at < 3000 ? 'checking' : 'unknown');
      }
    }
    expect(greetings).toEqual(['unknown at 3000']);
    await stop();
  });

  it('is 辨认中 as well when it was known, was lost and has just been found again', async () => {
    const { board, read, stop } = start();
    await read();
    const back = (at: number) => frameResult(at, [{ ...trackOf('?'), unnamedSince: epochMs(600_000) }]);
    board.show(back(602_900));
    const soon = await read();
    board.show(back(603_000));
    const later = await read();
    const told = [soon, later].map((events) =>
      events.flatMap((event) => (event.kind === 'faces' ? event.faces.faces : [])),
    );
    expect(told.map(([face]) => face?.state)).toEqual(['checking', 'unknown']);
    expect([soon, later].map((events) => kinds(events).includes('greeting'))).toEqual([false, true]);
    await stop();
  });

  it('is not told when it is far away', async () => {
    const { board, read, stop } = start();
    await read();
    const track = trackOf('?');
    board.show(frameResult(5000, [{ ...track, box: { ...track.box, height: 100 } }]));
    expect(kinds(await read())).not.toContain('greeting');
    await stop();
  });

  it('waits its turn: two requests are at least 30 seconds apart', async () => {
    const { board, clock, read, stop } = start();
    await read();
    board.show(unknownAt(4000, 7));
    clock.advance(29_000);
    board.show(unknownAt(33_000, 8));
    expect(kinds(await read()).filter((kind) => kind === 'greeting')).toHaveLength(1);
    clock.advance(1000);
    board.show(unknownAt(34_000, 8));
    expect(kinds(await read())).toContain('greeting');
    await stop();
  });

  it('counts while it is here, and by the camera that sees the most', () => {
    const { board, clock } = start();
    board.show(frameResult(4000, [trackOf('?', 1), trackOf('?', 2), trackOf('t1', 3)], 'room'));
    board.show(frameResult(4000, [trackOf('?', 4)], 'front'));
    expect(board.snapshot().unidentified).toBe(2);
    clock.advance(2000);
    board.show(frameResult(6000, [trackOf('?', 1), trackOf('t2', 2)], 'room'));
    expect(board.snapshot().unidentified).toBe(2);
    clock.advance(2000);
    board.show(frameResult(8000, [trackOf('?', 1), trackOf('t2', 2)], 'room'));
    expect(board.snapshot().unidentified).toBe(1);
    clock.advance(3001);
    expect(board.snapshot().unidentified).toBe(0);
  });

  it('counts once when it was lost for a moment and comes back as another track', () => {
    const { board, clock } = start();
    for (const [at, track] of [1, 2, 3, 4].entries()) {
      board.show(frameResult(5000 + at * 500, [trackOf('?', track)]));
      clock.advance(500);
    }
    expect(board.snapshot().unidentified).toBe(1);
  });

  it('is not counted when it is a picture of somebody, and is asked for the person', async () => {
    const { board, read, stop } = start();
    await read();
    board.show(frameResult(epochMs(9000), [{ ...trackOf('t1'), liveness: 'spoof' }]));
    const [event] = await read();
    expect(event).toMatchObject({ faces: { faces: [{ state: 'spoof', name: null }] } });
    expect(board.snapshot().unidentified).toBe(0);
    await stop();
  });
});
