import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import type { EnrolmentView, LiveView } from '../../../core/contract/office/enrolment.ts';
import { liveHintText, liveStepLabel } from '../../../core/contract/office/enrolment-words.ts';
import { dateAt } from '../../../core/domain/day.ts';
import type { ConsentHow } from '../../../core/domain/enrolment.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type CameraId, type ClassCode, classCode } from '../../../core/domain/ids.ts';
import { liveSteps } from '../../../core/domain/live-enrolment.ts';
import { between, type EpochMs, type LocalDate, seconds } from '../../../core/domain/units.ts';
import type { Enrolment } from './enrolment.ts';
import type { IntakePorts } from './intake.ts';
import type { LaterPhotos } from './later.ts';
import type { LiveSession } from './live.ts';
import type { Enrollee } from './ports.ts';
import type { PhotoReport } from './prepare.ts';

/** A member of staff as kept. */
export interface KeptStaff {
  readonly id: string;
  readonly name: string;
  readonly duty: string;
  readonly addedAt: EpochMs;
  readonly leftAt: EpochMs | null;
}

export interface OfficeEnrolmentOptions {
  readonly enrolment: Enrolment;
  readonly staff: {
    all(): readonly KeptStaff[];
    find(id: string): KeptStaff | undefined;
    put(member: KeptStaff): void;
  };
  /** The cameras that a person can be enrolled at. */
  readonly cameras: () => readonly { readonly id: CameraId; readonly name: string }[];
  readonly jobs: { start(kind: string, work: (ports: IntakePorts) => Promise<unknown>): string };
  readonly now: () => EpochMs;
}

/** A frame this old is no live picture. */
const STILL_SEEING = seconds(5);
const SIDES = { small: 240, large: 1200 } as const;

/** Enrolment as the office's routes call it. */
export function officeEnrolment({ enrolment, staff, cameras, jobs, now }: OfficeEnrolmentOptions) {
  const { people, consents, intake, live } = enrolment;
  const today = (): LocalDate => dateAt(now());
  const view = (group: readonly Enrollee[]): EnrolmentView => ({
    ...enrolment.doctor(group),
    cameras: cameras().map(({ id, name }) => ({ id, name })),
  });
  const nameOf = (person: string): string => people.find(person)?.name ?? person;
  const known = (id: string): KeptStaff => {
    const member = staff.find(id);
    if (member === undefined || member.leftAt !== null)
      throw new ZaikeError('没有这位工作人员，请刷新页面', { code: 'no-such-person', retry: false });
    return member;
  };
  const uninterrupted: IntakePorts = { report: () => undefined, signal: new AbortController().signal };

  return {
    nameOf,
    ofClass: (code: string): EnrolmentView => view(people.trainees(classCode(code) satisfies ClassCode)),
    give: async (
      ids: readonly string[],
      entry: { readonly date: LocalDate; readonly textVersion: string; readonly how: ConsentHow; readonly by: string },
    ): Promise<void> => {
      for (const id of ids) consents.give(id, entry, today());
      await enrolment.rebuild(ids);
    },
    withdraw: (person: string, entry: { date: LocalDate; why: string; by: string }) => consents.withdraw(person, entry),
    settle: async (code: string, by: string): Promise<number> => {
      const ids = people.trainees(classCode(code)).map(({ id }) => id);
      await enrolment.settle(ids, by);
      return ids.length;
    },
    shown: async (photo: string, size: 'small' | 'large'): Promise<Uint8Array> =>
      asJpeg((await enrolment.photo(photo)).bytes, SIDES[size]),
    take: async (person: string, name: string, bytes: Uint8Array, by: string): Promise<PhotoReport> => {
      const incoming = { person, name, read: () => Promise.resolve(bytes) };
      const [report] = await intake.take([incoming], { by, source: 'upload' }, uninterrupted);
      if (report === undefined) throw new Error('expected a report for one photo');
      return report;
    },
    remove: (photo: string) => enrolment.removePhoto(photo),
    confirmLater: (later: LaterPhotos) => enrolment.confirmLater(later),
    reEnrol: (): string => jobs.start('re-enrol', (ports) => enrolment.reEnrol(ports)),

    startLive: (person: string, camera: string): LiveView => {
      if (people.find(person) === null)
        throw new ZaikeError('没有这个人，请刷新页面', { code: 'no-such-person', retry: false });
      if (consents.stateOf(person).kind !== 'given')
        throw new ZaikeError('请先登记本人的同意，再用摄像头采集', { code: 'consent-needed', retry: false });
      const chosen = cameras().find(({ id }) => id === camera);
      if (chosen === undefined)
        throw new ZaikeError('没有这个摄像头，请刷新页面', { code: 'no-such-camera', retry: false });
      return liveView(live.start(person, chosen.id), nameOf, now());
    },
    live: (id: string): LiveView => liveView(live.session(id), nameOf, now()),
    /** `look`: the last look; else the picture of a step. */
    livePicture: async (id: string, which: string): Promise<Uint8Array> => {
      const { look, shots } = live.session(id);
      const jpeg = which === 'look' ? look : shots.find(({ step }) => step === which)?.jpeg;
      if (!jpeg) throw new ZaikeError('还没有画面', { code: 'picture-missing', retry: true });
      return asJpeg(jpeg, which === 'look' ? 480 : SIDES.small);
    },
    /** Keeps what a session took, but for the steps left out. */
    acceptLive: async (
      id: string,
      without: readonly string[],
      by: string,
    ): Promise<{ person: string; reports: PhotoReport[] }> => {
      const { person, shots, matched } = live.session(id);
      const kept = shots.filter(({ step }) => !without.includes(step));
      if (kept.length === 0) throw new ZaikeError('没有选中的照片', { code: 'no-photos', retry: false });
      const photos = kept.map(({ step, jpeg }) => ({
        ...{ person, matched, name: `现场-${liveStepLabel(step)}.jpg` },
        read: () => Promise.resolve(jpeg),
      }));
      const reports = await intake.take(photos, { by, source: 'live' }, uninterrupted);
      live.end(id);
      return { person, reports };
    },
    endLive: (id: string): void => {
      live.end(id);
    },

    staff: () => ({
      staff: staff.all().map(({ id, name, duty, leftAt }) => ({ id, name, duty, left: leftAt !== null })),
      enrolment: view(people.staff()),
    }),
    addStaff: ({ name, duty }: { name: string; duty: string }): { id: string } => {
      const id = `staff-${randomBytes(6).toString('hex')}`;
      staff.put({ id, name, duty, addedAt: now(), leftAt: null });
      return { id };
    },
    changeStaff: (id: string, { name, duty }: { name: string; duty: string }): void => {
      staff.put({ ...known(id), name, duty });
    },
    /** Who leaves is forgotten: consent ends, photos and template are deleted. */
    staffLeft: async (id: string, by: string): Promise<void> => {
      const member = known(id);
      if (consents.stateOf(id).kind === 'given') await consents.withdraw(id, { date: today(), why: '离开机构', by });
      staff.put({ ...member, leftAt: now() });
    },
  };
}

function liveView(session: LiveSession, nameOf: (id: string) => string, now: EpochMs): LiveView {
  const { id, person, progress, matched, other, seenAt, looks } = session;
  const seeing = seenAt !== null && between(seenAt, now) < STILL_SEEING;
  const done = progress.hint.kind === 'done';
  return {
    ...{ id, person, matched, seeing, done, looks, taken: progress.taken },
    steps: liveSteps.map((step) => ({ step, label: liveStepLabel(step) })),
    hint: seeing || done ? liveHintText(progress.hint) : '没有收到摄像头画面，请检查摄像头是否在线',
    other: other === null ? null : nameOf(other),
  };
}

/** Upright, without what the camera wrote beside it (place, device), no side longer than `side`. */
function asJpeg(photo: Uint8Array, side: number): Promise<Uint8Array> {
  return sharp(photo)
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#808080' })
    .jpeg({ quality: 85 })
    .toBuffer();
}
