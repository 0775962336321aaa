import { type ProofAnswer, proofAnswerSchema } from '../../core/contract/center/link.ts';
import type { Sha256 } from '../../core/domain/bytes.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import { answerOf } from './answer.ts';
import { verifyEd25519 } from './gate.ts';
import { type HeadStore, type HeadTrouble, takeHeads } from './heads.ts';
import type { CheckedItem } from './inbox.ts';
import type { KioskSocket } from './kiosk-ports.ts';

export interface HeadTroubleOptions {
  readonly store: HeadStore & { byId(id: string): Promise<{ readonly id: string; readonly key: string } | undefined> };
  /** Of a kiosk that is linked to this process. */
  readonly socket: (id: string) => KioskSocket | undefined;
  readonly sha256: Sha256;
  readonly now: EpochMs;
}

/** How long a kiosk has to prove that its journal only grew. */
export const PROOF_WITHIN_MS = 30_000;

/**
 * Takes the checkpoints among delivered items; the kiosk is asked for the proofs. An answer that is no proof proves
 * nothing. @returns what is wrong with its journal, or null. @throws when the link breaks: the items come again.
 */
export async function headTrouble(
  id: string,
  items: readonly CheckedItem[],
  { store, socket, sha256, now }: HeadTroubleOptions,
): Promise<HeadTrouble | null> {
  const heads = items.filter(({ kind }) => kind === 'checkpoint');
  const kiosk = heads.length === 0 ? undefined : await store.byId(id);
  if (kiosk === undefined) return null;
  const ask = async (sizes: number[]): Promise<ProofAnswer> => {
    const link = socket(id);
    if (link === undefined) throw new ZaikeError('the kiosk is not linked', { code: 'kiosk-silent', retry: true });
    const told = await answerOf(link, PROOF_WITHIN_MS, (answer) => void link.emit('prove', { sizes }, answer));
    const parsed = proofAnswerSchema.safeParse(told);
    return parsed.success ? parsed.data : { proofs: null };
  };
  return await takeHeads(kiosk, heads, ask, now, { store, sha256, verify: verifyEd25519 });
}
