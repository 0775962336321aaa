import { type ClipResult, LONGEST_CLIP_MS } from '../../core/contract/center/commands.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { EpochMs, Span } from '../../core/domain/units.ts';
import { type Carried, type Sending, sending } from './sending.ts';

/** Cuts video out of the evidence: `kiosk/evidence/viewing` satisfies it. */
export interface Cutting {
  cut(
    camera: CameraId,
    span: Span,
    signal: AbortSignal,
  ): Promise<{
    readonly parts: readonly (Span & { readonly path: string; readonly sealed: boolean })[];
    readonly holes: readonly (Span & { readonly why: string })[];
  }>;
}

/** Who asks for which seconds. */
export interface WantedClip extends Span {
  readonly camera: CameraId;
}

/**
 * The seconds asked for as .mp4, and which of them there are none of.
 * @throws ZaikeError `bad-span` for more than five minutes, none at all, or seconds to come.
 */
export async function takeClip(
  cutting: Cutting,
  { camera, from, to }: WantedClip,
  { now, signal }: { readonly now: EpochMs; readonly signal: AbortSignal },
): Promise<Carried<ClipResult>> {
  if (to <= from) throw refused('录像的结束要晚于开始');
  if (to - from > LONGEST_CLIP_MS) throw refused('一段录像最长 5 分钟，请分段调取');
  if (from > now) throw refused('还没有到这个时间');
  const sent = sending();
  return { result: await clipInto(sent, cutting, { camera, from, to }, signal), files: sent.files };
}

/** Adds the files of a clip to an answer. */
export async function clipInto(
  sent: Sending,
  cutting: Cutting,
  { camera, from, to }: WantedClip,
  signal: AbortSignal,
): Promise<ClipResult> {
  const { parts, holes } = await cutting.cut(camera, { from, to }, signal);
  const shown: ClipResult['parts'] = [];
  for (const part of parts) {
    const file = await sent.path(`${camera}-${String(part.from)}.mp4`, 'video/mp4', part.path);
    shown.push({ file, from: part.from, to: part.to, sealed: part.sealed });
  }
  return {
    camera,
    from,
    to,
    parts: shown,
    holes: holes.map((hole) => ({ from: hole.from, to: hole.to, why: hole.why })),
  };
}

const refused = (message: string): ZaikeError => new ZaikeError(message, { code: 'bad-span', retry: false });
