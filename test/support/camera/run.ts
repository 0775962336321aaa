/**
 * A simulated camera as a process of its own: options on the first line of stdin, a command on each
 * further one (control.ts); one line of JSON on stdout for each. Ends when stdin ends.
 */
import { createInterface } from 'node:readline';
import { systemClock } from '../../../core/platform/clock.ts';
import { commandLine, obey, optionsLine } from './control.ts';
import { type SimulatedCamera, type SimulatedCameraOptions, startSimulatedCamera } from './simulated-camera.ts';

const answer = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

let camera: SimulatedCamera | null = null;
for await (const line of createInterface({ input: process.stdin })) {
  try {
    if (camera) {
      await obey(camera, commandLine.parse(JSON.parse(line)));
      answer({ ok: true });
      continue;
    }
    const options = optionsLine.parse(JSON.parse(line)) as SimulatedCameraOptions; // absent and undefined are one in JSON
    camera = await startSimulatedCamera(options, systemClock);
    const { rtspUrl, subRtspUrl, onvifXaddr, credentials } = camera;
    answer({ rtspUrl, subRtspUrl, onvifXaddr, credentials });
  } catch (error) {
    answer({ error: error instanceof Error ? error.message : String(error) });
  }
}
await camera?.[Symbol.asyncDispose]();
