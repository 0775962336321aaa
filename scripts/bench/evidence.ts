/**
 * `npm run bench -- evidence [--seconds 60] [--kills 50] [--dir DIR]`: what recording costs, what a kill costs, how fast a package is
 * verified. Each on real H.264 made by ffmpeg, on the disk that DIR is on (a folder under the system's temporary one by default).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { film } from '../../test/support/evidence/packets.ts';
import { killBench } from './evidence-kills.part.ts';
import { recorderBench } from './evidence-recorder.part.ts';
import { verifyBench } from './evidence-verify.part.ts';

/** Runs the three and returns their figures. */
export async function bench(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '60' },
      kills: { type: 'string', default: '50' },
      dir: { type: 'string', default: tmpdir() },
    },
  });
  const folder = await mkdtemp(join(values.dir, 'zaike-bench-evidence-'));
  const say = (line: string): void => void process.stderr.write(`evidence: ${line}\n`);
  try {
    say('8 cameras at 4 Mbit/s');
    const reel = await film({ bitrate: '4M', size: '1280x720', gop: 50 });
    const data = join(folder, 'recorder');
    const recorder = await recorderBench(data, reel, { cameras: 8, seconds: Number(values.seconds) });
    say(JSON.stringify(recorder));
    const verify = await verifyBench(data, recorder.until);
    say(JSON.stringify(verify));
    const kills = await killBench(
      join(folder, 'kills'),
      await film({ bitrate: '2M', size: '640x360' }),
      Number(values.kills),
      say,
    );
    const { until: _, ...figures } = recorder;
    return { recorder: figures, verify, kills };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
