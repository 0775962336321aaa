import type { Box } from '../../core/domain/face.ts';
import type { FaceReading, Picture } from '../../kiosk/vision/ports.ts';

/** The face that a portrait is of: large and near the middle. Undefined when there is none. */
export function mainFace(readings: readonly FaceReading[], { width, height }: Picture): FaceReading | undefined {
  const half = Math.hypot(width, height) / 2;
  const weight = ({ detection: { box } }: FaceReading): number => {
    const off = Math.hypot(box.x + box.width / 2 - width / 2, box.y + box.height / 2 - height / 2) / half;
    return box.width * box.height * Math.max(0.05, 1 - off) ** 2;
  };
  return readings.toSorted((a, b) => weight(b) - weight(a))[0];
}

/** The reading that lies where a face is known to be: overlap of at least 0.3, the greatest wins. */
export function faceAt(
  readings: readonly FaceReading[],
  box: Box,
  overlap: (a: Box, b: Box) => number,
): FaceReading | undefined {
  const near = readings.filter(({ detection }) => overlap(detection.box, box) >= 0.3);
  return near.toSorted((a, b) => overlap(b.detection.box, box) - overlap(a.detection.box, box))[0];
}
