import type { TrackInFrame } from '../../../core/domain/face.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import type { Picture, VisionEngine } from '../ports.ts';
import type { Tracker } from './tracker.ts';

/** One frame from pixels to names: find the faces, embed those that need it, follow them, say who they are. */
export async function analyse(
  engine: Pick<VisionEngine, 'read' | 'embed'>,
  tracker: Tracker,
  picture: Picture,
  at: EpochMs,
): Promise<readonly TrackInFrame[]> {
  const plan = tracker.plan(await engine.read(picture, tracker.before(at)), at);
  const faces = plan.embed.flatMap((i) => plan.readings[i] ?? []);
  return tracker.update(plan, faces.length === 0 ? [] : await engine.embed(picture, faces, plan.sides));
}
