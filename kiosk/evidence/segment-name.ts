import { dateAt, timeOfDayAt } from '../../core/domain/day.ts';
import { type SegmentId, segmentId } from '../../core/domain/ids.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { SegmentHead } from './segment-head.ts';

/** A segment's id: camera, instant, and boot, run and first frame, which no other segment of the kiosk shares. A name on every file system. */
export function segmentName({
  camera,
  from,
  boot,
  run,
  firstFrame,
}: Pick<SegmentHead, 'camera' | 'from' | 'boot' | 'run' | 'firstFrame'>): SegmentId {
  return segmentId(`${camera}.${stamp(from)}.${String(boot)}-${String(run)}-${String(firstFrame)}`);
}

/** Where a sealed segment is in the evidence folder. */
export const segmentPath = ({ id, camera, from }: Pick<SegmentHead, 'id' | 'camera' | 'from'>): string =>
  `segments/${camera}/${dateAt(from)}/${id}.mp4`;

/** `20261008T083000.123` in Asia/Shanghai: sorts, and is a name on every file system. */
function stamp(at: EpochMs): string {
  const time = timeOfDayAt(at);
  const part = (unit: number, modulo: number): string =>
    String(Math.floor(time / unit) % modulo).padStart(modulo > 100 ? 3 : 2, '0');
  const clock = `${part(3_600_000, 24)}${part(60_000, 60)}${part(1000, 60)}.${part(1, 1000)}`;
  return `${dateAt(at).replaceAll('-', '')}T${clock}`;
}
