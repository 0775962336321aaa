import type { TrackInFrame } from '../../../core/domain/face.ts';
import { type TrackId, trackId } from '../../../core/domain/ids.ts';
import { type DurationMs, type EpochMs, minutes, seconds } from '../../../core/domain/units.ts';
import type { Before, FaceReading, LookSide, PackInfo, Side } from '../ports.ts';
import { Scene } from '../scene.ts';
import {
  associate,
  type Found,
  leftSeat,
  mayBeBack,
  nearness,
  plainPairs,
  recognise,
  sameSeat,
} from './association.ts';
import { onceAFrame } from './decide.ts';
import { lookAt } from './evidence.ts';
import { type Gallery, personKey } from './gallery.ts';
import { overlap } from './geometry.ts';
import { LEAST_WEIGHT, weightOf } from './quality.ts';
import { reunions } from './reunion.ts';
import { contradiction, recognition } from './thresholds.ts';
import { Track } from './track.ts';

/** A face that is not found for longer than this is lost; until then it is carried along. */
const PATIENCE: DurationMs = seconds(2.5);
/** A lost face's looks are kept this long, so that it is the same track when it comes back. */
const MEMORY: DurationMs = minutes(45);
const MOST_LOST = 100;
/** A face lost before it had so many looks is not worth keeping. */
const LOOKS_TO_KEEP = 3;
/** A carried box is not shown where another face is found. */
const COVERED = 0.3;

/** What the new frame needs before it can be understood. */
export interface Plan {
  readonly at: EpochMs;
  readonly readings: readonly FaceReading[];
  /** Which of `readings` must be embedded, ascending. */
  readonly embed: readonly number[];
  /** What of each of them is embedded, in the order of `embed`. */
  readonly sides: readonly Side[];
  /** Faces that place alone follows, as reading → live track. */
  readonly plain: ReadonlyMap<number, Track>;
}

/**
 * Follows the faces of one camera and says who they are. For each frame, in order of time:
 * `plan` tells which faces must be embedded, `update` takes the embeddings and gives the tracks.
 * A clock that goes back ends all tracks.
 */
export class Tracker {
  private live: Track[] = [];
  private lost: Track[] = [];
  private last: EpochMs | undefined;
  /** What the first looks at newcomers take in the next frame. */
  private side: LookSide = 'own';
  private readonly scene = new Scene();
  private readonly pack: PackInfo;
  private readonly nextTrack: () => TrackId;
  private gallery: Gallery;

  /** `nextTrack` makes ids that are unique within one start of the vision process. */
  constructor(pack: PackInfo, gallery: Gallery, nextTrack: () => TrackId) {
    this.pack = pack;
    this.gallery = gallery;
    this.nextTrack = nextTrack;
  }

  /** From now on this gallery is asked; tracks are judged anew at once (consent withdrawn: the name goes now). */
  useGallery(gallery: Gallery): void {
    this.gallery = gallery;
    for (const track of [...this.live, ...this.lost]) track.compareWith(gallery, this.pack);
  }

  /** What is known before the frame at `at` is read: faces that it need not look at may keep their points. */
  before(at: EpochMs): Before {
    const still = this.live.filter(
      (track) => track.missed === 0 && at - track.lastSeen <= PATIENCE && track.dueAt(at, this.pack) === 'later',
    );
    return { scene: this.scene, still: still.map(({ box }) => box) };
  }

  plan(readings: readonly FaceReading[], at: EpochMs): Plan {
    const passed = this.last === undefined ? 0 : at - this.last;
    this.age(at);
    const followed = this.followed(at);
    const found = readings.map(({ detection }) => ({ box: detection.box }));
    const pairs = plainPairs(followed, found, (row) => this.live[row]?.missed === 0);
    const plain = new Map<number, Track>();
    for (const [column, row] of pairs) {
      const track = this.live[row];
      if (track) plain.set(column, track);
    }
    const usable = [...readings.keys()].filter((i) => weightOf((readings[i] as FaceReading).quality) >= LEAST_WEIGHT);
    const due = Map.groupBy(usable, (i) => plain.get(i)?.dueAt(at, this.pack) ?? 'now');
    // As many a frame as keep up on average, so that faces found together do not stay due together.
    const turns = [...plain.values()].reduce((sum, track) => sum + 1 / track.again(this.pack), 0);
    const longest = (i: number): number => plain.get(i)?.looks.at(-1)?.at ?? 0;
    const soon = (due.get('soon') ?? [])
      .sort((a, b) => longest(a) - longest(b))
      .slice(0, Math.ceil(passed * turns - 1e-6));
    const embed = [...(due.get('now') ?? []), ...soon].sort((a, b) => a - b);
    this.side = this.side === 'own' ? 'mirrored' : 'own';
    const sides = embed.map((i): Side => {
      const track = plain.get(i);
      if (track) return track.sideFor(this.pack);
      const box = found[i]?.box;
      return box && followed.some((one) => nearness(one, box) > 0) ? 'both' : this.side;
    });
    return { at, readings, plain, embed, sides };
  }

  /** `embeddings`: unit vectors in the order of `plan.embed`. @throws RangeError when their numbers differ. */
  update(plan: Plan, embeddings: readonly Float32Array[]): readonly TrackInFrame[] {
    const { at, readings } = plan;
    if (embeddings.length !== plan.embed.length) {
      throw new RangeError(`expected ${plan.embed.length} embeddings, got ${embeddings.length}`);
    }
    const embedded = new Map(
      plan.embed.map((i, k) => [i, { embedding: embeddings[k] as Float32Array, side: plan.sides[k] ?? 'both' }]),
    );
    const found: Found[] = readings.map(({ detection }, i) => ({
      box: detection.box,
      embedding: embedded.get(i)?.embedding,
    }));
    const owners = this.owners(plan, found);
    const seen = new Set<Track>();
    for (const [i, reading] of readings.entries()) {
      const owner = owners.get(i);
      const track = owner?.track ?? new Track(this.nextTrack(), reading, at);
      seen.add(track);
      if (owner?.how === 'returned') track.returned(reading, at);
      else if (owner) track.follow(reading, at, owner.how === 'plain');
      const seenNow = embedded.get(i);
      if (seenNow) {
        const look = lookAt({ ...seenNow, weight: weightOf(reading.quality), at }, this.gallery);
        track.add(look, this.gallery, this.pack);
      }
    }
    const carried = this.live.filter((track) => !seen.has(track));
    for (const track of carried) track.missed += 1;
    this.lost = this.lost.filter((track) => !seen.has(track));
    this.live = [...this.reunited(seen, at), ...carried];
    return this.report(at);
  }

  /**
   * Tracks that were just looked at take over the looks of lost ones that were of the same face. Of the
   * two the older goes on.
   */
  private reunited(seen: ReadonlySet<Track>, at: EpochMs): readonly Track[] {
    if (this.lost.length === 0) return [...seen];
    const looked = [...seen].filter((track) => track.looks.at(-1)?.at === at && track.unsettled(this.pack));
    const merged = new Map<Track, Track>();
    const gone = new Set<Track>();
    for (const [here, other] of reunions(this.lost, looked, this.pack.thresholds)) {
      gone.add(other);
      if (other.since < here.since) other.continueAs(here, this.gallery, this.pack);
      else here.takeLooksOf(other, this.gallery, this.pack);
      merged.set(here, other.since < here.since ? other : here);
    }
    this.lost = this.lost.filter((track) => !gone.has(track));
    return [...seen].map((track) => merged.get(track) ?? track);
  }

  /** Whose face each reading is; those of nobody begin a track of their own. */
  private owners(plan: Plan, found: readonly Found[]): ReadonlyMap<number, Owner> {
    const limit = contradiction(this.pack.thresholds);
    const owners = new Map<number, Owner>();
    // A still face that was looked at and contradicts its track is not that track's any more.
    const pairs = associate(this.followed(plan.at), found, limit, this.lost);
    for (const [i, row] of pairs) {
      const track = this.live[row];
      const box = found[i]?.box;
      if (!track || !box) continue;
      const moved = leftSeat(track.box, box) ? 'returned' : 'moved';
      owners.set(i, { track, how: plan.plain.get(i) === track ? 'plain' : moved });
    }
    const taken = new Set([...owners.values()].map(({ track }) => track));
    const missing = [...this.lost, ...this.live.filter((track) => !taken.has(track))];
    const ownerless = [...found.keys()].filter((i) => !owners.has(i));
    const recognised = recognition(this.pack.thresholds);
    const back = recognise(
      missing.map(({ mean }) => mean),
      ownerless.map((i) => found[i]?.embedding),
      (row, column) => {
        const [one, other] = [missing[row], found[ownerless[column] ?? -1]];
        const elsewhere = one && other && !sameSeat(one.box, other.box);
        return elsewhere && mayBeBack(other, this.lost, limit) ? Number.POSITIVE_INFINITY : recognised;
      },
    );
    for (const [column, row] of back) {
      const [i, track] = [ownerless[column], missing[row]];
      if (i !== undefined && track) owners.set(i, { track, how: 'returned' });
    }
    return owners;
  }

  private followed(at: EpochMs): { box: Track['box']; unseen: number; mean: Float32Array | undefined }[] {
    return this.live.map(({ box, lastSeen, mean }) => ({ box, mean, unseen: (at - lastSeen) / 1000 }));
  }

  private age(at: EpochMs): void {
    if (this.last !== undefined && at < this.last) [this.live, this.lost] = [[], []];
    this.last = at;
    const gone = this.live.filter(({ lastSeen }) => at - lastSeen > PATIENCE);
    this.live = this.live.filter(({ lastSeen }) => at - lastSeen <= PATIENCE);
    this.lost = [...this.lost, ...gone]
      .filter(({ lastSeen, looks }) => at - lastSeen <= MEMORY && looks.length >= LOOKS_TO_KEEP)
      .slice(-MOST_LOST);
  }

  private report(at: EpochMs): readonly TrackInFrame[] {
    const present = this.live.filter(({ missed }) => missed === 0);
    const verdicts = onceAFrame(present.map((track) => track.saidAt(at)));
    const tracks = present.map((track, i) => {
      const { identification, standing, claim } = verdicts[i] ?? track.verdict;
      const name = claim && personKey(claim.best.person);
      const fresh = name !== undefined && name !== track.named && identification.kind === 'identified';
      const from = fresh ? track.firstSeenAs(name) : undefined;
      track.named = name;
      return track.inFrame(at, identification, standing, from === at ? undefined : from);
    });
    const names = new Set(present.map(({ named }) => named));
    const hidden = (track: Track): boolean =>
      present.some(({ box }) => overlap(box, track.box) > COVERED) ||
      (track.verdict.claim !== undefined && names.has(personKey(track.verdict.claim.best.person)));
    const carried = this.live.filter((track) => track.missed > 0 && !hidden(track));
    for (const track of carried) track.named = undefined;
    return [
      ...tracks,
      ...carried.map((track) => track.inFrame(at, track.verdict.identification, track.verdict.standing, undefined)),
    ];
  }
}

interface Owner {
  readonly track: Track;
  /** `plain`: stayed in its place; `moved`: paired by place and looks; `returned`: known again by its looks, or in another seat. */
  readonly how: 'plain' | 'moved' | 'returned';
}

/** Track ids 1, 2, 3 …; one counter serves all cameras of a vision process. */
export function countTracks(): () => TrackId {
  let last = 0;
  return () => trackId(++last);
}
