import type { Greeting, RosterEntry, ScreenMark } from '../../../core/contract/screen.ts';
import type { FrameResult, TrackInFrame } from '../../../core/domain/face.ts';
import { cameraId, classCode, modelId, trackId, traineeId } from '../../../core/domain/ids.ts';
import type { Packet } from '../../../core/domain/media.ts';
import { type EpochMs, epochMs, minutes, plus, seconds } from '../../../core/domain/units.ts';
import type { ScreenFacts } from '../../../kiosk/http/screen-board.ts';

export const FRONT = cameraId('front');

const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧';
const GIVEN = ['小明', '婷', '浩然', '子涵', '雨桐', '建国', '思琪', '俊杰', '欣怡', '磊', '雪', '宇轩'];

/** `count` trainees with invented names, the first 王小明; one of every 25 has a long name. */
export function sampleRoster(count: number, now: EpochMs, mark: (at: number) => ScreenMark): readonly RosterEntry[] {
  return Array.from({ length: count }, (_, at): RosterEntry => {
    const name = `${SURNAMES[at % SURNAMES.length] ?? ''}${GIVEN[(at * 7) % GIVEN.length] ?? ''}`;
    const own = mark(at);
    const seen = own === 'present' || own === 'late' || own === 'left';
    return {
      id: traineeId(`t${at + 1}`),
      name: at % 25 === 24 ? '阿依努尔·买买提' : name,
      maskedId: `210402********${String(14 + at).padStart(4, '0')}`,
      mark: own,
      since: seen ? plus(now, seconds(-1200 + at * 15)) : null,
    };
  });
}

/** A class of `count` in its third lesson, which began `into` minutes before `now`; all marks `expected` unless told. */
export function sampleClass(
  count: number,
  now: EpochMs,
  into = 8,
  mark: (at: number) => ScreenMark = () => 'expected',
): ScreenFacts {
  const from = plus(now, minutes(-into));
  const to = plus(from, minutes(45));
  return {
    class: { code: classCode('FS2026-017'), name: '大数据开发 2026 年第 3 期' },
    lesson: {
      no: 3,
      course: 'Python 程序设计基础',
      from,
      to,
      arrival: { from: plus(from, minutes(-10)), to: plus(from, minutes(15)) },
      departure: { from: plus(to, minutes(-15)), to: plus(to, minutes(5)) },
    },
    clock: 'synchronised',
    cameras: [{ id: FRONT, name: '教室前方', role: 'check-in', health: { kind: 'ok' } }],
    vision: { kind: 'ok', since: null },
    roster: sampleRoster(count, now, mark),
  };
}

/** A mixed class: most are here, some late, on leave, to be settled, gone. */
export function mixedMarks(at: number): ScreenMark {
  if (at % 9 === 4) return 'expected';
  if (at % 13 === 6) return 'late';
  if (at % 17 === 9) return 'leave';
  if (at % 23 === 15) return 'pending';
  return at % 29 === 20 ? 'left' : 'present';
}

/** A greeting for trainee number `at` (from 0) of a roster. */
export function greetingFor(roster: readonly RosterEntry[], at: number, now: EpochMs): Greeting {
  const entry = roster[at];
  if (!entry) throw new Error(`expected a trainee at ${at}`);
  const { id: trainee, name, mark } = entry;
  const own = mark === 'expected' ? 'present' : mark;
  const id = `g-${trainee}-${now}`;
  return { kind: 'trainee', id, at: now, trainee, name, lesson: 3, mark: own, note: null, track: trackId(at + 1) };
}

/** Vision's result for one packet; boxes are fractions of the picture. */
export function resultFor(
  { camera, run, frame, decodeTime, capturedAt }: Packet,
  size: { readonly width: number; readonly height: number },
  faces: readonly {
    readonly track: number;
    readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
    /** Null: nobody was identified. */
    readonly trainee: string | null;
    readonly since?: EpochMs;
  }[],
): FrameResult {
  const tracks = faces.map(
    ({ track, box, trainee, since }): TrackInFrame => ({
      track: trackId(track),
      box: {
        x: box.x * size.width,
        y: box.y * size.height,
        width: box.width * size.width,
        height: box.height * size.height,
      },
      confidence: 0.98,
      identification:
        trainee === null
          ? { kind: 'unknown' }
          : { kind: 'identified', match: { trainee: traineeId(trainee), similarity: 0.8 } },
      quality: null,
      liveness: 'live',
      detected: true,
      since: since ?? epochMs(capturedAt - 1000),
    }),
  );
  const at = capturedAt;
  return { camera, run, frame, decodeTime, at, ...size, tracks, model: modelId('test'), tookMs: 100, dropped: 0 };
}
