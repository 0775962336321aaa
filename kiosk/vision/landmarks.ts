import type { Box } from '../../core/domain/face.ts';
import type { Similarity } from './align.ts';
import { runInBatches } from './batches.ts';
import type { Family } from './manifest.ts';
import type { Picture } from './ports.ts';
import type { Network } from './runtime.ts';
import type { Scratch } from './scratch.ts';
import { warp } from './warp.ts';

/** Side of the 68-point network's input. */
export const POINTS_SIDE = 112;

/** The 68 points of one face, and the crop they were read from. */
export interface Landmarks {
  /** x, y pairs in pixels of the picture, length 136. */
  readonly points: Float32Array;
  /** rgb24 of 112×112, on which quality is judged; only until the next reading. */
  readonly crop: Uint8Array;
  /** Pixels of the picture that one pixel of the crop shows. */
  readonly scale: number;
}

/**
 * What of a detector's box the 68-point network wants to see, as width and height of the region and
 * shift of its centre, in shares of the box's height (`yunet`), or the box itself (face-api's own).
 * Source: fitted on the detectors' boxes for the same faces (docs/decisions/033).
 */
export function pointsRegion(box: Box, family: Family): Box {
  if (family !== 'yunet') return box;
  const [width, height] = [0.7333 * box.height, 0.9748 * box.height];
  const x = box.x + box.width / 2 - 0.0125 * box.height - width / 2;
  const y = box.y + box.height / 2 + 0.0111 * box.height - height / 2;
  return { x, y, width, height };
}

/** Runs the 68-point network on the regions of a picture, in batches. */
export async function readLandmarks(
  network: Network,
  picture: Picture,
  regions: readonly Box[],
  scratch: Scratch,
): Promise<Landmarks[]> {
  const size = POINTS_SIDE * POINTS_SIDE * 3;
  const crops = scratch.of(regions.length * size);
  const transforms = regions.map((region, i) => {
    const transform = squareAround(region);
    warp(picture, transform, POINTS_SIDE, crops, i * size);
    return transform;
  });
  const points = await runInBatches(network, 'points', crops, POINTS_SIDE, regions.length, 136);
  return transforms.map(({ a, x0, y0 }, i) => ({
    points: points
      .subarray(i * 136, (i + 1) * 136)
      .map((value, j) => value * POINTS_SIDE * a + (j % 2 === 0 ? x0 : y0)),
    crop: crops.subarray(i * size, (i + 1) * size),
    scale: a,
  }));
}

/** The square with the region's centre and its longer side. */
function squareAround({ x, y, width, height }: Box): Similarity {
  const side = Math.max(width, height);
  return { a: side / POINTS_SIDE, b: 0, x0: x + (width - side) / 2, y0: y + (height - side) / 2 };
}
