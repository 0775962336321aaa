import type { FacePose } from '../../core/domain/enrolment.ts';

/**
 * Six of the 68 points on a head of average shape: x to the picture's right, y down, z towards the camera, the
 * nose's tip at 0. Only proportions matter. Source: the generic head that is used with solvePnP
 * (learnopencv.com, head pose estimation), mirrored into these axes.
 */
const HEAD: readonly (readonly [point: number, x: number, y: number, z: number])[] = [
  [30, 0, 0, 0],
  [8, 0, 330, -65],
  [36, -225, -170, -135],
  [45, 225, -170, -135],
  [48, -150, 150, -125],
  [54, 150, 150, -125],
];
/** How far up a face that looks straight ahead seems to look with this head and the 68-point network, in degrees. */
const STRAIGHT_AHEAD = -8;

type Three = readonly [number, number, number];

/**
 * Where a face looks, from its 68 points (x, y pairs): the rotation of {@link HEAD} that fits them best under weak
 * perspective (DeMenthon and Davis, 1995, without the iteration). Degrees; good to about 5 for faces up to 40.
 */
export function poseOf(landmarks: Float32Array): FacePose {
  const seen = HEAD.map(([point]) => [landmarks[point * 2] ?? 0, landmarks[point * 2 + 1] ?? 0] as const);
  const centre = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [cx, cy, cz] = [1, 2, 3].map((axis) => centre(HEAD.map((point) => point[axis] ?? 0))) as [
    number,
    number,
    number,
  ];
  const [cu, cv] = [centre(seen.map(([u]) => u)), centre(seen.map(([, v]) => v))];
  const model = HEAD.map(([, x, y, z]): Three => [x - cx, y - cy, z - cz]);
  const across = unit(
    fit(
      model,
      seen.map(([u]) => u - cu),
    ),
  );
  const down = unit(
    fit(
      model,
      seen.map(([, v]) => v - cv),
    ),
  );
  const ahead = cross(across, down);
  const degrees = (radians: number): number => (radians * 180) / Math.PI;
  return {
    yaw: degrees(Math.atan2(across[2], ahead[2])),
    pitch: degrees(Math.atan2(-down[2], Math.hypot(across[2], ahead[2]))) - STRAIGHT_AHEAD,
    roll: degrees(Math.atan2(down[0], across[0])),
  };
}

/** The vector whose products with the model's points come nearest to `values` (normal equations, Cramer's rule). */
function fit(model: readonly Three[], values: readonly number[]): Three {
  const sum = (of: (point: Three, i: number) => number): number =>
    model.reduce((all, point, i) => all + of(point, i), 0);
  const column = (k: 0 | 1 | 2): Three => [
    sum((point) => point[0] * point[k]),
    sum((point) => point[1] * point[k]),
    sum((point) => point[2] * point[k]),
  ];
  const [a, b, c] = [column(0), column(1), column(2)];
  const right: Three = [0, 1, 2].map((k) => sum((point, i) => (point[k] ?? 0) * (values[i] ?? 0))) as unknown as Three;
  const all = dot(a, cross(b, c));
  return [dot(right, cross(b, c)) / all, dot(a, cross(right, c)) / all, dot(a, cross(b, right)) / all];
}

const dot = (a: Three, b: Three): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Three, b: Three): Three => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
function unit(vector: Three): Three {
  const length = Math.sqrt(dot(vector, vector)) || 1;
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}
