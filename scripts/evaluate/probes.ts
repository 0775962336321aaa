import { weightedMean } from '../../kiosk/vision/identity/vector.ts';
import type { PhotoFace } from '../faces/embed.ts';
import { combinations } from './combinations.ts';
import type { Enrolled, Probe } from './rates.ts';

/** One template a person: the mean of the photos with a face. `without`: people none of whose photos has one. */
export function enrolAll(faces: readonly PhotoFace[]): {
  readonly enrolled: readonly Enrolled[];
  readonly without: readonly string[];
} {
  const enrolled: Enrolled[] = [];
  const without: string[] = [];
  for (const [person, own] of Map.groupBy(faces, (face) => face.person)) {
    const embedding = weightedMean(
      own.flatMap((face) => (face.embedding ? [{ embedding: face.embedding, weight: 1 }] : [])),
    );
    if (embedding) enrolled.push({ person, embedding });
    else without.push(person);
  }
  return { enrolled, without };
}

/**
 * Probes of `track` photos each (see combinations): the quality-weighted mean of those with a face,
 * as a track has it. A probe none of whose photos has a face is a miss.
 */
export function probesOf(faces: readonly PhotoFace[], track: number): readonly Probe[] {
  return [...Map.groupBy(faces, ({ person }) => person)].flatMap(([person, own]) =>
    combinations(own.length, track).map((indices): Probe => {
      const found = indices.flatMap((i) => {
        const { embedding, weight } = own[i] as PhotoFace;
        return embedding ? [{ embedding, weight: Math.max(0.01, weight) }] : [];
      });
      return { person, embedding: weightedMean(found) ?? null };
    }),
  );
}
