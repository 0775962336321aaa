import type { SnapshotResult } from '../../core/contract/center/commands.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import { type Carried, sending } from './sending.ts';

/** A camera's newest picture, or why there is none, in words for people. */
export type Shot =
  | { readonly kind: 'picture'; readonly at: EpochMs; readonly jpeg: Uint8Array }
  | { readonly kind: 'none'; readonly why: string; readonly since: EpochMs | null };

export interface SnapshotPorts {
  readonly cameras: () => readonly { readonly id: CameraId; readonly name: string }[];
  /** Decoded from what the camera gives now. Never rejects for a camera's fault. */
  readonly shoot: (camera: CameraId) => Promise<Shot>;
  readonly now: () => EpochMs;
}

/** A picture of each camera now, one after the other: decoding shares the processor with the lesson. */
export async function takeSnapshot({ cameras, shoot, now }: SnapshotPorts): Promise<Carried<SnapshotResult>> {
  const sent = sending();
  const at = now();
  const shots: SnapshotResult['cameras'] = [];
  for (const { id, name } of cameras()) {
    const shot = await shoot(id);
    const picture: SnapshotResult['cameras'][number]['picture'] =
      shot.kind === 'none'
        ? { kind: 'none', why: shot.why, since: shot.since }
        : { kind: 'picture', file: sent.bytes(`${id}.jpg`, 'image/jpeg', shot.jpeg), at: shot.at };
    shots.push({ camera: id, name, picture });
  }
  return { result: { at, cameras: shots }, files: sent.files };
}
