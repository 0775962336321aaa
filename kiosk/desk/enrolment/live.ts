import { randomBytes } from 'node:crypto';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { FrameResult, TrackInFrame } from '../../../core/domain/face.ts';
import type { CameraId } from '../../../core/domain/ids.ts';
import { guide, type LiveProgress, type LiveStep, liveStart } from '../../../core/domain/live-enrolment.ts';
import { type EpochMs, minutes, plus } from '../../../core/domain/units.ts';
import { sightOf } from './photo-facts.ts';
import type { EnrolmentPorts } from './ports.ts';

/** A picture taken in a guided enrolment; in memory only until it is accepted. */
export interface LiveShot {
  readonly step: LiveStep;
  readonly jpeg: Uint8Array;
}

/** A guided enrolment before a camera. */
export interface LiveSession {
  readonly id: string;
  readonly person: string;
  readonly camera: CameraId;
  readonly progress: LiveProgress;
  readonly shots: readonly LiveShot[];
  /** Whether the face was identified as this person's during the session and never as another's. */
  readonly matched: boolean;
  /** The face was identified as somebody else: who. */
  readonly other: string | null;
  /** The last look at the face, to show. */
  readonly look: Uint8Array | null;
  /** How many looks there were. */
  readonly looks: number;
  /** When a frame of the camera was last seen; null: none yet, the camera or vision does not run. */
  readonly seenAt: EpochMs | null;
}

export interface LiveEnrolment {
  /** Starts watching a camera for one person. @throws ZaikeError `busy` when somebody is being enrolled there. */
  start(person: string, camera: CameraId): LiveSession;
  /** @throws ZaikeError `no-such-session` (discarded, or ten minutes old). */
  session(id: string): LiveSession;
  /** Ends a session and forgets its pictures. */
  end(id: string): void;
  /** Every frame's result comes here; those of cameras without a session cost nothing. */
  watch(result: FrameResult): void;
}

const LONGEST = minutes(10);
/** A face at least this part as wide as the widest counts; smaller ones stand behind. */
const NEAR = 0.5;

interface Running {
  view: LiveSession;
  readonly until: EpochMs;
  looking: boolean;
  identifiedAsOther: boolean;
}

export function liveEnrolment({ vision, now, log }: EnrolmentPorts): LiveEnrolment {
  const sessions = new Map<string, Running>();

  const forgetOld = (): void => {
    for (const [id, { until }] of sessions) if (until < now()) sessions.delete(id);
  };

  const look = async (running: Running, result: FrameResult, tracks: readonly TrackInFrame[]): Promise<void> => {
    const [track] = tracks;
    const change = (changes: Partial<LiveSession>): void => {
      running.view = { ...running.view, ...changes };
    };
    change({ seenAt: now() });
    if (track === undefined || tracks.length > 1) {
      change({ progress: guide(running.view.progress, tracks.length, null).progress });
      return;
    }
    note(running, track);
    const { camera, run, frame } = result;
    const jpeg = await vision.picture({ camera, run, frame, box: track.box }, 'enrolment');
    if (jpeg === null) return;
    const sight = sightOf(await vision.examine(jpeg, '现场照片', false));
    const { progress, take } = guide(running.view.progress, 1, sight);
    const shots = take === null ? running.view.shots : [...running.view.shots, { step: take, jpeg }];
    change({ progress, shots, look: jpeg, looks: running.view.looks + 1 });
  };

  const note = (running: Running, { identification }: TrackInFrame): void => {
    if (identification.kind !== 'identified') return;
    const { person } = running.view;
    const { trainee } = identification.match;
    if (trainee !== person) running.identifiedAsOther = true;
    running.view = {
      ...running.view,
      other: trainee === person ? running.view.other : trainee,
      matched: !running.identifiedAsOther && (running.view.matched || trainee === person),
    };
  };

  const find = (id: string): Running => {
    forgetOld();
    const running = sessions.get(id);
    if (running === undefined)
      throw new ZaikeError('现场采集已结束，请重新开始', { code: 'no-such-session', retry: false });
    return running;
  };

  return {
    start: (person, camera) => {
      forgetOld();
      for (const { view } of sessions.values())
        if (view.camera === camera && view.person !== person)
          throw new ZaikeError('这个摄像头正在为另一个人采集，请等待结束或换一个摄像头', { code: 'busy', retry: true });
        else if (view.person === person) sessions.delete(view.id);
      const id = randomBytes(9).toString('base64url');
      const view: LiveSession = {
        ...{ id, person, camera, progress: liveStart, shots: [], matched: false, other: null },
        ...{ look: null, looks: 0, seenAt: null },
      };
      sessions.set(id, { view, until: plus(now(), LONGEST), looking: false, identifiedAsOther: false });
      return view;
    },
    session: (id) => find(id).view,
    end: (id) => {
      sessions.delete(id);
    },
    watch: (result) => {
      if (sessions.size === 0) return;
      for (const running of sessions.values()) {
        if (running.view.camera !== result.camera || running.looking || running.view.progress.hint.kind === 'done')
          continue;
        const widest = Math.max(0, ...result.tracks.map(({ box }) => box.width));
        const near = result.tracks.filter(({ detected, box }) => detected && box.width >= NEAR * widest);
        running.looking = true;
        look(running, result, near)
          .catch((error: unknown) => log.warn('a live enrolment could not look', { error }))
          .finally(() => {
            running.looking = false;
          });
      }
    },
  };
}
