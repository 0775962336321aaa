import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { epochMs } from '../../core/domain/units.ts';
import { observations } from '../../kiosk/store/observations.ts';
import { openDatabase } from '../../kiosk/store/open.ts';

/**
 * What a kiosk observed, as a replay file: its class file with the stored sightings, coverage and stays of
 * unidentified people. `folder` is the kiosk's data folder with the class file in it.
 */
export function scenarioOfData(folder: string): Record<string, unknown> {
  using db = openDatabase(join(folder, 'zaike.db'));
  const observed = observations(db);
  const [from, to] = [epochMs(0), epochMs(Date.parse('2100-01-01T00:00:00Z'))];
  const iso = (at: number): string => new Date(at).toISOString();
  const classFile = JSON.parse(readFileSync(join(folder, 'class.json'), 'utf8')) as Record<string, unknown>;
  return {
    ...classFile,
    coverage: observed
      .coverage(from, to)
      .map((span) => ({ camera: span.camera, from: iso(span.from), to: iso(span.to) })),
    sightings: observed.sightings(from, to).map(({ trainee, at, camera, liveness }) => ({
      trainee,
      at: iso(at),
      camera,
      ...(liveness === 'unsure' ? { liveness } : {}),
    })),
    unidentified: observed.unidentified(from, to).map((span) => ({ from: iso(span.from), to: iso(span.to) })),
  };
}
