import type { LiveInit, LivePacket } from '../live.ts';
import type {
  Challenge,
  Command,
  CommandAnswer,
  Delivery,
  Hello,
  HelloAnswer,
  KioskState,
  LiveRequest,
  Offer,
  ProofAnswer,
  ProofRequest,
  Receipt,
} from './link.ts';
import type { VisitAnswer, VisitRequest } from './visits.ts';

/** What came of a message that was not taken. */
export interface Refusal {
  readonly refused: string;
}

/** Kiosk → center. Every answer may be a {@link Refusal}: the message did not fit, or came too early. */
export interface KioskToCenter {
  hello: (hello: Hello, answer: (answer: HelloAnswer) => void) => void;
  offer: (offer: Offer, answer: (answer: { readonly kept: true } | Refusal) => void) => void;
  /** Whose code was typed into this kiosk; answered with a {@link Refusal} by a center that gives none. */
  inspector: (request: VisitRequest, answer: (answer: VisitAnswer | Refusal) => void) => void;
  deliver: (delivery: Delivery, answer: (receipt: Receipt | Refusal) => void) => void;
  /** May be left out for a newer one. */
  state: (state: KioskState) => void;
  init: (init: LiveInit & { readonly size: LiveRequest['size'] }) => void;
  /** The center calls `got` at once: the kiosk counts what is on its way and skips to a keyframe when it is too much. */
  packet: (packet: LivePacket & { readonly size: LiveRequest['size'] }, got: () => void) => void;
  /** No more packets of this camera and size come until the center asks again; why, for people. */
  ended: (request: LiveRequest & { readonly why: string }) => void;
  /** A part of a file that a command asked for, in order; the answer lets the next come. */
  chunk: (
    chunk: { readonly command: string; readonly file: number; readonly data: Uint8Array; readonly last: boolean },
    answer: (go: boolean) => void,
  ) => void;
}

/** Center → kiosk. */
export interface CenterToKiosk {
  challenge: (challenge: Challenge) => void;
  /** An inspector entered this kiosk's code: say hello again. */
  paired: () => void;
  prove: (request: ProofRequest, answer: (answer: ProofAnswer) => void) => void;
  watch: (request: LiveRequest) => void;
  unwatch: (request: LiveRequest) => void;
  /** `id` names the command for its chunks. */
  command: (id: string, command: Command, answer: (answer: CommandAnswer) => void) => void;
}
