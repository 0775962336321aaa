import { parseArgs } from 'node:util';
import { MODELS } from '../../faces/engine.ts';
import { whole } from '../whole.part.ts';

/** What `npm run bench -- vision` was asked to do. */
export interface VisionOptions {
  /** Folder with people/ (and outsiders/), each person/photo.jpg; undefined: the photographs of the npm package. */
  readonly faces: string | undefined;
  readonly models: string;
  readonly rounds: number;
  /** How often each pack's process is killed. */
  readonly restarts: number;
}

/** @throws TypeError for an unknown flag, ZaikeError `usage` for a value out of range. */
export function visionOptions(args: readonly string[]): VisionOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { faces: text, models: text, rounds: text, restarts: text },
  });
  return {
    faces: values.faces,
    models: values.models ?? MODELS,
    rounds: whole('--rounds', values.rounds ?? '9', 1, 1000),
    restarts: whole('--restarts', values.restarts ?? '5', 1, 1000),
  };
}
