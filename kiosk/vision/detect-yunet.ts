import type { Detection } from '../../core/domain/face.ts';
import type { Tensor } from './runtime.ts';

const STRIDES = [8, 16, 32] as const;

/**
 * Reads the outputs of the family `yunet` for an input of `width` pixels: per stride `cls_*`, `obj_*`
 * (0–1), `bbox_*`; confidence = √(cls·obj), centre = (column + dx, row + dy)·stride, size =
 * exp(dw, dh)·stride. Candidates above `least`, in pixels of the network's input, before suppression.
 * Source: github.com/ShiqiYu/libfacedetection.train; OpenCV's face_detect.cpp.
 */
export function readYunet(outputs: Readonly<Record<string, Tensor>>, width: number, least: number): Detection[] {
  const found: Detection[] = [];
  const nothing = new Float32Array(0);
  for (const stride of STRIDES) {
    const of = (kind: string): Float32Array => outputs[`${kind}_${stride}`]?.data ?? nothing;
    const [classes, objects, boxes] = [of('cls'), of('obj'), of('bbox')];
    const columns = width / stride;
    const leastSquare = least * least;
    for (let cell = 0; cell < classes.length; cell++) {
      const square = (classes[cell] ?? 0) * (objects[cell] ?? 0);
      if (square <= leastSquare) continue;
      const at = cell * 4;
      const boxWidth = Math.exp(boxes[at + 2] ?? 0) * stride;
      const boxHeight = Math.exp(boxes[at + 3] ?? 0) * stride;
      const x = ((cell % columns) + (boxes[at] ?? 0)) * stride - boxWidth / 2;
      const y = (Math.floor(cell / columns) + (boxes[at + 1] ?? 0)) * stride - boxHeight / 2;
      found.push({ box: { x, y, width: boxWidth, height: boxHeight }, confidence: Math.sqrt(square) });
    }
  }
  return found;
}
