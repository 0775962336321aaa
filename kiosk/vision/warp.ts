import type { Similarity } from './align.ts';
import type { Picture } from './ports.ts';

/** The most samples a side of one crop pixel when the crop is smaller than what it shows. */
const MOST_SAMPLES = 4;

/**
 * Writes the square crop of `side` pixels that `toPicture` maps into the picture to `out` at `offset`
 * (rgb24), bilinear; averaged over up to 4×4 samples a pixel where the picture is shrunk. What lies
 * outside the picture is black.
 */
export function warp(picture: Picture, toPicture: Similarity, side: number, out: Uint8Array, offset: number): void {
  const { a, b } = toPicture;
  const samples = Math.min(MOST_SAMPLES, Math.max(1, Math.round(Math.hypot(a, b))));
  if (samples === 1) {
    warpOnce(picture, toPicture, side, out, offset);
    return;
  }
  const fine = side * samples;
  const large = new Uint8Array(fine * fine * 3);
  const shift = (1 - samples) / 2 / samples;
  const scaled: Similarity = {
    a: a / samples,
    b: b / samples,
    x0: toPicture.x0 + a * shift - b * shift,
    y0: toPicture.y0 + b * shift + a * shift,
  };
  warpOnce(picture, scaled, fine, large, 0);
  shrink(large, side, samples, out, offset);
}

function warpOnce(
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

function shrink(large: Uint8Array, side: number, samples: number, out: Uint8Array, offset: number): void {
  const row = side * samples * 3;
  const count = samples * samples;
  for (let v = 0; v < side; v++) {
    for (let u = 0; u < side; u++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let j = 0; j < samples; j++)
          for (let i = 0; i < samples; i++) sum += large[(v * samples + j) * row + (u * samples + i) * 3 + c] ?? 0;
        out[offset + (v * side + u) * 3 + c] = sum / count + 0.5;
      }
    }
  }
}

/** Mirrors `count` square crops of `side` pixels from `source` into `out` at `offset`, left to right. */
export function mirror(source: Uint8Array, side: number, count: number, out: Uint8Array, offset: number): void {
  for (let v = 0; v < side * count; v++) {
    let from = v * side * 3;
    let to = offset + (v + 1) * side * 3 - 3;
    for (let u = 0; u < side; u++, from += 3, to -= 3) {
      out[to] = source[from] ?? 0;
      out[to + 1] = source[from + 1] ?? 0;
      out[to + 2] = source[from + 2] ?? 0;
    }
  }
}
