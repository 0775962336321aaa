/** An embedding, the person it is of, and how much it counts in their template's mean. */
export interface PhotoEmbedding {
  readonly photo: string;
  readonly person: string;
  readonly embedding: Float32Array;
  readonly weight: number;
}

/** One person's template, of the same model as all others compared with it. */
export interface PersonTemplate {
  readonly person: string;
  readonly embedding: Float32Array;
}

/** The pack's figures that likeness is judged by. */
export interface AlikeLimits {
  /** Similarity to a template from which a probe of several frames is identified. */
  readonly threshold: number;
  /** How much the best similarity must exceed the second person's. */
  readonly margin: number;
}

/** Faces that may be taken for one another. */
export type AlikeFinding =
  /** Two people who may be confused; `same`: so alike that it is probably one person enrolled twice. */
  | {
      readonly code: 'alike';
      readonly people: readonly [string, string];
      readonly similarity: number;
      readonly same: boolean;
    }
  /** The photo is more like somebody else's template than like the person's other photos. */
  | { readonly code: 'closer-to-other'; readonly photo: string; readonly person: string; readonly other: string }
  /** The photo shows somebody else than the person's other photos. */
  | { readonly code: 'odd'; readonly photo: string; readonly person: string }
  /** The same file twice. */
  | {
      readonly code: 'same-photo';
      readonly photos: readonly [string, string];
      readonly people: readonly [string, string];
    };

/** A finding about one photo. */
export type Stray = Extract<AlikeFinding, { readonly photo: string }>;

/** Cosine of two unit vectors of equal length, −1…1. */
export function likeness(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/**
 * One template of all of a person's photos: the weighted mean of their unit embeddings, renormalised (better than
 * the best of several: spec vision.md); undefined of none.
 */
export function templateMean(
  photos: readonly Pick<PhotoEmbedding, 'embedding' | 'weight'>[],
): Float32Array<ArrayBuffer> | undefined {
  const [first] = photos;
  if (first === undefined) return undefined;
  const sum = new Float32Array(first.embedding.length);
  // A photo of weight 0 still counts a little: somebody chose it and the doctor let it pass.
  for (const { embedding, weight } of photos) {
    const share = Math.max(weight, 0.01);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + share * (embedding[i] as number);
  }
  const length = Math.sqrt(likeness(sum, sum)) || 1;
  return sum.map((value) => value / length);
}

/** From this similarity on two templates are probably of one person: half-way from the threshold to 1. */
export const sameFaceFrom = ({ threshold }: AlikeLimits): number => (1 + threshold) / 2;

/**
 * Pairs of `people` with anybody of `all` (they among them) that may be confused: as alike as the threshold less the
 * margin, each pair once, most alike first.
 */
export function alikePairs(
  people: readonly PersonTemplate[],
  all: readonly PersonTemplate[],
  limits: AlikeLimits,
): readonly Extract<AlikeFinding, { code: 'alike' }>[] {
  const asked = new Set(people.map(({ person }) => person));
  const found = people.flatMap((one) =>
    all.flatMap((other) => {
      if (other.person === one.person || (asked.has(other.person) && other.person < one.person)) return [];
      const similarity = likeness(one.embedding, other.embedding);
      if (similarity < limits.threshold - limits.margin) return [];
      const pair: readonly [string, string] = [one.person, other.person];
      return [{ code: 'alike' as const, people: pair, similarity, same: similarity >= sameFaceFrom(limits) }];
    }),
  );
  return found.toSorted((a, b) => b.similarity - a.similarity);
}

/**
 * Photos that sit closer to somebody else's template than to the mean of their own person's other photos, and photos
 * unlike the person's others. A person's only photo is compared with the others' templates alone: from the threshold
 * on it is named. Of two photos of one person that differ both are named: nobody can tell which is theirs.
 */
export function strayPhotos(
  photos: readonly PhotoEmbedding[],
  all: readonly PersonTemplate[],
  limits: AlikeLimits,
): readonly Stray[] {
  const ofPerson = Map.groupBy(photos, ({ person }) => person);
  return photos.flatMap(({ photo, person, embedding }): readonly Stray[] => {
    const others = (ofPerson.get(person) ?? []).filter((each) => each.photo !== photo);
    const mean = templateMean(others);
    const own = mean === undefined ? limits.threshold : likeness(embedding, mean);
    const nearest = nearestOther(embedding, person, all);
    if (nearest !== undefined && nearest.similarity >= limits.threshold - limits.margin && nearest.similarity > own)
      return [{ code: 'closer-to-other' as const, photo, person, other: nearest.person }];
    return mean !== undefined && own < limits.threshold - limits.margin
      ? [{ code: 'odd' as const, photo, person }]
      : [];
  });
}

function nearestOther(
  embedding: Float32Array,
  person: string,
  all: readonly PersonTemplate[],
): { person: string; similarity: number } | undefined {
  let best: { person: string; similarity: number } | undefined;
  for (const other of all) {
    if (other.person === person) continue;
    const similarity = likeness(embedding, other.embedding);
    if (best === undefined || similarity > best.similarity) best = { person: other.person, similarity };
  }
  return best;
}

/** Photo files that are there twice, whether under one person or two; each copy is told once, beside the first. */
export function samePhotos(
  photos: readonly { readonly photo: string; readonly person: string; readonly sha256: string }[],
): readonly Extract<AlikeFinding, { code: 'same-photo' }>[] {
  return [...Map.groupBy(photos, ({ sha256 }) => sha256).values()].flatMap(([first, ...copies]) =>
    first === undefined
      ? []
      : copies.map((copy) => ({
          code: 'same-photo' as const,
          photos: [first.photo, copy.photo] as const,
          people: [first.person, copy.person] as const,
        })),
  );
}
