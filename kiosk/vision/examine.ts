import type { Detection } from '../../core/domain/face.ts';
import { toPicture } from './canvas.ts';
import type { Detector } from './detector.ts';
import { mostCertain } from './overlap.ts';
import type { Picture } from './ports.ts';

/** Between the copies on the canvas, so that no face reaches over two. */
const GAP = 16;

/**
 * Faces of an enrolment photo, most certain first, boxes in its pixels. The photo is put on the
 * detector's canvas several times, each half as large as the one before, side by side: one run of
 * the same network finds small faces in the large copy and faces that fill the picture in a small one.
 */
export async function examinePhoto(detector: Detector, photo: Picture, overlapLimit: number): Promise<Detection[]> {
  const canvas = detector.canvas();
  canvas.clear();
  let side = Math.min(detector.height, Math.floor((detector.width - GAP) / 1.5));
  const copies = [canvas.place(photo, 0, 0, side, side)];
  const column = side + GAP;
  for (let y = 0; side >= 128; y += side + GAP) {
    side = Math.floor(side / 2);
    if (y + side > detector.height) break;
    copies.push(canvas.place(photo, column, y, side, side));
  }
  const found: Detection[] = [];
  for (const { box, confidence } of await detector.findOn(canvas.data)) {
    const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
    const copy = copies.find(
      ({ x, y, scale }) => cx >= x && cy >= y && cx < x + photo.width * scale && cy < y + photo.height * scale,
    );
    if (copy) found.push({ box: toPicture(box, copy), confidence });
  }
  canvas.clear();
  return mostCertain(found, overlapLimit);
}
