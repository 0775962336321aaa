import { z } from 'zod';
import type { LiveInit, LivePacket } from '../live.ts';
import { type Command, type CommandAnswer, kioskStateSchema, liveRequestSchema } from './link.ts';

/*
 * Between the hubs of one center. Through Redis: who is there, which kiosks each holds, how they are, and that something
 * in the store has news. By a socket from hub to hub, namespace `/hub`: live video and commands, with their files.
 */

export const HUB_NAMESPACE = '/hub';

const id = z.string().min(1).max(200);
const count = z.int().nonnegative();

/** A kiosk as the hub that holds it tells the others. */
const heldKioskSchema = z.strictObject({
  id,
  institution: z.string(),
  room: z.string(),
  acknowledged: count,
  /** The link's number, from the store: of two hubs that hold a kiosk, the one with the higher is right. */
  link: count,
  state: kioskStateSchema.nullable(),
});

/** What hubs tell each other through Redis; `hub` is who speaks. Any of it may be lost: it is told again. */
export const hubMessageSchema = z.discriminatedUnion('kind', [
  /** Every second: I am there, reached at `url`, and hold so many kiosks. */
  z.strictObject({ kind: z.literal('here'), hub: id, url: z.url(), kiosks: count }),
  /** Kiosks that came, or told another state. */
  z.strictObject({ kind: z.literal('kiosks'), hub: id, kiosks: z.array(heldKioskSchema) }),
  z.strictObject({ kind: z.literal('gone'), hub: id, kiosk: id, link: count }),
  /** Hub `to` shall tell all its kiosks. */
  z.strictObject({ kind: z.literal('tell-all'), hub: id, to: id }),
  /** Something that inspectors look at changed in the store. */
  z.strictObject({ kind: z.literal('news'), hub: id, topic: id, about: z.string().max(200) }),
]);

export type HeldKiosk = z.infer<typeof heldKioskSchema>;
export type HubMessage = z.infer<typeof hubMessageSchema>;

/** A camera of a kiosk of the other hub. */
export const peerRequestSchema = z.strictObject({ kiosk: id, ...liveRequestSchema.shape });
export type PeerRequest = z.infer<typeof peerRequestSchema>;

/** Proof of the shared secret, from both sides: HMAC-SHA256 in base64 over {@link peerText}. */
export const peerHelloSchema = z.strictObject({ hub: id, nonce: z.base64(), mac: z.base64() });
export type PeerHello = z.infer<typeof peerHelloSchema>;

/** What a side proves; `side` keeps one side's proof from passing for the other's. */
export function peerText(side: 'asks' | 'holds', challenge: string, nonce: string): string {
  return `zaike hub ${side}\n${challenge}\n${nonce}\n`;
}

type OfKiosk<T> = T & { readonly kiosk: string; readonly size: PeerRequest['size'] };

/** The hub that asks → the hub that holds the kiosk. */
export interface AskingHub {
  hello: (hello: PeerHello, answer: (answer: { readonly mac: string } | { readonly refused: string }) => void) => void;
  watch: (request: PeerRequest) => void;
  unwatch: (request: PeerRequest) => void;
  /** `id` names the command for its chunks. */
  command: (id: string, kiosk: string, command: Command, answer: (answer: CommandAnswer) => void) => void;
  cancel: (id: string) => void;
}

/** The hub that holds the kiosk → the hub that asks. */
export interface HoldingHub {
  challenge: (nonce: string) => void;
  init: (init: OfKiosk<LiveInit>) => void;
  packet: (packet: OfKiosk<LivePacket>, got: () => void) => void;
  ended: (request: PeerRequest & { readonly why: string }) => void;
  chunk: (
    chunk: { readonly command: string; readonly file: number; readonly data: Uint8Array; readonly last: boolean },
    answer: (go: boolean) => void,
  ) => void;
}
