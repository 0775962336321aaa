import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantAt } from '../../core/domain/day.ts';
import { cameraId, classCode, modelId, traineeId } from '../../core/domain/ids.ts';
import type { SightingProof } from '../../core/domain/sighting.ts';
import { type EpochMs, epochMs, type LocalDate, minutes } from '../../core/domain/units.ts';
import { createLog } from '../../core/platform/log.ts';
import { run, systemProcesses } from '../../core/platform/process.ts';
import { liveClasses } from '../../kiosk/classes.ts';
import { importClassFile } from '../../kiosk/desk/classes/import-file.ts';
import { classroom } from '../../kiosk/presence/classroom.ts';
import { observations } from '../../kiosk/store/observations.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { records } from '../../kiosk/store/records.ts';
import { classesOf, sha256 } from '../support/office/classes.ts';
import { scenarioOfData } from '../support/scenario-of-data.ts';

/*
 * A day in a classroom with what goes wrong in one: late comers, outages of either camera, unsure
 * liveness, leave, a check-in without a face, unidentified people. The kiosk closes its lessons from
 * its store; replay computes the same day from a file. They must agree in every record.
 */

const DAY = '2026-10-08' as LocalDate;
const TRAINEES = Array.from({ length: 30 }, (_, index) => `t${index + 1}`);
const CLASS_FILE = {
  class: {
    code: 'DEMO-1',
    opens: DAY,
    ends: DAY,
    approvedOn: DAY,
    bell: [
      ['08:30', '09:15'],
      ['09:25', '10:10'],
      ['10:20', '11:05'],
    ],
  },
  trainees: TRAINEES.map((id, index) => (index === 29 ? { id, withdrawnOn: DAY } : { id })),
  cameras: ['room', 'door'],
  leave: [{ trainee: 't28', kind: 'sick', from: DAY, to: DAY, lessons: '2-3', enteredAt: '2026-10-08T07:00:00+08:00' }],
  manual: [{ trainee: 't29', date: DAY, lessons: '1-2', teacher: '王老师' }],
};

let seed = 8;
const random = (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};
const at = (hours: number): EpochMs => epochMs(Math.round(instantAt(DAY, 0) + hours * 3_600_000));

/** The proof of a sighting; only its liveness matters here. */
function proof(liveness: SightingProof['liveness']): SightingProof {
  const box = { x: 0, y: 0, width: 100, height: 100 };
  const frame = { run: 1, frame: 1, decodeTime: 1, box, similarity: 0.7, runnerUp: null };
  return { ...frame, model: modelId('m'), liveness, clock: 'synchronised' };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zaike-replay-kiosk-'));
  writeFileSync(join(folder, 'class.json'), JSON.stringify(CLASS_FILE));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the kiosk’s day, replayed from what it stored, gives the same records', async () => {
  using db = openDatabase(join(folder, 'zaike.db'));
  const observed = observations(db);
  for (const trainee of TRAINEES.slice(0, 28))
    for (const start of [8.5, 9 + 5 / 12, 10 + 1 / 3])
      for (let index = 0; index < 6; index += 1) {
        const when = at(start - 0.15 + random() * (random() < 0.7 ? 1.1 : 0.4));
        const seen = { trainee: traineeId(trainee), at: when, camera: cameraId(random() < 0.8 ? 'room' : 'door') };
        if (random() < 0.8) observed.addSighting(seen, proof(random() < 0.1 ? 'unsure' : 'live'));
      }
  const spans = [
    ['room', 8, 8.7],
    ['room', 8.75, 9.2],
    ['room', 9.3, 12],
    ['door', 8, 10.1],
    ['door', 10.12, 10.9],
  ] as const;
  for (const [camera, from, to] of spans) observed.openCoverage(cameraId(camera), at(from), at(to));
  observed.addUnidentified({ camera: cameraId('room'), from: at(9.45), to: at(9.8) });

  const classes = classesOf(db);
  expect(importClassFile(classes, CLASS_FILE, sha256, at(7))).toMatchObject({ kind: 'imported' });
  const live = liveClasses({
    classes,
    room: null,
    cameras: () => [cameraId('room'), cameraId('door')],
    now: () => at(12),
    log: createLog('test', 'error'),
  });
  const store = records(db);
  const kiosk = classroom({
    plan: live.plan,
    room: live.room,
    observed,
    entered: { leave: live.leave, through: live.through },
    sink: {
      isClosed: ({ code, lesson }) => store.isClosed(code, lesson.date, lesson.no),
      close: ({ code, lesson }, made) => void store.close(code, made, lesson.end),
    },
    grace: minutes(0),
    continuity: minutes(0.5),
    onFailure: (_planned, error) => {
      throw error;
    },
  });
  kiosk.closeDue(at(12));
  const closed = store.inForce(classCode('DEMO-1'), DAY, DAY).map(({ record }) => {
    const { trainee, date, no, outcome, notes } = record;
    return { trainee, date, no, outcome, notes };
  });

  const path = join(folder, 'scenario.json');
  writeFileSync(path, JSON.stringify(scenarioOfData(folder)));
  const script = new URL('../../scripts/replay.ts', import.meta.url).pathname;
  const printed = JSON.parse((await run(systemProcesses, process.execPath, [script, path])).toString()) as {
    lessons: unknown;
  };
  expect(closed).toEqual(printed.lessons);
  // The day has something of everything, or the comparison proves little.
  expect(closed).toHaveLength(87);
  expect(new Set(closed.map(({ outcome }) => outcome)).size).toBeGreaterThanOrEqual(6);
  const notes = new Set(closed.flatMap((each) => each.notes));
  for (const note of ['manual', 'unsure', 'mid-gap', 'unidentified-present', 'arrival-unobserved'])
    expect(notes).toContain(note);
});
