import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseInstant } from '../../../core/domain/day.ts';
import { cameraId, segmentId } from '../../../core/domain/ids.ts';
import { type EpochMs, epochMs, minutes, plus } from '../../../core/domain/units.ts';
import { digestOf } from '../../../kiosk/evidence/digest.ts';
import { fastClock, openKiosk, type TestKiosk, type TestKioskOptions } from './kiosk.ts';

export const room = cameraId('room');

/** `2026-10-08T08:30` in Asia/Shanghai. */
export const at = (text: string): EpochMs => parseInstant(`${text}:00+08:00`) ?? epochMs(0);

/** Puts a sealed segment of a minute there, with a file of its own. */
export async function segment(kiosk: TestKiosk, from: EpochMs, bytes = 1000): Promise<string> {
  const id = segmentId(`room.${String(from)}`);
  const path = `segments/room/x/${id}.mp4`;
  const data = Buffer.alloc(bytes, String(from));
  mkdirSync(dirname(join(kiosk.directory, path)), { recursive: true });
  writeFileSync(join(kiosk.directory, path), data);
  const frames = { boot: 1, run: 1, firstFrame: 0, frames: 1500, firstDecode: 0, endDecode: 60_000, timescale: 1000 };
  const picture = { codec: 'avc1.64001F', width: 1920, height: 1080, note: null };
  const file = { path, bytes, sha256: digestOf(data) };
  await kiosk.evidence.append({
    kind: 'segment',
    id,
    camera: room,
    from,
    to: plus(from, minutes(1)),
    ...frames,
    ...picture,
    ...file,
  });
  return path;
}

/** Opens the kiosk of `data` at a moment, uses it, and closes it. */
export async function kioskAt<T>(
  data: string,
  now: string,
  use: (kiosk: TestKiosk, there: (path: string) => boolean) => Promise<T>,
  options: TestKioskOptions = {},
): Promise<T> {
  await using kiosk = await openKiosk(data, { clock: fastClock(at(now), 1), keeper: false, ...options });
  return await use(kiosk, (path) => existsSync(join(kiosk.directory, path)));
}
