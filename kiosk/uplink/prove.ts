import { type ProofAnswer, proofRequestSchema } from '../../core/contract/center/link.ts';
import type { UplinkPorts } from './ports.ts';

/** Answers the center's wish for proof that the journal only grew from each size to the next. */
export function prove(value: unknown, answer: unknown, consistency: UplinkPorts['consistency']): void {
  const parsed = proofRequestSchema.safeParse(value);
  if (!parsed.success || typeof answer !== 'function') return;
  const { sizes } = parsed.data;
  const proofs = sizes.slice(1).map((size, i) => consistency(sizes[i] ?? 0, size));
  const whole = proofs.every((proof) => proof !== null);
  const told: ProofAnswer = {
    proofs: whole ? proofs.map((proof) => proof.map((hash) => Buffer.from(hash).toString('base64'))) : null,
  };
  (answer as (answer: ProofAnswer) => void)(told);
}
