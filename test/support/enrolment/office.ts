import { join } from 'node:path';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { FrameResult, TrackInFrame } from '../../../core/domain/face.ts';
import { cameraId, classCode, modelId, trackId, traineeId } from '../../../core/domain/ids.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { silentLog } from '../../../core/platform/log.ts';
import type { Vision } from '../../../kiosk/desk/enrolment/ports.ts';
import type { DeskOptions } from '../../../kiosk/desk.ts';
import { type KioskEnrolment, openEnrolment, type Trainees, traineesOf } from '../../../kiosk/enrolment.ts';
import { keyMemory } from '../../../kiosk/store/key-memory.ts';
import { openVault } from '../../../kiosk/vault/open-vault.ts';
import { classesOf, sampleScenario } from '../office/classes.ts';
import { startOffice, type TestOffice } from '../office/office.ts';

export const CODE = 'DSJ-2026-01';

/** Trainees without classes behind them. */
export function traineesNamed(code: string, names: Readonly<Record<string, string>>): Trainees {
  const all = Object.entries(names).map(([id, name]) => ({ id, name }));
  return {
    of: (asked) => {
      if (asked === code) return all;
      throw new ZaikeError(`没有编号为 ${asked} 的班级`, { code: 'no-such-class', retry: false });
    },
    find: (id) => {
      const name = names[id];
      return name === undefined ? null : { name, code: classCode(code) };
    },
    ids: () => Object.keys(names),
  };
}

/** An office with enrolment over this vision, for a class of three trainees: t1 王小明, t2 李小红, t3 张大力. */
export async function startEnrolmentOffice(
  vision: Vision,
  more: Partial<DeskOptions> = {},
): Promise<TestOffice & { readonly enrolment: KioskEnrolment }> {
  const desk: Record<string, unknown> = { ...more };
  let enrolment: KioskEnrolment | undefined;
  const office = await startOffice({
    desk,
    fill: (db, folder) => {
      const classes = classesOf(db);
      classes.save(classCode(CODE), sampleScenario(CODE), { version: 0, by: 'test', at: systemClock.now() });
      const vault = openVault(join(folder, 'keys', 'vault.key'), keyMemory(db));
      enrolment = openEnrolment({
        ...{ db, vault, dataDir: folder, vision, clock: systemClock, log: silentLog },
        trainees: traineesOf(classes),
      });
      desk['enrolment'] = { ...enrolment, cameras: () => [{ id: cameraId('front'), name: '教室前方' }] };
    },
  });
  if (enrolment === undefined) throw new Error('expected the office to be filled');
  return Object.assign(office, { enrolment });
}

/** A frame of the camera `front` with so many faces, the first identified as `trainee`. */
export function frameOf(faces: number, trainee?: string): FrameResult {
  const track = (n: number): TrackInFrame => ({
    track: trackId(n),
    box: { x: n * 400, y: 100, width: 200, height: 240 },
    confidence: 0.9,
    identification:
      trainee !== undefined && n === 0
        ? { kind: 'identified', match: { trainee: traineeId(trainee), similarity: 0.95 } }
        : { kind: 'unknown' },
    quality: null,
    liveness: 'unchecked',
    detected: true,
    since: epochMs(0),
  });
  return {
    ...{ camera: cameraId('front'), run: 1, frame: 1, decodeTime: 0, at: systemClock.now(), width: 1920, height: 1080 },
    tracks: Array.from({ length: faces }, (_, n) => track(n)),
    ...{ model: modelId('painted/1'), tookMs: 1, dropped: 0 },
  };
}
