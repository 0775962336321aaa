import type { Socket } from 'socket.io-client';
import type { CenterToKiosk, KioskToCenter } from '../../core/contract/center/events.ts';
import type { Command, CommandAnswer, KioskState, LiveRequest } from '../../core/contract/center/link.ts';
import type { NoteKey } from '../../core/domain/checkpoint.ts';
import type { CaptureEvent } from '../../core/domain/media.ts';
import type { EpochMs } from '../../core/domain/units.ts';

export type UplinkSocket = Socket<CenterToKiosk, KioskToCenter>;

/** The kiosk's own key: `kiosk/evidence/key` satisfies it. */
export interface SigningKey extends NoteKey {
  /** Ed25519 over the text's UTF-8: 64 bytes. */
  sign(text: string): Uint8Array;
}

/** What waits for the center: `kiosk/store/outbox-delivery` satisfies it. */
export interface OutboxReader {
  /** The center says that it has everything up to `acknowledged`: what it lacks waits (again), a baseline where it must. */
  meet(acknowledged: number, at: EpochMs): void;
  /** Rows up to `id` are about to be sent. */
  sending(id: number): void;
  after(id: number, limit: number): readonly { id: number; kind: string; body: unknown; createdAt: EpochMs }[];
  acknowledge(id: number, at: EpochMs, forget: EpochMs): void;
  waiting(): { readonly count: number; readonly since: EpochMs | null };
}

/** Cameras as the center may watch them. */
export interface LiveCameras {
  /**
   * The camera's init and current GOP at once, then what comes, until `signal` aborts; as H.264 whatever the camera sends.
   * @throws ZaikeError in words for people when it cannot be had.
   */
  subscribe(request: LiveRequest, signal: AbortSignal): AsyncIterable<CaptureEvent>;
}

/** A file that a command yields: sent in chunks after its answer. */
export interface CommandFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** What the center asked for, done. */
export interface CommandResult {
  readonly answer: CommandAnswer;
  readonly files: readonly CommandFile[];
}

export interface UplinkPorts {
  readonly outbox: OutboxReader;
  readonly live: LiveCameras;
  /** How the kiosk is now. */
  readonly state: () => KioskState;
  /** Consistency proof of the journal from one size to a later one; null when it is shorter than that. */
  readonly consistency: (first: number, second: number) => readonly Uint8Array[] | null;
  readonly carryOut: (command: Command, signal: AbortSignal) => Promise<CommandResult>;
}
