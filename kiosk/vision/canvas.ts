import type { Box } from '../../core/domain/face.ts';
import type { Picture } from './ports.ts';

/** Where a picture lies on a canvas: canvas pixel = picture pixel × scale + offset. */
export interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** A rgb24 surface of fixed size that pictures of other sizes are put on; black where nothing lies. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  #covered = { width: 0, height: 0 };

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height * 3);
  }

  /** Puts a picture alone at the top left, shrunk only if it is larger than the canvas. */
  show(picture: Picture): Placement {
    if (picture.width !== this.#covered.width || picture.height !== this.#covered.height) this.clear();
    this.#covered = { width: picture.width, height: picture.height };
    return this.place(picture, 0, 0, this.width, this.height);
  }

  /** Puts a picture at (x, y), shrunk to fit into `width` × `height`; never enlarged. */
  place(picture: Picture, x: number, y: number, width: number, height: number): Placement {
    const scale = Math.min(1, width / picture.width, height / picture.height);
    if (scale === 1) this.#copy(picture, x, y);
    else this.#shrink(picture, scale, x, y);
    return { scale, x, y };
  }

  clear(): void {
    this.data.fill(0);
    this.#covered = { width: 0, height: 0 };
  }

  #copy({ data, width, height }: Picture, x: number, y: number): void {
    if (x === 0 && width === this.width) {
      this.data.set(data, y * this.width * 3);
      return;
    }
    for (let row = 0; row < height; row++)
      this.data.set(data.subarray(row * width * 3, (row + 1) * width * 3), ((y + row) * this.width + x) * 3);
  }

  /** Each pixel is the mean of the picture's pixels that it covers. */
  #shrink({ data, width, height }: Picture, scale: number, left: number, top: number): void {
    const [columns, rows] = [Math.max(1, Math.floor(width * scale)), Math.max(1, Math.floor(height * scale))];
    for (let v = 0; v < rows; v++) {
      const y0 = Math.min(height - 1, Math.floor(v / scale));
      const y1 = Math.max(y0 + 1, Math.min(height, Math.floor((v + 1) / scale)));
      for (let u = 0; u < columns; u++) {
        const x0 = Math.min(width - 1, Math.floor(u / scale));
        const x1 = Math.max(x0 + 1, Math.min(width, Math.floor((u + 1) / scale)));
        let [r, g, b] = [0, 0, 0];
        for (let y = y0; y < y1; y++) {
          for (let i = (y * width + x0) * 3; i < (y * width + x1) * 3; i += 3) {
            r += data[i] ?? 0;
            g += data[i + 1] ?? 0;
            b += data[i + 2] ?? 0;
          }
        }
        const count = (x1 - x0) * (y1 - y0);
        const at = ((top + v) * this.width + left + u) * 3;
        this.data[at] = r / count + 0.5;
        this.data[at + 1] = g / count + 0.5;
        this.data[at + 2] = b / count + 0.5;
      }
    }
  }
}

/** A canvas box in pixels of the picture that was placed there. */
export function toPicture(box: Box, { scale, x, y }: Placement): Box {
  return { x: (box.x - x) / scale, y: (box.y - y) / scale, width: box.width / scale, height: box.height / scale };
}
