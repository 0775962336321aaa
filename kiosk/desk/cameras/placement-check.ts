import type { JobPorts } from '../../../core/accounts/jobs.ts';
import type { Placed } from '../../../core/contract/office/cameras.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { FrameResult } from '../../../core/domain/face.ts';
import { type FaceLook, judgePlacement } from '../../../core/domain/placement.ts';
import { type DurationMs, milliseconds, seconds } from '../../../core/domain/units.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import type { Kept, World } from './ports.ts';

export interface PlacementTimes {
  /** How long faces are measured. */
  readonly measure: DurationMs;
}

export interface PlacementPorts {
  readonly world: World;
  readonly clock: Clock;
  readonly times?: PlacementTimes;
}

const MINUTE: PlacementTimes = { measure: seconds(60) };
const TELL_EVERY = milliseconds(500);
/** Most looks that are kept; a class of fifty for a minute at five frames a second gives a quarter of it. */
const MOST_LOOKS = 60_000;

/**
 * Measures the faces of one camera for a minute and judges where in its picture people are identified.
 * @throws ZaikeError `vision-down` when recognition does not run, `no-picture` when no frame came; the signal's reason when cancelled.
 */
export async function placementCheck(
  camera: Kept,
  by: string,
  { world, clock, times = MINUTE }: PlacementPorts,
  { report, signal }: JobPorts,
): Promise<{ readonly placed: Placed; readonly picture: Uint8Array | null }> {
  const pack = world.pack();
  if (pack === null) throw new ZaikeError('人脸识别还没有运行，请稍候再检查', { code: 'vision-down', retry: true });
  const looks: FaceLook[] = [];
  let [frames, width, height] = [0, 0, 0];
  const people = new Set<number>();
  const stop = new AbortController();
  world.results(
    camera.id,
    (result) => {
      frames += 1;
      ({ width, height } = result);
      for (const look of looksOf(result)) {
        if (looks.length < MOST_LOOKS) looks.push(look);
        people.add(look.track);
      }
    },
    AbortSignal.any([signal, stop.signal]),
  );
  try {
    const begun = clock.monotonic();
    for (;;) {
      const share = (clock.monotonic() - begun) / times.measure;
      if (share >= 1) break;
      const left = Math.ceil((times.measure * (1 - share)) / 1000);
      report(share, `还剩 ${String(left)} 秒；已分析 ${String(frames)} 帧，见到 ${String(people.size)} 张人脸`);
      await clock.sleep(TELL_EVERY, signal);
    }
  } finally {
    stop.abort();
  }
  if (frames === 0)
    throw new ZaikeError('这一分钟里没有收到画面，请先排除摄像头故障', { code: 'no-picture', retry: true });
  const { stream, role } = camera;
  const result = judgePlacement(looks, { smallestFace: pack.smallestFace, width, height, stream, role });
  const picture = await world.snapshot(camera.id);
  return { placed: { at: clock.now(), by, pack: pack.name, frames, width, height, result }, picture };
}

/** The faces that were found in this very frame and could be measured. */
function looksOf({ tracks, width, height }: FrameResult): FaceLook[] {
  return tracks.flatMap(({ track, box, quality, detected, identification }) =>
    quality === null || !detected
      ? []
      : [
          {
            track,
            x: (box.x + box.width / 2) / width,
            y: (box.y + box.height / 2) / height,
            height: box.height / height,
            ...{ eyeDistance: quality.eyeDistance, sharpness: quality.sharpness },
            ...{ frontality: quality.frontality, light: quality.light },
            identified: identification.kind === 'identified',
          },
        ],
  );
}
