import { pictureWords } from '../core/contract/picture-words.ts';
import type { FrameResult } from '../core/domain/face.ts';
import type { CameraId } from '../core/domain/ids.ts';
import type { ToldTrouble } from '../core/domain/picture.ts';
import { type DurationMs, type EpochMs, seconds } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Outbox } from './store/outbox.ts';

/** Something that a person has to know of a camera's picture; `over`: it is well again. */
export interface PictureAlarm {
  readonly code: `camera-${ToldTrouble['kind']}`;
  readonly camera: CameraId;
  readonly over: boolean;
  readonly since: ToldTrouble['since'];
  /** zh-CN. */
  readonly message: string;
}

export interface PictureNewsOptions {
  readonly clock: Clock;
  readonly nameOf: (camera: CameraId) => string;
  /** Told once when a trouble begins and once when it is over. */
  readonly alarm: (alarm: PictureAlarm) => void;
}

/** What is wrong with the cameras' pictures, as vision sees it. */
export interface PictureNews {
  note(result: FrameResult): void;
  /** What is wrong now; null when nothing is, or when no frame was looked at for a while. */
  readonly troubleOf: (camera: CameraId) => ToldTrouble | null;
}

/** A verdict is as old as its frame: without newer ones it says nothing any more. */
const STALE_AFTER: DurationMs = seconds(30);

export function pictureNews({ clock, nameOf, alarm }: PictureNewsOptions): PictureNews {
  const known = new Map<CameraId, { readonly trouble: ToldTrouble | null; readonly seenAt: DurationMs }>();
  const tell = (camera: CameraId, { kind, since }: ToldTrouble, over: boolean): void => {
    const { title, advice, effect } = pictureWords[kind];
    const name = nameOf(camera);
    const message = over
      ? `摄像头「${name}」画面已恢复（此前${title}）`
      : `摄像头「${name}」${title}。${advice}。${effect}。`;
    alarm({ code: `camera-${kind}`, camera, over, since, message });
  };
  return {
    note: ({ camera, picture }) => {
      if (picture === undefined) return;
      const before = known.get(camera)?.trouble ?? null;
      const now = picture.trouble;
      known.set(camera, { trouble: now, seenAt: clock.monotonic() });
      if (before?.kind === now?.kind) return;
      if (before !== null) tell(camera, before, true);
      if (now !== null) tell(camera, now, false);
    },
    troubleOf: (camera) => {
      const verdict = known.get(camera);
      if (verdict === undefined || clock.monotonic() - verdict.seenAt > STALE_AFTER) return null;
      return verdict.trouble;
    },
  };
}

/** Tells people, the center and the journal of a picture's trouble, and of its end. */
export function tellOf(told: Pick<Outbox, 'put'>, evidence: Pick<Evidence, 'append'>, log: Log, now: () => EpochMs) {
  return ({ code, camera, over, since, message }: PictureAlarm): void => {
    log[over ? 'info' : 'error'](message, { code, camera, over });
    told.put('alarm', { code, camera, over, since, message }, now());
    evidence
      .append({ kind: 'note', about: `${code} ${camera}`, sha256: null, by: 'kiosk', detail: message })
      .catch((error: unknown) => log.error("a picture's trouble was not journalled", { error }));
  };
}
