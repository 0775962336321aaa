import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import { sampleScenario } from '../office/classes.ts';

/** The kiosk's program itself, in a process of its own. */
export interface KioskProgram extends AsyncDisposable {
  /** Everything that it logged. */
  said(): string;
}

/** The kiosk's data below a folder, as {@link startKioskProgram} configures it. */
export const DATA = 'data';

/** Starts the program in a folder, with one class and a camera that nobody can reach. */
export function startKioskProgram(
  folder: string,
  url: string,
  scenario: ScenarioJson = sampleScenario(),
): KioskProgram {
  const config = join(folder, 'kiosk.json');
  writeFileSync(join(folder, 'class.json'), JSON.stringify(scenario));
  writeFileSync(
    config,
    JSON.stringify({
      ...{ institution: '沈阳工学院', dataDir: DATA, classFile: 'class.json', room: 'B301' },
      cameras: [{ id: 'room', name: '教室后方', address: 'rtsp://127.0.0.1:1/none' }],
      http: { port: 0 },
      recording: { checkpointSeconds: 1 },
      center: { url },
    }),
  );
  const child = spawn(process.execPath, ['kiosk/main.ts', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', (bytes: Buffer) => said.push(bytes.toString()));
  return {
    said: () => said.join(''),
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null) return;
      const over = once(child, 'exit');
      child.kill('SIGTERM');
      await over;
    },
  };
}
