import type { Box, FaceQuality, Identification, TrackInFrame } from '../../../core/domain/face.ts';
import type { TrackId } from '../../../core/domain/ids.ts';
import { type DurationMs, type EpochMs, milliseconds, seconds } from '../../../core/domain/units.ts';
import type { FaceReading, LookSide, Side } from '../ports.ts';
import { type Limits, type Verdict, verdict } from './decide.ts';
import { isWhole, type Look, lookAgain, meanOf, withLook } from './evidence.ts';
import { type Gallery, personKey } from './gallery.ts';
import { type Anchor, isFirm, likestOf, supportFor, undecided } from './support.ts';
import { agreement } from './thresholds.ts';
import { similarity } from './vector.ts';

/** A name rests on a look not older than this; then it is not given until the next look agrees. */
const STALE: DurationMs = seconds(15);
/** How often a face that is settled, and one that stays unsure, is looked at again. */
const AGAIN = { settled: seconds(7), unsure: seconds(2) };
/** After so many looks without a decision, a look in each frame is hardly worth its cost. */
const PLENTY = 24;
/** A name that is not firm is given after so many looks in a row at which it was the verdict. */
const STEADY = 6;
/** A face found again after it was lost is named after so many new looks. */
const LOOKS_AFTER_LOSS = 2;

/** One followed face: where it is, its looks, and who they say it is. Changed only by the tracker. */
export class Track {
  readonly id: TrackId;
  readonly since: EpochMs;
  box: Box;
  confidence: number;
  quality: FaceQuality;
  lastSeen: EpochMs;
  /** Frames since it was found; 0: found in the last frame. */
  missed = 0;
  looks: readonly Look[] = [];
  mean: Float32Array | undefined;
  /** Whom the last frame named; for `creditFrom`. */
  named: string | undefined;
  /** Whom the mean of its looks is most like. */
  likest: string | undefined;
  private own: Verdict = { standing: 'unsure', identification: { kind: 'unknown' } };
  /** Whom its looks last spoke for, named or not. */
  private claimed: string | undefined;
  /** Since when it has been followed without a doubt. */
  private unbrokenSince: EpochMs;
  /** When it was found again after it had been lost. */
  private returnedAt: EpochMs | undefined;
  /** Whom it was last named by looks that needed no older ones, and the mean of its looks then. */
  private anchor: Anchor | undefined;
  private looksWanted = 0;
  /** What of the face the next look takes that takes one side only. */
  private nextSide: LookSide = 'own';
  /** Looks in a row at which the verdict was the same person. */
  private steady = 0;
  private lastLook: EpochMs | undefined;
  private unnamedSince: EpochMs | undefined;

  constructor(id: TrackId, reading: FaceReading, at: EpochMs) {
    this.id = id;
    this.since = at;
    this.unbrokenSince = at;
    this.lastSeen = at;
    this.box = reading.detection.box;
    this.confidence = reading.detection.confidence;
    this.quality = reading.quality;
  }

  /** What its looks say, whatever the doubts. */
  get verdict(): Verdict {
    return this.own;
  }

  /** Since when it has been here: since it was last found again, or first found. */
  get hereSince(): EpochMs {
    return this.returnedAt ?? this.since;
  }

  /** Whether the two tracks' looks speak for different people. */
  contradicts(other: Track): boolean {
    return this.claimed !== undefined && other.claimed !== undefined && this.claimed !== other.claimed;
  }

  /** Found again at this place. `plain`: it never left it, as far as the place can tell. */
  follow(reading: FaceReading, at: EpochMs, plain: boolean): void {
    if (!plain || this.missed > 0) this.doubt(at, 1);
    this.moveTo(reading.detection.box, reading.detection.confidence, reading.quality, at);
  }

  /** Found again after it had been lost: named only after new looks that agree. */
  returned(reading: FaceReading, at: EpochMs): void {
    this.moveTo(reading.detection.box, reading.detection.confidence, reading.quality, at);
    this.doubt(at, LOOKS_AFTER_LOSS);
    this.returnedAt = at;
  }

  /** A younger track turns out to be this one, which was lost: its place and looks are taken over. */
  continueAs(young: Track, gallery: Gallery, limits: Limits): void {
    this.moveTo(young.box, young.confidence, young.quality, young.lastSeen);
    this.doubt(young.hereSince, Math.max(0, LOOKS_AFTER_LOSS - young.looks.length));
    this.returnedAt = young.hereSince;
    this.looks = [...this.looks, ...young.looks]
      .toSorted((a, b) => a.at - b.at)
      .reduce<readonly Look[]>((all, look) => withLook(all, look), []);
    this.lastLook = young.lastLook;
    this.judge(gallery, limits);
  }

  /** Looks of a track that was of the same face before this one came back. */
  takeLooksOf(other: Track, gallery: Gallery, limits: Limits): void {
    this.returnedAt ??= this.since;
    this.looks = [...other.looks, ...this.looks]
      .toSorted((a, b) => a.at - b.at)
      .reduce<readonly Look[]>((all, look) => withLook(all, look), []);
    this.judge(gallery, limits);
  }

  add(look: Look, gallery: Gallery, limits: Limits): void {
    if (!isWhole(look)) this.nextSide = look.side === 'own' ? 'mirrored' : 'own';
    const agrees = this.mean === undefined || similarity(this.mean, look.embedding) >= agreement(limits.thresholds);
    if (agrees && this.looksWanted > 0) this.looksWanted -= 1;
    this.looks = withLook(this.looks, look);
    this.lastLook = look.at;
    this.judge(gallery, limits);
  }

  compareWith(gallery: Gallery, limits: Limits): void {
    this.looks = lookAgain(this.looks, gallery);
    this.judge(gallery, limits);
  }

  /** Whether a frame at `at` may go without a look at this face: it is settled and was looked at lately. */
  dueAt(at: EpochMs, limits: Limits): 'now' | 'soon' | 'later' {
    if (this.looksWanted > 0 || this.lastLook === undefined) return 'now';
    const age = milliseconds(at - this.lastLook);
    const settled = this.settled(limits);
    if (!settled && this.looks.length < PLENTY) return 'now';
    if (settled && age >= 2 * AGAIN.settled) return 'now';
    return age >= this.again(limits) ? 'soon' : 'later';
  }

  /** What of the face its next look takes: while it is not settled who it is, both sides, afterwards one by turns. */
  sideFor(limits: Limits): Side {
    return this.looksWanted === 0 && this.settled(limits) ? this.nextSide : 'both';
  }

  /** How often it is looked at again once a frame may go without. */
  again(limits: Limits): DurationMs {
    return this.settled(limits) ? AGAIN.settled : AGAIN.unsure;
  }

  /** What may be said of it in a frame at `at`: its own verdict, or nothing while in doubt or too long without a look. */
  saidAt(at: EpochMs): Verdict {
    if (this.looksWanted === 0 && this.lastLook !== undefined && at - this.lastLook <= STALE) return this.own;
    const { identification } = this.own;
    const best =
      identification.kind === 'identified'
        ? identification.match
        : identification.kind === 'unknown'
          ? identification.best
          : undefined;
    const standing = this.own.standing === 'stranger' ? 'stranger' : 'unsure';
    return { standing, identification: { kind: 'unknown', ...(best && { best }) } };
  }

  /** The first look of the unbroken track that by itself speaks for `person`. */
  firstSeenAs(person: string): EpochMs | undefined {
    return this.looks.find(({ at, likest }) => at >= this.unbrokenSince && likest === person)?.at;
  }

  /** What the frame at `at` tells of it. */
  inFrame(
    at: EpochMs,
    identification: Identification,
    standing: Verdict['standing'],
    creditFrom: EpochMs | undefined,
  ): TrackInFrame {
    this.unnamedSince = identification.kind === 'identified' ? undefined : (this.unnamedSince ?? at);
    return {
      track: this.id,
      box: this.box,
      confidence: this.confidence,
      identification,
      quality: this.missed === 0 ? this.quality : null,
      liveness: 'unchecked',
      detected: this.missed === 0,
      since: this.since,
      standing,
      ...(this.unnamedSince !== undefined && { unnamedSince: this.unnamedSince }),
      ...(creditFrom !== undefined && { creditFrom }),
    };
  }

  private moveTo(box: Box, confidence: number, quality: FaceQuality, at: EpochMs): void {
    this.box = box;
    this.confidence = confidence;
    this.quality = quality;
    this.lastSeen = at;
    this.missed = 0;
  }

  private doubt(at: EpochMs, looks: number): void {
    this.looksWanted = Math.max(this.looksWanted, looks);
    this.unbrokenSince = at;
  }

  private judge(gallery: Gallery, limits: Limits): void {
    this.mean = meanOf(this.looks);
    const before = this.claimed;
    const next = verdict(this.looks, this.mean, gallery, limits);
    this.likest = likestOf(next);
    this.claimed = next.claim && personKey(next.claim.best.person);
    this.steady = this.claimed === undefined ? 0 : this.claimed === before ? this.steady + 1 : 1;
    const clear = this.steady >= STEADY || isFirm(next, this.looks.length, limits);
    const spoken = clear ? this.supportOf(next, gallery, limits) : 'none';
    if (spoken === 'alone' && (this.returnedAt === undefined || this.anchor?.person !== this.claimed)) {
      this.anchor = this.mean && this.claimed !== undefined ? { person: this.claimed, mean: this.mean } : undefined;
    }
    this.own = spoken !== 'none' || next.claim === undefined ? next : undecided(next);
  }

  private supportOf(next: Verdict, gallery: Gallery, limits: Limits): ReturnType<typeof supportFor> {
    const { returnedAt, anchor } = this;
    if (next.claim === undefined || returnedAt === undefined) return 'alone';
    const fresh = this.looks.filter(({ at }) => at >= returnedAt);
    const clear = isFirm(next, this.looks.length, limits);
    return supportFor(personKey(next.claim.best.person), { fresh, anchor, clear }, gallery, limits);
  }

  /** Whether its looks do not yet name somebody clearly. */
  unsettled(limits: Limits): boolean {
    return !this.settled(limits) || this.looks.length < 12;
  }

  private settled(limits: Limits): boolean {
    const { standing, claim } = this.own;
    if (standing === 'stranger' || standing === 'staff') return true;
    return claim !== undefined && (this.looks.length >= PLENTY || isFirm(this.own, this.looks.length, limits));
  }
}
