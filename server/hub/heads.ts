import { checkpointSchema, type Item, type ProofAnswer, proofAnswerSchema } from '../../core/contract/center/link.ts';
import { fromBase64, type Sha256, sameBytes, toBase64 } from '../../core/domain/bytes.ts';
import { type Head, openCheckpoint, parseVerifierKey, type VerifySignature } from '../../core/domain/checkpoint.ts';
import { verifyConsistency } from '../../core/domain/merkle.ts';
import type { EpochMs } from '../../core/domain/units.ts';

/** A head as its store keeps it; `root` in base64. */
export interface KeptHead {
  readonly kiosk: string;
  readonly size: number;
  readonly root: string;
  readonly note: string;
  readonly receivedAt: number;
  readonly proven: number;
}

export interface HeadStore {
  newestHead(kiosk: string): Promise<KeptHead | undefined>;
  headOf(kiosk: string, size: number): Promise<KeptHead | undefined>;
  addHead(head: KeptHead): Promise<void>;
}

/** Why a journal can no longer be trusted; each is an alarm that nobody dismisses without words. */
export type HeadTrouble =
  /** Not signed by this kiosk's key, or no checkpoint at all. */
  | { readonly kind: 'not-signed'; readonly detail: string }
  /** A head smaller than one that the center has. */
  | { readonly kind: 'shrunken'; readonly before: number; readonly size: number }
  /** The later head does not contain the earlier one: somebody rewrote the journal. */
  | { readonly kind: 'fork'; readonly before: number; readonly size: number };

export interface HeadsOptions {
  readonly store: HeadStore;
  readonly sha256: Sha256;
  readonly verify: VerifySignature;
}

/** What asks the kiosk for proof. @throws when the link breaks: the heads are then taken when it is back. */
export type AskProof = (sizes: number[]) => Promise<unknown>;

/** Steps proven in one question. */
const MOST_STEPS = 100;

/**
 * Takes a kiosk's new checkpoints, in order: each must be signed by its key and be proven to continue the one before.
 * The heads up to the first trouble are kept; one that is kept already is passed over. @returns what is wrong, or null.
 */
export async function takeHeads(
  kiosk: { readonly id: string; readonly key: string },
  items: readonly Pick<Item, 'body'>[],
  ask: AskProof,
  now: EpochMs,
  { store, sha256, verify }: HeadsOptions,
): Promise<HeadTrouble | null> {
  const key = parseVerifierKey(sha256, kiosk.key);
  if (key === null) return { kind: 'not-signed', detail: 'the paired key cannot be read' };
  let before = await store.newestHead(kiosk.id);
  const fresh: { head: Head; note: string }[] = [];
  let trouble: HeadTrouble | null = null;
  for (const { body } of items) {
    const parsed = checkpointSchema.safeParse(body);
    const opened = parsed.success ? openCheckpoint({ sha256, verify }, key, parsed.data.note) : null;
    if (!parsed.success || opened?.kind !== 'signed') {
      trouble = { kind: 'not-signed', detail: opened?.kind ?? 'malformed' };
      break;
    }
    const { head } = opened;
    if (await isKept(kiosk.id, head, store)) continue; // delivered or acted on a second time
    const last = fresh.at(-1)?.head ?? headOf(before);
    if (last !== null && head.size < last.size) {
      trouble = { kind: 'shrunken', before: last.size, size: head.size };
      break;
    }
    if (last?.size !== head.size) fresh.push({ head, note: parsed.data.note });
    else if (!sameBytes(last.root, head.root)) {
      trouble = { kind: 'fork', before: last.size, size: head.size };
      break;
    }
  }
  for (let at = 0; at < fresh.length; at += MOST_STEPS) {
    const steps = fresh.slice(at, at + MOST_STEPS);
    const start = headOf(before);
    const chain = [...(start === null ? [] : [start]), ...steps.map(({ head }) => head)];
    const fork = chain.length < 2 ? null : firstFork(chain, await asked(ask, chain), sha256);
    for (const { head, note } of steps) {
      if (fork !== null && head.size >= fork.size) return fork;
      const proven = before === undefined ? 0 : 1;
      before = { kiosk: kiosk.id, size: head.size, root: toBase64(head.root), note, receivedAt: now, proven };
      await store.addHead(before);
    }
  }
  return trouble;
}

async function isKept(kiosk: string, { size, root }: Head, store: HeadStore): Promise<boolean> {
  const kept = headOf(await store.headOf(kiosk, size));
  return kept !== null && sameBytes(kept.root, root);
}

async function asked(ask: AskProof, chain: readonly Head[]): Promise<ProofAnswer> {
  return proofAnswerSchema.parse(await ask(chain.map(({ size }) => size)));
}

/** The first step that is not proven; null when all are. */
function firstFork(
  chain: readonly Head[],
  { proofs }: ProofAnswer,
  sha256: Sha256,
): (HeadTrouble & { kind: 'fork' }) | null {
  for (const [i, second] of chain.entries()) {
    const first = chain[i - 1];
    if (first === undefined) continue;
    const proof = (proofs?.[i - 1] ?? []).map((hash) => fromBase64(hash) ?? new Uint8Array(0));
    const step = { first: first.size, firstRoot: first.root, second: second.size, secondRoot: second.root, proof };
    if (!verifyConsistency(sha256, step)) return { kind: 'fork', before: first.size, size: second.size };
  }
  return null;
}

function headOf(kept: KeptHead | undefined): Head | null {
  const root = kept === undefined ? null : fromBase64(kept.root);
  return kept === undefined || root === null ? null : { origin: '', size: kept.size, root };
}
