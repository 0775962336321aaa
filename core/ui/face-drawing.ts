import type { FaceBox } from '../contract/screen.ts';
import type { DrawnFace } from './face-timeline.ts';

/** Where a `contain`ed picture lies in its element, in device pixels. */
export interface PictureArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a box looks: told apart by line and words, the colour only helps. All are light lines on a dark rim. */
const LOOKS: Readonly<Record<FaceBox['state'], { readonly colour: string; readonly dash: readonly number[] }>> = {
  identified: { colour: '#7df0b4', dash: [] },
  checking: { colour: '#ffffff', dash: [0.5, 2.5] },
  unknown: { colour: '#8fd0ff', dash: [3, 2] },
  spoof: { colour: '#ffc46b', dash: [6, 2] },
};

const WORDS: Readonly<Record<FaceBox['state'], string>> = {
  identified: '',
  checking: '辨认中',
  unknown: '请正对镜头',
  spoof: '请本人面对镜头',
};

const INK = '#06130e';
const FONT =
  '"Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", sans-serif';

interface Plate {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Draws each face's box and name plate into `area`. Plates give way to each other: above the face, else below, else left out for small faces. */
export function drawFaces(context: CanvasRenderingContext2D, faces: readonly DrawnFace[], area: PictureArea): void {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  const placed: Plate[] = [];
  const nearFirst = [...faces].sort((a, b) => b.height - a.height);
  for (const face of nearFirst) {
    context.globalAlpha = face.opacity;
    const x = area.x + face.x * area.width;
    const y = area.y + face.y * area.height;
    const width = face.width * area.width;
    const height = face.height * area.height;
    outline(context, face.state, { left: x, top: y, width, height }, area);
    const text = face.name ?? WORDS[face.state];
    if (text === '') continue;
    const size = Math.round(Math.min(Math.max(height * 0.26, area.height * 0.026), area.height * 0.05));
    context.font = `700 ${size}px ${FONT}`;
    const plate = { width: context.measureText(text).width + size * 0.7, height: size * 1.4 };
    const left = Math.min(Math.max(x + (width - plate.width) / 2, area.x), area.x + area.width - plate.width);
    const gap = size * 0.2;
    const spots = [y - plate.height - gap, y + height + gap]
      .filter((top) => top >= area.y && top + plate.height <= area.y + area.height)
      .map((top) => ({ ...plate, left, top }));
    const spot = spots.find((one) => !placed.some((other) => overlap(one, other)));
    if (!spot) continue;
    placed.push(spot);
    label(context, text, size, spot, LOOKS[face.state].colour);
  }
  context.globalAlpha = 1;
}

function outline(
  context: CanvasRenderingContext2D,
  state: FaceBox['state'],
  box: Plate,
  { height }: PictureArea,
): void {
  const { colour, dash } = LOOKS[state];
  const line = Math.max(2, height * 0.0045);
  const path = new Path2D();
  path.roundRect(box.left, box.top, box.width, box.height, Math.min(box.width, box.height) * 0.12);
  context.setLineDash([]);
  context.lineWidth = line * 2;
  context.strokeStyle = 'rgb(6 19 14 / 55%)';
  context.stroke(path);
  context.setLineDash(dash.map((length) => length * line));
  context.lineCap = dash.length > 0 ? 'round' : 'butt';
  context.lineWidth = line;
  context.strokeStyle = colour;
  context.stroke(path);
  context.setLineDash([]);
}

function label(context: CanvasRenderingContext2D, text: string, size: number, plate: Plate, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(plate.left, plate.top, plate.width, plate.height, size * 0.25);
  context.fill();
  context.fillStyle = INK;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, plate.left + plate.width / 2, plate.top + plate.height / 2 + size * 0.05);
}

function overlap(a: Plate, b: Plate): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}
