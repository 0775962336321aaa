import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { SHEET, sheetLayout } from '../../core/domain/contact-sheet.ts';
import { timeOfDayAt } from '../../core/domain/day.ts';
import type { EpochMs, Span } from '../../core/domain/units.ts';
import { type Grab, grabPictures } from './clip.ts';

/** One camera's row: where its pictures come from. */
export interface SheetRow {
  readonly camera: string;
  readonly segments: readonly (Span & { readonly file: string })[];
}

export interface SheetOptions {
  readonly title: string;
  readonly lesson: Span;
  readonly rows: readonly SheetRow[];
}

const { cell: CELL, margin: MARGIN, title: TITLE } = SHEET;

/**
 * A lesson at a glance: for each camera six pictures evenly over the lesson, each with its time; where nothing
 * was recorded the cell says so. JPEG.
 */
export async function contactSheet({ title, lesson, rows }: SheetOptions): Promise<Buffer> {
  const scratch = await mkdtemp(join(tmpdir(), 'zaike-sheet-'));
  const { width, height, cells } = sheetLayout(rows, lesson);
  const layers: OverlayOptions[] = [{ input: text(title, width, TITLE, 20), left: 0, top: 0 }];
  try {
    for (const [y, row] of rows.entries()) {
      const own = cells.filter(({ camera }) => camera === row);
      const pictures = await takePictures(
        row,
        own.map(({ at }) => at),
        join(scratch, String(y)),
      );
      for (const [x, { at, left, top }] of own.entries()) {
        const words = text(`${row.camera}  ${clockAt(at)}`, CELL.width, CELL.label, 16);
        layers.push({ input: words, left, top: top - CELL.label });
        layers.push({ input: await cell(pictures[x] ?? null), left, top });
      }
    }
    const sheet = sharp({ create: { width, height, channels: 3, background: '#f4f5f7' } });
    return await sheet.composite(layers).jpeg({ quality: 82, mozjpeg: true }).toBuffer();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The files of the pictures; null where no segment shows the instant. */
async function takePictures(
  { segments }: SheetRow,
  instants: readonly EpochMs[],
  scratch: string,
): Promise<(string | null)[]> {
  const grabs = instants.map((at, x): Grab | null => {
    const segment = segments.find(({ from, to }) => from <= at && at < to);
    return segment
      ? { file: segment.file, offset: (at - segment.from) / 1000, out: `${scratch}-${String(x)}.jpg` }
      : null;
  });
  const wanted = grabs.filter((grab) => grab !== null);
  try {
    if (wanted.length > 0) await grabPictures(wanted, CELL.width);
  } catch {
    // One of them is damaged: the others are taken alone.
    for (const grab of wanted) await grabPictures([grab], CELL.width).catch(() => undefined);
  }
  return grabs.map((grab) => grab?.out ?? null);
}

async function cell(file: string | null): Promise<Buffer> {
  if (file === null) return empty('没有录像');
  try {
    const fit = { width: CELL.width, height: CELL.height, fit: 'contain' as const, background: '#000' };
    return await sharp(file).resize(fit).toBuffer();
  } catch {
    return empty('无法读取');
  }
}

function empty(words: string): Buffer {
  const { width, height } = CELL;
  const middle = `x="${String(width / 2)}" y="${String(height / 2 + 6)}" text-anchor="middle"`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">
      <rect width="100%" height="100%" fill="#d5d8dd"/><text ${middle} font-family="${FONTS}" font-size="18" fill="#666">${words}</text></svg>`,
  );
}

const FONTS = 'Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, PingFang SC, sans-serif';

function text(words: string, width: number, height: number, size: number): Buffer {
  const safe = words.replace(/[&<>]/g, (character) => `&#${String(character.charCodeAt(0))};`);
  const place = `x="${String(size > 16 ? MARGIN : 2)}" y="${String(height - 6)}"`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">
      <text ${place} font-family="${FONTS}" font-size="${String(size)}" fill="#1f2329">${safe}</text></svg>`,
  );
}

/** `08:31:07`, Asia/Shanghai. */
function clockAt(at: EpochMs): string {
  const seconds = Math.floor(timeOfDayAt(at) / 1000);
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
}
