import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { enrolmentPhotos } from '../../test/support/camera/film/photographs.ts';
import type { CameraAccess } from './camera.ts';
import type { DemoClassroom } from './classrooms.ts';
import { dayOf, timeOf } from './day.ts';

/** One lesson of the demo, in epoch milliseconds on whole seconds. */
export interface DemoLesson {
  readonly no: number;
  readonly start: number;
  readonly end: number;
}

/** Minutes of the rules become 45ths of a lesson, so that a lesson of a minute has all its windows. */
function scaledPolicy(lessonSeconds: number): Record<string, unknown> {
  const scale = lessonSeconds / 60 / 45;
  return {
    from: '2020-01-01',
    document: '演示',
    validThrough: null,
    lessonMinutes: lessonSeconds / 60,
    arrivalBeforeMinutes: 10 * scale,
    arrivalAfterMinutes: 15 * scale,
    departureBeforeMinutes: 15 * scale,
    departureAfterMinutes: 5 * scale,
    lateAfterMinutes: 3 * scale,
    leftEarlyBeforeMinutes: 5 * scale,
    // Not scaled to 2.7 s: a busy machine may well look away that long.
    unobservedOverMinutes: 0.1,
    unidentifiedStayMinutes: 15 * scale,
    missingAfterMinutes: 10 * scale,
  };
}

/** Of a number of three digits: eighteen characters with the right check digit, of a region code that does not exist. */
function inventedIdNumber(number: number): string {
  const first = `99010120030615${String(number)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first[i]), 0);
  return `${first}${'10X98765432'[sum % 11] ?? ''}`;
}

export interface DemoSite {
  readonly folder: string;
  readonly classroom: DemoClassroom;
  readonly code: string;
  readonly lessons: readonly DemoLesson[];
  readonly camera: CameraAccess;
  readonly port: number;
  /** Where the center is; null: none. */
  readonly center: string | null;
}

/**
 * Writes what a real site would have: configuration, class file, enrolment photos.
 * @returns the configuration's path. All lessons must lie on one day.
 */
export async function writeSite(site: DemoSite): Promise<string> {
  const { folder, classroom, code, lessons, camera, port, center } = site;
  const { institution, room, specialty, trainees, role, firstNumber } = classroom;
  const first = lessons[0];
  if (!first) throw new RangeError('expected a lesson');
  const day = dayOf(first.start);
  await mkdir(folder, { recursive: true });
  for (const { id, person } of trainees) {
    const to = join(folder, 'photos', id);
    await mkdir(to, { recursive: true });
    for (const photo of await enrolmentPhotos(person)) await copyFile(photo, join(to, basename(photo)));
  }
  const classFile = {
    policies: [scaledPolicy((first.end - first.start) / 1000)],
    institution,
    class: {
      code,
      specialty,
      certificate: 'special',
      opens: day,
      ends: day,
      approvedOn: day,
      room,
      lessons: lessons.map(({ no, start, end }) => ({
        date: day,
        no,
        start: timeOf(start),
        end: timeOf(end),
        course: '演示课',
      })),
    },
    trainees: trainees.map(({ id, name }, n) => ({
      id,
      person: { name, idNumber: inventedIdNumber(firstNumber + n) },
    })),
    cameras: ['front'],
  };
  const config = {
    institution,
    dataDir: '.',
    classFile: 'class.json',
    photosDir: 'photos',
    photosConsent: { date: day, text: '2026-2' },
    cameras: [{ id: 'front', name: '教室前方', role, ...camera }],
    // The simulated camera repeats ten seconds until its film begins, and the film begins with them: no frozen picture.
    vision: { repeatSeconds: 8 },
    http: { port },
    ...(center === null ? {} : { center: { url: center } }),
    presence: { sightingEverySeconds: 0.5, continuitySeconds: 2 },
    logLevel: 'info',
  };
  await writeFile(join(folder, 'class.json'), JSON.stringify(classFile, null, 2));
  const path = join(folder, 'kiosk.json');
  await writeFile(path, JSON.stringify(config, null, 2), { mode: 0o600 });
  return path;
}
