import type { JournalFact } from '../../core/domain/evidence.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent, Gap, MediaInit, Packet } from '../../core/domain/media.ts';
import { type DurationMs, type EpochMs, minutes, type Span, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Disk } from './disk.ts';
import { DiskTrouble } from './disk-trouble.ts';
import { OpenSegment, type RecordableInit, recordable } from './open-segment.ts';
import type { AlarmSink, EvidencePolicy } from './ports.ts';
import { sealSegment } from './seal.ts';
import { type Cause, Timeline } from './timeline.ts';

export interface RecorderOptions {
  /** The evidence folder; segments go to `segments/<camera>/<date>/<id>.mp4`, `.part` while they grow. */
  readonly directory: string;
  readonly camera: CameraId;
  readonly boot: number;
  readonly policy: EvidencePolicy;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly log: Log;
  readonly alarm: AlarmSink;
  readonly append: (fact: JournalFact) => Promise<unknown>;
  /** Why this camera may not record at `at`, or null when it may. */
  readonly forbidden: (at: EpochMs) => Cause | null;
  /** Since when the camera's time is unexplained. */
  readonly from: EpochMs;
}

/** Wall clock and media time may differ by this much inside a segment; beyond it a new segment begins. */
const DRIFT = seconds(2);
/** A segment ends here even without a keyframe: whoever looks for an instant need not look further back. */
const LONGEST = minutes(30);
/** Bytes in hand of one camera beyond which the disk is too slow: half a minute at 4 Mbit/s. */
const MOST_WAITING = 16 << 20;

/** Records one camera. Nothing that the disk does ends it: what cannot be written is a gap with a reason and an alarm. */
export class Recorder implements AsyncDisposable {
  readonly #options: RecorderOptions;
  readonly #timeline: Timeline;
  readonly #trouble: DiskTrouble;
  #init: RecordableInit | null = null;
  #current: OpenSegment | null = null;
  /** Disk work in order. */
  #lane: Promise<void> = Promise.resolve();
  #flushing = false;
  #lastSync = seconds(0);
  #sealedUntil: EpochMs;
  #cutAsked = false;
  #stopped = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#sealedUntil = options.from;
    this.#trouble = new DiskTrouble(options);
    this.#timeline = new Timeline(options.camera, options.from, (gap) => {
      options.append(gap).catch((error: unknown) => options.log.error('a gap was not journalled', { error, gap }));
    });
  }

  /**
   * Resolves when segments and told gaps explain the camera's time up to `until`, or when `patience` is over:
   * the growing segment ends at its next keyframe.
   */
  async sealThrough(until: EpochMs, patience: DurationMs): Promise<void> {
    const { clock, policy } = this.#options;
    const started = clock.monotonic();
    while (this.#current !== null && this.#current.head.from < until && this.#sealedUntil < until) {
      if (clock.monotonic() - started > patience) break;
      this.#cutAsked = true;
      await clock.sleep(policy.flushEvery);
    }
    await this.#lane;
    this.#timeline.tell();
  }

  take(event: CaptureEvent): void {
    if (this.#stopped) return;
    if (event.kind === 'init') this.#begin(event);
    else if (event.kind === 'gap') this.#gap(event);
    else this.#packet(event);
  }

  /** The segment in the writing, as far as it is on the disk; null when there is none. */
  get growing(): (Span & { readonly file: string }) | null {
    const segment = this.#current;
    const written = segment?.writer.written;
    if (!segment || !written || written.frames === 0) return null;
    return { file: segment.writer.path, from: segment.from, to: segment.instant(written.endDecode) };
  }

  /** Gives what is in hand to the disk; called every `flushEvery`. Does nothing while an earlier call is at it. */
  tick(): void {
    const segment = this.#current;
    if (segment === null || this.#flushing) return;
    this.#flushing = true;
    this.#queue(segment, async () => {
      try {
        await this.#flush(segment);
        if (this.#options.clock.monotonic() - this.#lastSync >= this.#options.policy.syncEvery) {
          this.#lastSync = this.#options.clock.monotonic();
          await segment.writer.sync();
        }
      } finally {
        this.#flushing = false;
      }
    });
  }

  #begin(media: MediaInit): void {
    this.#end();
    try {
      this.#init = recordable(media);
    } catch (error) {
      this.#init = null;
      this.#options.log.error('an init that cannot be read: nothing of its run is recorded', { error });
      this.#timeline.because(this.#options.clock.now(), { why: 'not-video', detail: String(error) });
    }
  }

  #gap(gap: Gap): void {
    this.#end();
    this.#timeline.because(gap.from, gap);
  }

  #packet(packet: Packet): void {
    if (packet.keyframe) this.#atKeyframe(packet);
    const segment = this.#current;
    if (segment === null) return;
    if (segment.writer.waiting > MOST_WAITING) {
      this.#fail(segment, new Error('the disk is too slow'));
      return;
    }
    if (segment.age(packet) > LONGEST) {
      this.#end({ why: 'not-video', detail: 'no keyframe for half an hour' });
      return;
    }
    try {
      const missed = segment.add(packet);
      if (missed) this.#timeline.missed(missed.from, missed.to, { why: 'stalled', detail: 'frames are missing' });
    } catch (error) {
      this.#options.log.error('a frame that cannot be read ends its segment', { error, frame: packet.frame });
      this.#end({ why: 'not-video', detail: String(error) });
    }
  }

  /** A keyframe may begin a segment, end one, or find that recording is not wanted. */
  #atKeyframe(packet: Packet): void {
    const forbidden = this.#options.forbidden(packet.capturedAt);
    if (forbidden !== null) {
      this.#end(forbidden);
      this.#timeline.because(packet.capturedAt, forbidden);
      return;
    }
    const segment = this.#current;
    if (segment !== null) {
      const drift = segment.drift(packet);
      if (segment.age(packet) < this.#options.policy.segment && Math.abs(drift) <= DRIFT && !this.#cutAsked) return;
      if (Math.abs(drift) <= DRIFT) this.#end(null, packet.capturedAt);
      else
        this.#end({ why: 'unknown', detail: `the clock moved by ${String(Math.round(drift))} ms against the camera` });
    }
    this.#open(packet);
  }

  #open(packet: Packet): void {
    const init = this.#init;
    if (init?.media.run !== packet.run || this.#trouble.waiting) return;
    this.#current = new OpenSegment(this.#options, init, packet);
    this.#cutAsked = false;
  }

  /** Seals the growing segment. `next`: where the following one begins, when it follows at once. */
  #end(cause: Cause | null = null, next: EpochMs | null = null): void {
    const segment = this.#current;
    if (segment === null) return;
    this.#current = null;
    const to = next ?? segment.end;
    this.#sealedUntil = to;
    if (segment.writer.frames > 0) this.#timeline.began(segment.head.from);
    this.#timeline.ended(to, cause ?? undefined);
    if (next !== null) this.#timeline.began(next);
    this.#queue(segment, async () => {
      await this.#flush(segment);
      const sha256 = await segment.writer.finish();
      this.#trouble.recovered();
      await sealSegment(this.#options, segment, { to, sha256, note: null }).catch((error: unknown) => {
        this.#options.log.error('a segment was not sealed; the next start does it', { error, path: segment.path });
      });
    });
  }

  async #flush(segment: OpenSegment): Promise<void> {
    await segment.writer.flush();
    if (segment.begun || segment.writer.written.frames === 0) return;
    segment.begun = true;
    if (this.#current === segment) this.#timeline.began(segment.head.from);
    this.#trouble.recovered();
  }

  #queue(segment: OpenSegment, work: () => Promise<void>): void {
    this.#lane = this.#lane.then(work).catch((error: unknown) => this.#fail(segment, error));
  }

  /** The disk refused: the segment ends at its last whole frame on the disk, the gap begins there. */
  #fail(segment: OpenSegment, error: unknown): void {
    if (this.#current === segment) this.#current = null;
    segment.writer.drop();
    const { written } = segment.writer;
    const from = written.frames > 0 ? segment.instant(written.endDecode) : segment.head.from;
    this.#sealedUntil = from;
    this.#timeline.because(from, this.#trouble.failed(error));
    this.#lane = this.#lane.then(() => this.#rescue(segment));
  }

  /** What got to the disk before the failure is evidence all the same. */
  async #rescue(segment: OpenSegment): Promise<void> {
    try {
      const { frames, endDecode } = segment.writer.written;
      const to = segment.instant(endDecode);
      if (frames === 0) await segment.writer.discard();
      else await sealSegment(this.#options, segment, { to, sha256: await segment.writer.cut(), note: 'cut' });
    } catch (error) {
      this.#options.log.error('a failed segment stays as it is until the next start', { error, path: segment.path });
      await segment.writer.close();
    }
  }

  /** Seals what grows; further events are passed over. @returns since when the camera's time is unexplained. */
  stop(): EpochMs {
    this.#end({ why: 'closed', detail: '' });
    this.#stopped = true;
    return this.#timeline.since ?? this.#options.clock.now();
  }

  /** Stops, and waits for the disk. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.stop();
    await this.#lane;
    await this.#lane; // a failure adds its rescue
  }
}
