import type { Similarity } from './align.ts';
import type { Picture } from './ports.ts';

/** The most samples a side of one crop pixel when the crop is smaller than what it shows. */
const MOST_SAMPLES = 4;

/**
 * Writes the square crop of `side` pixels that `toPicture` maps into the picture to `out` at `offset`
 * (rgb24): bilinear, or where the picture is shrunk the mean of up to 4×4 of its pixels. What lies
 * outside the picture is black.
 */
export function warp(picture: Picture, toPicture: Similarity, side: number, out: Uint8Array, offset: number): void {
  const samples = Math.min(MOST_SAMPLES, Math.max(1, Math.round(Math.hypot(toPicture.a, toPicture.b))));
  if (samples === 1) interpolate(picture, toPicture, side, out, offset);
  else average(picture, toPicture, side, samples, out, offset);
}

/** The mean of `samples`² pixels, spread evenly over what a pixel of the crop shows. */
function average(
  { data, width, height }: Picture,
  { a, b, x0, y0 }: Similarity,
  side: number,
  samples: number,
  out: Uint8Array,
  offset: number,
): void {
  const share = 1 / (samples * samples);
  const [stepX, stepY] = [a / samples, b / samples];
  const shift = (1 - samples) / 2;
  // Half a pixel more, so that cutting the fraction off gives the nearest pixel.
  const [startX, startY] = [x0 + (stepX - stepY) * shift + 0.5, y0 + (stepX + stepY) * shift + 0.5];
  const inside = isInside({ width, height }, { a, b, x0: startX, y0: startY }, side);
  let at = offset;
  for (let v = 0; v < side; v++) {
    for (let u = 0; u < side; u++, at += 3) {
      let r = 0;
      let g = 0;
      let blue = 0;
      for (let j = 0; j < samples; j++) {
        let x = startX + a * u - b * v - stepY * j;
        let y = startY + b * u + a * v + stepX * j;
        for (let i = 0; i < samples; i++, x += stepX, y += stepY) {
          if (!inside && !(x >= 0 && y >= 0 && x < width && y < height)) continue;
          const from = ((y | 0) * width + (x | 0)) * 3;
          // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- the pixel is inside the picture
          r += data[from]!;
          // eslint-disable-next-line @typescript-eslint/no-non-null-assertion
          g += data[from + 1]!;
          // eslint-disable-next-line @typescript-eslint/no-non-null-assertion
          blue += data[from + 2]!;
        }
      }
      out[at] = r * share + 0.5;
      out[at + 1] = g * share + 0.5;
      out[at + 2] = blue * share + 0.5;
    }
  }
}

/** Whether a crop and two of its pixels around it lie within the picture: its corners do. */
function isInside(
  { width, height }: Pick<Picture, 'width' | 'height'>,
  { a, b, x0, y0 }: Similarity,
  side: number,
): boolean {
  const corners = [
    [-2, -2],
    [side + 1, -2],
    [-2, side + 1],
    [side + 1, side + 1],
  ] as const;
  return corners.every(([u, v]) => {
    const [x, y] = [x0 + a * u - b * v, y0 + b * u + a * v];
    return x >= 0 && y >= 0 && x < width - 1 && y < height - 1;
  });
}

function interpolate(
  { data, width, height }: Picture,
  t: Similarity,
  side: number,
  out: Uint8Array,
  offset: number,
): void {
  let at = offset;
  const row = width * 3;
  const [lastX, lastY] = [width - 1, height - 1];
  for (let v = 0; v < side; v++) {
    let x = t.x0 - t.b * v;
    let y = t.y0 + t.a * v;
    for (let u = 0; u < side; u++, x += t.a, y += t.b, at += 3) {
      const left = Math.floor(x);
      const top = Math.floor(y);
      if (left < 0 || top < 0 || left >= lastX || top >= lastY) {
        edge(data, width, height, x, y, out, at);
        continue;
      }
      const fx = x - left;
      const fy = y - top;
      const i = top * row + left * 3;
      const j = i + row;
      const w11 = fx * fy;
      const w10 = fy - w11;
      const w01 = fx - w11;
      const w00 = 1 - fx - w10;
      // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- all indices are inside the picture
      out[at] = data[i]! * w00 + data[i + 3]! * w01 + data[j]! * w10 + data[j + 3]! * w11 + 0.5;
      // eslint-disable-next-line @typescript-eslint/no-non-null-assertion
      out[at + 1] = data[i + 1]! * w00 + data[i + 4]! * w01 + data[j + 1]! * w10 + data[j + 4]! * w11 + 0.5;
      // eslint-disable-next-line @typescript-eslint/no-non-null-assertion
      out[at + 2] = data[i + 2]! * w00 + data[i + 5]! * w01 + data[j + 2]! * w10 + data[j + 5]! * w11 + 0.5;
    }
  }
}

/** One sample on the picture's last row or column, or outside. */
function edge(
  data: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  out: Uint8Array,
  at: number,
): void {
  const inside = x > -0.5 && y > -0.5 && x < width - 0.5 && y < height - 0.5;
  const left = Math.min(width - 1, Math.max(0, Math.round(x)));
  const top = Math.min(height - 1, Math.max(0, Math.round(y)));
  for (let c = 0; c < 3; c++) out[at + c] = inside ? (data[(top * width + left) * 3 + c] ?? 0) : 0;
}

/** Writes the mirror image, left to right, of a square crop of `side` pixels into `out` at `offset`, not over itself. */
export function mirror(source: Uint8Array, side: number, out: Uint8Array, offset: number): void {
  for (let v = 0; v < side; v++) {
    let from = v * side * 3;
    let to = offset + (v + 1) * side * 3 - 3;
    for (let u = 0; u < side; u++, from += 3, to -= 3) {
      out[to] = source[from] ?? 0;
      out[to + 1] = source[from + 1] ?? 0;
      out[to + 2] = source[from + 2] ?? 0;
    }
  }
}
