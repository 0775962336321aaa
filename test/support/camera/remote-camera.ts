import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Processes } from '../../../core/platform/process.ts';
import type { Command } from './control.ts';
import type { Credentials } from './rtsp/digest.ts';
import type { SimulatedCameraOptions } from './simulated-camera.ts';

/** A simulated camera in a process of its own, so that its work is not counted as the kiosk's. */
export interface RemoteCamera extends AsyncDisposable {
  readonly pid: number | undefined;
  readonly rtspUrl: string;
  readonly subRtspUrl: string | null;
  readonly onvifXaddr: string;
  readonly credentials: Credentials | null;
  /** Faults and film, one after the other. @throws Error with the camera's reason, or when it has died. */
  tell(command: Command): Promise<void>;
}

/** Starts one and waits until it can be reached; it ends with its parent. @throws Error with the camera's reason. */
export async function startRemoteCamera(processes: Processes, options: SimulatedCameraOptions): Promise<RemoteCamera> {
  await using started = new AsyncDisposableStack();
  const child = started.use(processes.spawn(process.execPath, [join(import.meta.dirname, 'run.ts')], { stdin: true }));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let turn: Promise<unknown> = Promise.resolve();
  const ask = (line: unknown): Promise<Record<string, unknown>> => {
    const asked = turn.then(async () => {
      child.stdin?.write(`${JSON.stringify(line)}\n`);
      const next = await answers.next();
      if (next.done === true) throw new Error(`the camera's process has ended: ${(await child.exited).stderr.trim()}`);
      const answer = JSON.parse(next.value) as Record<string, unknown>;
      if (typeof answer['error'] === 'string') throw new Error(answer['error']);
      return answer;
    });
    turn = asked.catch(() => undefined);
    return asked;
  };
  const addresses = (await ask(options)) as unknown as Omit<RemoteCamera, 'tell' | 'pid'>;
  const resources = started.move();
  return {
    ...addresses,
    pid: child.pid,
    tell: async (command) => {
      await ask(command);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
