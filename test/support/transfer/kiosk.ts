import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import type { JobView } from '../../../core/contract/web/job.ts';
import { checkpointText, formatNote, keyId } from '../../../core/domain/checkpoint.ts';
import type { JournalFact } from '../../../core/domain/evidence.ts';
import { cameraId, classCode } from '../../../core/domain/ids.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { silentLog } from '../../../core/platform/log.ts';
import { type KioskEnrolment, openEnrolment, traineesOf } from '../../../kiosk/enrolment.ts';
import { sha256 } from '../../../kiosk/evidence/digest.ts';
import { type KioskKey, kioskKey } from '../../../kiosk/evidence/key.ts';
import { openClasses } from '../../../kiosk/open-classes.ts';
import { keyMemory } from '../../../kiosk/store/key-memory.ts';
import { openVault } from '../../../kiosk/vault/open-vault.ts';
import { PaintedVision } from '../enrolment/painted-vision.ts';
import type { OfficeClient } from '../office/client.ts';
import { startOffice, type TestOffice } from '../office/office.ts';

export const CODE = 'DSJ-2026-01';
export const HOME = 'B301';
export const WORKSHOP = '实训室';

/** Two lessons of a bell in the classroom, a third one by one in the workshop, on two days of October 2026. */
export function twoRooms(): ScenarioJson {
  const inWorkshop = (date: string) => ({
    ...{ date, no: 3, start: '13:30', end: '14:15', course: '数控实操', kind: 'practical', room: WORKSHOP },
  });
  const present = (trainee: string) => [
    { trainee, date: '2026-10-28', lessons: '1-3' },
    { trainee, date: '2026-10-29', lessons: '1-3' },
  ];
  return {
    institution: '沈阳工学院',
    class: {
      ...{ code: CODE, specialty: '数控车工', certificate: 'special', room: HOME, months: 3 },
      ...{ opens: '2026-10-28', ends: '2026-10-29', approvedOn: '2026-09-28' },
      bell: [
        ['08:30', '09:15'],
        ['09:25', '10:10'],
      ],
      lessons: [inWorkshop('2026-10-28'), inWorkshop('2026-10-29')],
    },
    trainees: [
      { id: 't1', person: { name: '王小明', idNumber: '210402200001010014' } },
      { id: 't2', person: { name: '李小红' } },
    ],
    cameras: ['room'],
    attended: [...present('t1'), { trainee: 't2', date: '2026-10-28', lessons: '1-3' }],
  } as unknown as ScenarioJson;
}

/** A kiosk's office with enrolment, a key and a journal of its own. */
export interface TransferKiosk extends AsyncDisposable {
  readonly office: TestOffice;
  readonly enrolment: KioskEnrolment;
  readonly vision: PaintedVision;
  readonly key: KioskKey;
  readonly journal: JournalFact[];
}

/** Starts one in a room; `scenario`: the class that it has already. */
export async function startKiosk({
  room,
  scenario,
  institution = '沈阳工学院',
}: {
  readonly room: string | null;
  readonly scenario?: ScenarioJson;
  readonly institution?: string;
}): Promise<TransferKiosk> {
  const key = kioskKey(generateKeyPairSync('ed25519').privateKey);
  const journal: JournalFact[] = [];
  const vision = new PaintedVision();
  const made = Promise.withResolvers<KioskEnrolment>();
  const head = (): Promise<string> => {
    const text = checkpointText({ origin: key.name, size: journal.length, root: new Uint8Array(32) });
    return Promise.resolve(
      formatNote(text, [{ name: key.name, keyId: keyId(sha256, key), signature: key.sign(text) }]),
    );
  };
  const office = await startOffice({
    fill: (db) => {
      if (scenario === undefined) return;
      const saving = { version: 0, by: 'test', at: systemClock.now() };
      const saved = openClasses(db).importFile(classCode(CODE), scenario, 'file', saving);
      if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
    },
    desk: (db, folder) => {
      const vault = openVault(join(folder, 'keys', 'vault.key'), keyMemory(db));
      const enrolment = openEnrolment({
        ...{ db, vault, dataDir: folder, vision, clock: systemClock, log: silentLog },
        trainees: traineesOf(openClasses(db)),
      });
      made.resolve(enrolment);
      return {
        institution,
        journal: (fact) => Promise.resolve({ seq: journal.push(fact) }),
        enrolment: { ...enrolment, cameras: () => [{ id: cameraId('front'), name: '教室前方' }] },
        self: { key, room, head, changed: () => undefined },
      };
    },
  });
  const enrolment = await made.promise;
  return { office, enrolment, vision, key, journal, [Symbol.asyncDispose]: () => office[Symbol.asyncDispose]() };
}

/** Follows a job to its end. */
export async function ended(client: OfficeClient, job: string): Promise<JobView> {
  for (;;) {
    const { body } = await client.get<JobView>(`/jobs/${job}`);
    if (body.state !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
