import type { FrameResult } from '../../../core/domain/face.ts';
import type { Sighting } from '../../../core/domain/sighting.ts';

/**
 * The sightings that a frame proves: each trainee identified on a face found in this very frame
 * and not held to be a spoof; and, in the frame in which a track becomes identified, one more at
 * its first look that speaks for the same trainee (`creditFrom`). Nothing between those two is credited.
 */
export function sightingsOf(result: Pick<FrameResult, 'tracks' | 'at' | 'camera'>): readonly Sighting[] {
  return result.tracks.flatMap(({ identification, detected, liveness, standing, creditFrom }) => {
    if (standing === 'staff' || identification.kind !== 'identified' || !detected || liveness === 'spoof') return [];
    const { trainee } = identification.match;
    const seen = (at: Sighting['at']): Sighting => ({ trainee, at, camera: result.camera });
    return creditFrom === undefined ? [seen(result.at)] : [seen(creditFrom), seen(result.at)];
  });
}
