import type { PackInfo } from '../../kiosk/vision/ports.ts';

/**
 * face-api's tiny detector boxes the whole head (a square), YuNet the face: on the same 60 portraits
 * 135 and 98 pixels wide in the median. Widths are given as YuNet's everywhere, so that "32 px" is the
 * same face for both packs.
 */
const SHARE: Readonly<Record<PackInfo['name'], number>> = { standard: 98.1 / 135, sharp: 1 };

/** Width of the box that a pack's detector puts around a face of this width; pixels. */
export function boxWidthFor(facePx: number, pack: PackInfo['name']): number {
  return facePx / SHARE[pack];
}
