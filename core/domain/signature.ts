/**
 * A signature drawn by finger or pen: strokes of points `[x0, y0, x1, y1, …]`, whole numbers on a field
 * {@link FIELD} wide and high.
 */
export type Strokes = readonly (readonly number[])[];

/** The drawing field; its picture is twice as wide as high, so both axes are scaled to the same number. */
export const FIELD = { width: 1000, height: 500 } as const;

/** At most this many numbers in all: a minute of drawing. */
export const MOST_NUMBERS = 8000;
/** The least length of ink, as a share of the field's width: a dot or a tick is no name. */
const LEAST_INK = 0.4;

/** What is wrong with a signature, or null. */
export type SignatureFault = 'empty' | 'too-long' | 'outside';

/** Checks that strokes lie on the field, are as long as a name and no longer than a minute's drawing. */
export function signatureFault(strokes: Strokes): SignatureFault | null {
  if (strokes.reduce((sum, { length }) => sum + length, 0) > MOST_NUMBERS) return 'too-long';
  const isOn = (value: number, n: number): boolean =>
    Number.isInteger(value) && value >= 0 && value <= (n % 2 === 0 ? FIELD.width : FIELD.height);
  if (!strokes.every((stroke) => stroke.length % 2 === 0 && stroke.every(isOn))) return 'outside';
  const ink = strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0);
  return ink < LEAST_INK * FIELD.width ? 'empty' : null;
}

function lengthOf(stroke: readonly number[]): number {
  let length = 0;
  for (let n = 2; n + 1 < stroke.length; n += 2)
    length += Math.hypot((stroke[n] ?? 0) - (stroke[n - 2] ?? 0), (stroke[n + 1] ?? 0) - (stroke[n - 1] ?? 0));
  return length;
}

/** The strokes as the `d` of an SVG path on a field of {@link FIELD}. */
export function signaturePath(strokes: Strokes): string {
  return strokes
    .map((stroke) => {
      const points = Array.from({ length: stroke.length / 2 }, (_, n) => `${stroke[2 * n]} ${stroke[2 * n + 1]}`);
      return points.length === 1 ? `M${points[0]} l0 0` : `M${points.join(' L')}`;
    })
    .join(' ');
}

/** The signature as a picture of its own. */
export function signatureSvg(strokes: Strokes): string {
  const { width, height } = FIELD;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><path d="${signaturePath(strokes)}" fill="none" stroke="#111" stroke-width="8" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}
