import type { Opening, OpeningWindow } from './evidence.ts';
import type { LessonRecord } from './record.ts';
import type { SeenSighting } from './seen.ts';
import type { SightingProof } from './sighting.ts';

/** A sighting as records keep it: with its proof when a face was seen. */
export interface ProvenSighting extends SeenSighting {
  readonly proof: SightingProof | null;
}

const WINDOWS: readonly OpeningWindow[] = ['arrival', 'inside', 'middle', 'departure', 'last'];

/** What the records of a lesson rest on: each sighting once for each window that it opened, in the order of the records. */
export function openingsOf(records: readonly LessonRecord<ProvenSighting>[]): Omit<Opening, 'picture'>[] {
  return records.flatMap(({ trainee, seen }) =>
    WINDOWS.flatMap((window) => {
      const sighting = seen[window];
      if (sighting === null || (window === 'last' && sighting === seen.departure)) return [];
      const { at, camera, proof } = sighting;
      return [{ trainee, window, at, camera, proof }];
    }),
  );
}
