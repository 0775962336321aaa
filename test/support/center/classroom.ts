import type { Command, KioskState } from '../../../core/contract/center/link.ts';
import { dateAt } from '../../../core/domain/day.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import type { CommandResult } from '../../../kiosk/uplink/ports.ts';

const MINUTE = 60_000;
/** A JPEG of one grey pixel. */
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);

/** A kiosk's state in the middle of a lesson of the worked month's class: so many of its people seen just now. */
export function stateInLesson(seen: number, { code = 'DSJ-2026-01', observed = 1 } = {}): KioskState {
  const now = systemClock.now();
  const [from, to] = [now - 20 * MINUTE, now + 25 * MINUTE];
  const trainees = ['all', 'late', 'leave', 'gone', 'absent'];
  return {
    at: now,
    ...{ clock: 'synchronised', vision: 'ok', disk: { freeBytes: 1e12, daysLeft: 200 } },
    cameras: [
      { id: 'cam-1', name: '教室前门', role: 'check-in', codec: 'avc1.64001F', live: 'main', health: { kind: 'ok' } },
      { id: 'cam-2', name: '教室后方', role: 'room', codec: 'avc1.64001F', live: 'main', health: { kind: 'ok' } },
    ],
    classes: [
      {
        ...{ class: code, specialty: '大数据开发' },
        lesson: { date: dateAt(now), no: 2, course: 'Python 基础', teacher: '李老师', from, to, phase: 'running' },
        day: { from: from - 55 * MINUTE, to: to + 300 * MINUTE },
        ...{ cancelledToday: 0, due: 5, seen, onLeave: 0, pending: 0, unidentified: 1, heads: seen + 1, observed },
        standings: trainees.map((trainee, index) => ({
          trainee,
          mark: index < seen ? 'present' : 'expected',
          since: index < seen ? from : null,
          lastSeen: index < seen ? now - 5000 : null,
          leaveEnteredAt: null,
        })),
      },
    ],
  };
}

/** Carries commands out as a kiosk with two cameras does, of which the second is dark. */
export function carryOutInLesson(asked: Command[]): (command: Command) => Promise<CommandResult> {
  const file = (name: string, type: string, data: Uint8Array) => ({
    ...{ name, type, bytes: data.length },
    content: (async function* () {
      yield await Promise.resolve(data);
    })(),
  });
  const done = (result: unknown, files: ReturnType<typeof file>[] = []): CommandResult => ({
    answer: {
      ...{ kind: 'done', result: result as never },
      files: files.map(({ name, type, bytes }) => ({ name, type, bytes })),
    },
    files,
  });
  return (command) => {
    asked.push(command);
    const at = systemClock.now();
    switch (command.kind) {
      case 'snapshot':
        return Promise.resolve(
          done(
            {
              at,
              cameras: [
                { camera: 'cam-1', name: '教室前门', picture: { kind: 'picture', file: 0, at } },
                { camera: 'cam-2', name: '教室后方', picture: { kind: 'none', why: '没有画面', since: at - MINUTE } },
              ],
            },
            [file('cam-1.jpg', 'image/jpeg', JPEG)],
          ),
        );
      case 'clip': {
        const { camera, from, to } = command;
        if (camera === 'cam-2')
          return Promise.resolve(done({ camera, from, to, parts: [], holes: [{ from, to, why: 'unreachable' }] }));
        const clip = file('cam-1.mp4', 'video/mp4', Buffer.from('not really a film'));
        return Promise.resolve(
          done(
            {
              ...{ camera, from, to, parts: [{ file: 0, from, to: to - 1000, sealed: false }] },
              holes: [{ from: to - 1000, to, why: 'in-writing' }],
            },
            [clip],
          ),
        );
      }
      case 'challenge':
        return Promise.resolve(
          done({
            ...{ trainee: command.trainee, startedAt: at, endedAt: at, outcome: 'no-show', why: '60 秒内没有人来' },
            ...{ fault: null, instead: null, camera: null, before: null, after: null, moves: [], blindMs: 0 },
          }),
        );
      case 'mark': {
        const clip = file('mark.mp4', 'video/mp4', Buffer.from('ten seconds'));
        const [from, seen, to] = [at - 15_000, at - 10_000, at - 5000];
        return Promise.resolve(
          done(
            {
              record: {
                ...{ id: command.record, class: 'DSJ-2026-01', trainee: 'all', date: '2026-10-12', no: 1 },
                ...{ outcome: 'present', notes: [], closedAt: at, replaces: null, correctedBy: null },
              },
              openings: [
                {
                  ...{ window: 'arrival', camera: 'cam-1', at: seen, proof: null, picture: null },
                  clip: { camera: 'cam-1', from, to, parts: [{ file: 0, from, to, sealed: true }], holes: [] },
                },
              ],
              ...{ sheet: null, journal: null, files: [] },
            },
            [clip],
          ),
        );
      }
      default:
        return Promise.resolve(done(null));
    }
  };
}
