import { createHash, randomBytes } from 'node:crypto';
import { type CenterActor, hasCenterRights } from '../../core/contract/center/actor.ts';
import type { Call, Card, Seal } from '../../core/contract/center/checks.ts';
import { type ClipResult, clipResultSchema, snapshotResultSchema } from '../../core/contract/center/commands.ts';
import type { Command, KioskState } from '../../core/contract/center/link.ts';
import { canonicalJson, type Json } from '../../core/domain/canonical.ts';
import type { challengeMoves } from '../../core/domain/challenge.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { cardOf } from './card.ts';
import type { CenterClass } from './classes.ts';
import type { Files, SealedFile } from './files.ts';
import { maskPhone } from './filings.ts';

/** A seal as its store keeps it. */
export interface KeptSeal {
  readonly id: string;
  readonly kiosk: string;
  readonly class: string;
  readonly at: number;
  readonly body: string;
}

export interface KeptStep {
  readonly kind: string;
  readonly at: number;
  readonly by: string;
  readonly body: string;
}

/** Where seals are kept: `server/store/seals` satisfies it. */
export interface SealStore {
  add(seal: KeptSeal, check: { readonly proposed: boolean } | null): Promise<void>;
  find(id: string): Promise<KeptSeal | undefined>;
  list(query: { readonly kiosk: string; readonly class: string; readonly limit: number }): Promise<KeptSeal[]>;
  openChecks(kiosks: readonly string[]): Promise<KeptSeal[]>;
  otherChecks(kiosks: readonly string[], limit: number): Promise<KeptSeal[]>;
  steps(seal: string): Promise<KeptStep[]>;
  step(seal: string, step: KeptStep): Promise<boolean>;
}

interface ReceivedFile {
  readonly name: string;
  readonly type: string;
  readonly data: Uint8Array;
}

/** What sealing a moment takes. */
export interface SealPorts {
  readonly seals: SealStore;
  readonly files: Files;
  /** What a kiosk told last; null: not connected. */
  readonly stateOf: (kiosk: string) => KioskState | null;
  readonly ask: (
    kiosk: string,
    command: Command,
    signal: AbortSignal,
  ) => Promise<{ readonly answer: { readonly result: unknown }; readonly files: readonly ReceivedFile[] }>;
  readonly clock: Clock;
}

/** A seal's body; with `check`, it began a spot check. */
export interface Body {
  readonly card: Card;
  readonly files: readonly SealedFile[];
  readonly lacking: readonly string[];
  readonly by: string;
  readonly sha256: string;
  readonly check: { readonly answerUntil: string; readonly called: Called | null } | null;
}

/** Whether two have to decide: the class rate is below. */
export const isProposed = ({ card }: Pick<Body, 'card'>): boolean => card.rate?.below ?? false;

export interface Called {
  readonly trainee: string;
  readonly name: string;
  readonly moves: readonly (typeof challengeMoves)[number][];
}

export const ASK_WITHIN_MS = 60_000;
const CLIP_MS = 30_000;
/** The newest seconds of a camera are always on their way to the kiosk's disk. */
const WRITING_MS = 5000;

/** What is lacking of the last half minute, in words (zh-CN); null: nothing. */
function lostOf(holes: ClipResult['holes']): string | null {
  const writing = holes.filter(({ why }) => why === 'in-writing').reduce((sum, { from, to }) => sum + to - from, 0);
  const lost = holes.filter(({ why }) => why !== 'in-writing').length;
  if (lost > 0) return `最近 30 秒的录像缺 ${String(lost)} 段`;
  return writing > WRITING_MS ? `最近 30 秒的录像有 ${String(Math.round(writing / 1000))} 秒还没有写完` : null;
}

/** Sealing a class at one instant: card, a picture of each camera, the last half minute. */
export interface Sealing {
  /** @throws ZaikeError `kiosk-silent`. */
  now(actor: CenterActor, of: CenterClass, check: Body['check']): Promise<KeptSeal>;
  view(actor: CenterActor, kept: KeptSeal, steps: readonly KeptStep[]): Seal;
}

/** Trainees' phones are for who makes telephone checks. */
export const seesPhones = ({ role }: CenterActor): boolean => role === 'inspector' || role === 'administrator';

/** Who was called, without the numbers that were noted with the name. */
export const withoutPhones = (whom: string): string => whom.replace(/\d[\d -]{5,}\d/g, maskPhone);

export function sealing({ seals, files, stateOf, ask, clock }: SealPorts): Sealing {
  /** Pictures and clips of all cameras; what cannot be had is named. */
  const pictures = async (kiosk: string, by: string): Promise<Pick<Body, 'files' | 'lacking'>> => {
    const signal = AbortSignal.timeout(ASK_WITHIN_MS);
    const asked = await ask(kiosk, { kind: 'snapshot', by }, signal);
    const { cameras } = snapshotResultSchema.parse(asked.answer.result);
    const lacking = cameras.flatMap(({ name, picture }) =>
      picture.kind === 'none' ? [`${name}：${picture.why}`] : [],
    );
    const kept = await Promise.all(asked.files.map((file) => files.keep(file)));
    const to = clock.now();
    for (const { camera, name } of cameras) {
      try {
        const clip = await ask(kiosk, { kind: 'clip', by, camera, from: to - CLIP_MS, to }, signal);
        const { holes } = clipResultSchema.parse(clip.answer.result);
        const lost = lostOf(holes);
        if (lost !== null) lacking.push(`${name}：${lost}`);
        for (const file of clip.files) kept.push(await files.keep(file));
      } catch (error) {
        lacking.push(`${name}：${error instanceof ZaikeError ? error.message : '录像没有取到'}`);
      }
    }
    return { files: kept, lacking };
  };

  const sealNow = async (actor: CenterActor, of: CenterClass, check: Body['check']): Promise<KeptSeal> => {
    const { kiosk, code } = of;
    const at = clock.now();
    const card = cardOf(of, stateOf(kiosk), at, true);
    const shown = await pictures(kiosk, actor.name);
    const sealed = { card, ...shown, at, by: actor.name };
    const sha256 = createHash('sha256')
      .update(canonicalJson(sealed as unknown as Json))
      .digest('hex');
    const body: Body = { card, ...shown, by: actor.name, sha256, check };
    const kept = { id: randomBytes(9).toString('hex'), kiosk, class: code, at, body: JSON.stringify(body) };
    await seals.add(kept, check === null ? null : { proposed: isProposed(body) });
    return kept;
  };

  const sealView = (actor: CenterActor, { id, at, body }: KeptSeal, steps: readonly KeptStep[]): Seal => {
    const { card, files: own, lacking, by, sha256 } = JSON.parse(body) as Body;
    const shown = seesPhones(actor)
      ? card
      : { ...card, missing: card.missing.map((each) => ({ ...each, phone: null })) };
    // What people said on the telephone is not for the institution that they said it about.
    const calls = steps
      .filter(({ kind }) => kind === 'call' && hasCenterRights(actor.role, 'staff'))
      .map((step) => {
        const call = JSON.parse(step.body) as Call;
        return { at: step.at, by: step.by, ...call, whom: withoutPhones(call.whom) };
      });
    return { id, at, by, card: shown, files: own, lacking, sha256, calls };
  };

  return { now: sealNow, view: sealView };
}
