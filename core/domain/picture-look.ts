import type { PictureTrouble } from './picture.ts';
import { DARK_BELOW, EDGE, edgesOf, percentile } from './picture-grey.ts';
import { type Printed, repeats } from './picture-repeat.ts';
import { fineness, lostShare, type Scene, type SceneMemory, wasMoved } from './picture-scene.ts';

/** What is measured of one frame to judge the picture as such; nobody can be recognised in it. */
export interface PictureLook extends Scene, Printed {}

/** The share of places with an edge that any room has: less is something before the lens. */
const LEAST_EDGES = 0.012;
/** Against a scene: so much of its edges is gone, and few others have come. */
const LOST_EDGES = 0.7;
const EDGES_LEFT = 0.5;
/** Less than this share of the scene's fine detail: out of focus. */
const SHARP_SHARE = 0.5;

/**
 * What is wrong in one frame; `before` are the looks that a repeated picture is searched in, `scene` what the picture
 * should look like, if somebody has said so. Without it, a dark, a wholly covered and a frozen picture are found, but
 * no picture that is covered in part, moved, or out of focus.
 */
export function judgeLook(look: PictureLook, scene: SceneMemory | null, before: readonly Printed[]): PictureTrouble[] {
  if (isDark(look)) return ['dark'];
  const edges = edgesOf(look.grey);
  const share = edges.filter((edge) => edge >= EDGE).length / edges.length;
  if (share < LEAST_EDGES) return ['blocked'];
  if (scene !== null && lostShare(edges, scene) >= LOST_EDGES && share < scene.share * EDGES_LEFT) return ['blocked'];
  const found: PictureTrouble[] = repeats(look, before) ? ['frozen'] : [];
  if (scene === null) return found;
  if (wasMoved(edges, scene)) found.push('moved');
  else if (fineness(look) < SHARP_SHARE * scene.fineness) found.push('blurred');
  return found;
}

/** Whether nearly the whole picture is black. */
export function isDark({ grey }: Pick<PictureLook, 'grey'>): boolean {
  return percentile(grey, 0.8) < DARK_BELOW;
}
