import { fileURLToPath } from 'node:url';
import type { FrameResult } from '../../../core/domain/face.ts';
import { cameraId } from '../../../core/domain/ids.ts';
import type { CaptureEvent } from '../../../core/domain/media.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { silentLog } from '../../../core/platform/log.ts';
import { systemWorkers, type Worker } from '../../../core/platform/worker.ts';
import { PipeWriter } from '../../../kiosk/camera/pipe-writer.ts';
import type { PackInfo } from '../../../kiosk/vision/ports.ts';
import { superviseVision } from '../../../kiosk/vision/supervisor.ts';
import { filmOf, samplePhoto } from '../../../test/support/vision/film.ts';

/** How long nothing is looked at when the vision process is killed: to the first result with a face, in ms. */
export interface RestartFigures {
  readonly median: number;
  readonly most: number;
}

type PackName = PackInfo['name'];

const PROGRAM = fileURLToPath(new URL('../../../kiosk/vision.main.ts', import.meta.url));
const camera = cameraId('bench');

/**
 * The real vision process with a pack, watching a 1080p film with a keyframe each second, is killed with
 * SIGKILL; the supervisor starts it anew. Each round has a supervisor of its own: one that sees its
 * process die again and again waits longer.
 */
export async function measureRestart(pack: PackName, models: string, rounds: number): Promise<RestartFigures> {
  const film = await filmOf(samplePhoto(3));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await oneRestart(pack, models, film));
  times.sort((a, b) => a - b);
  const rounded = (i: number): number => Math.round(times[i] ?? Number.NaN);
  return { median: rounded(Math.floor(rounds / 2)), most: rounded(rounds - 1) };
}

async function oneRestart(pack: PackName, models: string, film: Awaited<ReturnType<typeof filmOf>>): Promise<number> {
  const over = new AbortController();
  let [seen, lives]: [() => void, Worker[]] = [() => undefined, []];
  let [writer, init]: [PipeWriter | undefined, CaptureEvent | undefined] = [undefined, undefined];
  const face = (): Promise<void> => new Promise((resolve) => (seen = resolve));
  await using _vision = superviseVision(
    {
      ...{ program: PROGRAM, models, pack, runtime: 'onnx', siteThresholds: null },
      cameras: [{ id: camera, role: 'check-in' }],
    },
    {
      workers: {
        start: (...args) => {
          const worker = systemWorkers.start(...args);
          lives.push(worker);
          return worker;
        },
      },
      ...{ clock: systemClock, log: silentLog, onState: () => undefined },
      feed: (pipe) => {
        writer = new PipeWriter(pipe);
        if (init) writer.write(init);
      },
      onResult: ({ tracks }: FrameResult) => {
        if (tracks.length > 0) seen();
      },
    },
  );
  const playing = film.play(camera, systemClock, over.signal, (event) => {
    if (event.kind === 'init') init = event;
    writer?.write(event);
  });
  await face();
  const killed = performance.now();
  const [first] = lives;
  lives = [];
  first?.kill('SIGKILL');
  await first?.exited; // what it had sent before is no sign of the next life
  await face();
  const took = performance.now() - killed;
  over.abort();
  await playing;
  return took;
}
