import type { Picture } from '../../../kiosk/vision/ports.ts';
import type { Random } from '../../faces/random.ts';
import type { Cutout } from '../../faces/sheet.ts';

/** What a classroom camera does to a face; sizes in pixels of the final picture. */
export interface Wear {
  /** Standard deviation of the blur. */
  readonly blur: number;
  /** Brightness factor and exponent. */
  readonly gain: number;
  readonly gamma: number;
  /** Light from one side: difference between the left and right edge, as a share. */
  readonly slant: number;
  /** Part of the face that something hides; null: nothing. */
  readonly hidden: { readonly side: 'below' | 'left' | 'right'; readonly part: number; readonly grey: number } | null;
}

/** One frame in seven has something before the face. */
export function drawWear(random: Random): Wear {
  return {
    blur: random.between(0, 0.9),
    gain: random.between(0.5, 1.3),
    gamma: random.between(0.75, 1.4),
    slant: random.between(-0.5, 0.5),
    hidden: random.chance(0.15)
      ? {
          side: random.pick(['below', 'left', 'right']),
          part: random.between(0.2, 0.45),
          grey: random.between(20, 200),
        }
      : null,
  };
}

/** The cutout as such a camera would show it; noise and compression come with the whole frame. */
export function wear<T extends Cutout>(cutout: T, how: Wear): T {
  const { width, height } = cutout.picture;
  const data = blur(cutout.picture, how.blur);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const light = how.gain * (1 + how.slant * (x / width - 0.5));
      for (let c = 0; c < 3; c++, i++) data[i] = 255 * ((data[i] ?? 0) / 255) ** how.gamma * light;
    }
  }
  if (how.hidden) hide(data, width, height, cutout.box, how.hidden);
  return { ...cutout, picture: { data: Uint8Array.from(data, clamp), width, height } };
}

/** Noise of the sensor over a whole frame, in place; `sigma` in grey levels. */
export function addNoise({ data }: Picture, sigma: number, random: Random): void {
  // A table of normal numbers read from random places is as good here and many times as fast.
  const table = Float32Array.from({ length: 4099 }, () => random.normal() * sigma);
  let at = random.index(table.length);
  for (let i = 0; i < data.length; i++) {
    if ((i & 1023) === 0) at = random.index(table.length);
    at = at + 1 === table.length ? 0 : at + 1;
    data[i] = clamp((data[i] ?? 0) + (table[at] ?? 0));
  }
}

const clamp = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));

function hide(
  data: Float32Array,
  width: number,
  height: number,
  box: Cutout['box'],
  { side, part, grey }: NonNullable<Wear['hidden']>,
): void {
  const left = side === 'right' ? box.x + (1 - part) * box.width : box.x - 0.2 * box.width;
  const right = side === 'left' ? box.x + part * box.width : box.x + 1.2 * box.width;
  const top = side === 'below' ? box.y + (1 - part) * box.height : box.y - 0.2 * box.height;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, box.y + 1.2 * box.height); y++) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x++) {
      data.fill(grey, (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  }
}

function blur({ data, width, height }: Picture, sigma: number): Float32Array {
  const source = Float32Array.from(data);
  if (sigma < 0.2) return source;
  const reach = Math.ceil(2.5 * sigma);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-((k - reach) ** 2) / (2 * sigma * sigma)));
  const sum = kernel.reduce((total, value) => total + value, 0);
  const pass = (from: Float32Array, step: number, length: number, position: (i: number) => number): Float32Array => {
    const to = new Float32Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const at = position(i);
      let value = 0;
      for (let k = -reach; k <= reach; k++) {
        const shift = Math.max(-at, Math.min(length - 1 - at, k));
        value += (kernel[k + reach] ?? 0) * (from[i + shift * step] ?? 0);
      }
      to[i] = value / sum;
    }
    return to;
  };
  const across = pass(source, 3, width, (i) => Math.floor(i / 3) % width);
  return pass(across, 3 * width, height, (i) => Math.floor(i / 3 / width));
}
