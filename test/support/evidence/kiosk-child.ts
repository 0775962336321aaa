/**
 * A recording kiosk that is there to be killed: `node kiosk-child.ts DATA FILM CAMERAS`. Says on stdout `ready`, then what it was given and
 * what it promised: `f CAMERA CAPTURED_AT` for each frame handed to the recorder, `r ID` for each committed record, `j SEQ` for
 * each journalled fact.
 */
import { readFileSync, writeSync } from 'node:fs';
import { Fmp4Reader } from '../../../core/domain/fmp4.ts';
import { type CameraId, cameraId, classCode, traineeId } from '../../../core/domain/ids.ts';
import type { CaptureEvent } from '../../../core/domain/media.ts';
import { unseen } from '../../../core/domain/seen.ts';
import { type LocalDate, milliseconds } from '../../../core/domain/units.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { openDatabase } from '../../../kiosk/store/open.ts';
import { records } from '../../../kiosk/store/records.ts';
import { openKiosk } from './kiosk.ts';
import { type Film, initOf, packetOf } from './packets.ts';

const [data = '', filmFile = '', count = '1'] = process.argv.slice(2);
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

function load(file: string): Film {
  const reader = new Fmp4Reader();
  const frames = reader.push(readFileSync(file)).filter((part) => part.kind === 'fragment');
  const last = frames.at(-1);
  if (!reader.init || !last) throw new Error('no film');
  return { init: reader.init, frames, length: last.decodeTime + last.duration, fps: 25 };
}

async function* live(film: Film, camera: CameraId): AsyncGenerator<CaptureEvent> {
  yield initOf(film, camera);
  const start = systemClock.now();
  for (let n = 0; ; n += 1) {
    const packet = packetOf(film, camera, n, start);
    const wait = packet.capturedAt - systemClock.now();
    if (wait > 0) await systemClock.sleep(milliseconds(wait));
    yield { ...packet, capturedAt: systemClock.now() };
    say(`f ${camera} ${String(packet.capturedAt)}`);
  }
}

const film = load(filmFile);
const kiosk = await openKiosk(data, { clock: systemClock });
const db = openDatabase(`${data}/zaike.db`);
const kept = records(db);
say('ready');
for (let i = 0; i < Number(count); i += 1) {
  const camera = cameraId(`cam${String(i + 1)}`);
  void kiosk.evidence.record(camera, live(film, camera));
}
for (let no = 1; ; no += 1) {
  await systemClock.sleep(milliseconds(100));
  const lesson = {
    date: '2026-10-08' as LocalDate,
    no,
    outcome: 'present',
    notes: [],
    due: true,
    correction: null,
  } as const;
  const ids = kept.close(
    classCode(`B${String(process.pid)}`),
    [{ trainee: traineeId('t1'), seen: unseen, ...lesson }],
    systemClock.now(),
  );
  for (const id of ids) say(`r ${String(id)}`);
  const { seq } = await kiosk.evidence.append({ kind: 'view', what: `view ${String(no)}`, by: 'i1' });
  say(`j ${String(seq)}`);
}
