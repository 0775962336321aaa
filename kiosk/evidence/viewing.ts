import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CameraId } from '../../core/domain/ids.ts';
import type { SightingProof } from '../../core/domain/sighting.ts';
import { type EpochMs, epochMs, minutes, type Span } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { type ClipPart, grabPictures, joinClip } from './clip.ts';
import { clipCache } from './clip-cache.ts';
import { contactSheet } from './contact-sheet.ts';
import { type Cut, cutSpan } from './cut-span.ts';
import { digestOf } from './digest.ts';
import { locate } from './locate.ts';
import type { EvidenceIndex } from './ports.ts';
import { byInit } from './segment-groups.ts';

export interface ViewingOptions {
  /** The evidence folder; only read here. */
  readonly evidence: string;
  /** Where what was cut is kept for the next viewer; a folder of its own. */
  readonly cache: string;
  readonly index: Pick<EvidenceIndex, 'segments' | 'gaps' | 'picture'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Above this the files that were not looked at for the longest go. */
  readonly mostBytes?: number;
  /** The camera's segment in the writing, as far as it is on the disk; none is known by default. */
  readonly growing?: (camera: CameraId) => ClipPart | null;
}

/** A clip of one camera: second n shows `from` + n. `id` is good until the kiosk ends. */
export interface Clip extends Span {
  readonly id: string;
}

export interface ClipPlan {
  readonly parts: readonly Clip[];
  readonly gaps: readonly (Span & { readonly why: string })[];
}

/** Video and pictures for people who look: cut once, kept for the next, never evidence themselves. */
export interface Viewing {
  /** Which clips show a camera's span, at most half an hour of it, and where nothing was recorded. The last minute may still be in the writing. */
  plan(camera: CameraId, span: Span): Promise<ClipPlan>;
  /** The file of a planned clip; null when the id is not (any more) known. Cutting ends when all who asked have gone. @throws as joinClip. */
  clip(id: string, signal: AbortSignal): Promise<string | null>;
  /** The whole frame that shows an instant, as a JPEG file; null when no segment does. */
  frame(camera: CameraId, at: EpochMs, proof: Pick<SightingProof, 'run' | 'decodeTime'> | null): Promise<string | null>;
  /** A contact sheet of a lesson's cameras, as a JPEG file. */
  sheet(
    title: string,
    cameras: readonly { readonly id: CameraId; readonly name: string }[],
    lesson: Span,
  ): Promise<string>;
  /** A camera's span cut to the instant, with what of it is missing; also from the segment that grows. @throws as trimClip. */
  cut(camera: CameraId, span: Span, signal: AbortSignal): Promise<Cut>;
}

const LONGEST = minutes(30);
const MOST_BYTES = 4 * 2 ** 30;
/** Clips planned and not forgotten yet. */
const MOST_PLANNED = 2000;
const FRAME_WIDTH = 1280;

interface Cutting {
  readonly file: Promise<string>;
  readonly stop: AbortController;
  viewers: number;
}

/** Opens the viewing of an evidence folder. */
export function openViewing(options: ViewingOptions): Viewing {
  const { evidence, cache, index, clock, mostBytes = MOST_BYTES } = options;
  const files = clipCache(cache, clock, mostBytes);
  const planned = new Map<string, readonly ClipPart[]>();
  const cutting = new Map<string, Cutting>();

  const plan = async (camera: CameraId, span: Span): Promise<ClipPlan> => {
    const to = epochMs(Math.min(span.to, span.from + LONGEST));
    const whole = { from: span.from, to };
    const there = index
      .segments(camera, whole)
      .filter(({ state, from, to: end }) => state === 'kept' && from < to && span.from < end)
      .map(({ path, from, to: end }): ClipPart => ({ file: join(evidence, path), from, to: end }))
      .filter(({ file }) => existsSync(file));
    const parts = (await byInit(there)).map((group): Clip => {
      const id = digestOf(Buffer.from(group.map(({ file }) => file).join('\n'))).slice(0, 32);
      planned.delete(id);
      planned.set(id, group);
      return { id, from: group[0]?.from ?? span.from, to: group.at(-1)?.to ?? to };
    });
    for (const id of planned.keys()) {
      if (planned.size <= MOST_PLANNED) break;
      planned.delete(id);
    }
    const gaps = index.gaps(camera, whole).map(({ from, to: end, why }) => ({ from, to: end, why }));
    return { parts, gaps };
  };

  const cut = async (id: string, parts: readonly ClipPart[], signal: AbortSignal): Promise<string> => {
    return await files.make(`${id}.mp4`, async (unfinished) => {
      await joinClip(parts, unfinished, { signal });
      signal.throwIfAborted();
    });
  };

  const clip = async (id: string, signal: AbortSignal): Promise<string | null> => {
    const parts = planned.get(id);
    if (parts === undefined) return null;
    const ready = files.ready(`${id}.mp4`);
    if (ready !== null) return ready;
    const own = cutting.get(id) ?? begin(id, parts);
    own.viewers += 1;
    const leave = (): void => {
      own.viewers -= 1;
      if (own.viewers === 0) own.stop.abort(new Error('everybody who asked for the clip has gone'));
    };
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    try {
      return await own.file;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };

  const begin = (id: string, parts: readonly ClipPart[]): Cutting => {
    const stop = new AbortController();
    const file = cut(id, parts, stop.signal).finally(() => cutting.delete(id));
    file.catch(() => undefined); // whoever waits is told
    const own: Cutting = { file, stop, viewers: 0 };
    cutting.set(id, own);
    return own;
  };

  return {
    plan,
    clip,
    cut: (camera, span, signal) =>
      cutSpan({ evidence, index, files, growing: options.growing ?? (() => null), clock }, { camera, span, signal }),
    frame: async (camera, at, proof) => {
      const place = locate(index, camera, at, proof);
      if (place === null) return null;
      const file = join(evidence, place.path);
      if (!existsSync(file)) return null;
      const name = `${digestOf(Buffer.from(`${place.path} ${place.offset}`)).slice(0, 32)}.jpg`;
      return await files.make(name, (out) => grabPictures([{ file, offset: place.offset, out }], FRAME_WIDTH));
    },
    sheet: async (title, cameras, lesson) => {
      const rows = cameras.map(({ id, name }) => ({
        camera: name,
        segments: index
          .segments(id, lesson)
          .filter(({ state }) => state === 'kept')
          .map(({ path, from, to }) => ({ file: join(evidence, path), from, to })),
      }));
      // Another set of segments gives another sheet: while a lesson runs it grows.
      const key = JSON.stringify([title, lesson, rows]);
      const name = `${digestOf(Buffer.from(key)).slice(0, 32)}.jpg`;
      return await files.make(name, async (out) => {
        await writeFile(out, await contactSheet({ title, lesson, rows }));
      });
    },
  };
}
