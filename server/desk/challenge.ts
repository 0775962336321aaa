import { randomInt } from 'node:crypto';
import type { Card } from '../../core/contract/center/checks.ts';
import { challengeResultSchema } from '../../core/contract/center/commands.ts';
import type { KioskState } from '../../core/contract/center/link.ts';
import { challengeMoves } from '../../core/domain/challenge.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { Log } from '../../core/platform/log.ts';
import type { CenterClass } from './classes.ts';
import type { SealedFile } from './files.ts';
import { ASK_WITHIN_MS, type Body, type Called, type KeptSeal, type SealPorts } from './sealing.ts';

/** What came of calling a trainee to the camera, as the check's step keeps it. */
export interface CallOutcome {
  readonly outcome: string;
  readonly why: string;
  readonly files: readonly SealedFile[];
}

const CHALLENGE_SECONDS = 60;
/** A result that has not come by then never will. */
const WAITS_MS = CHALLENGE_SECONDS * 1000 + ASK_WITHIN_MS + 60_000;

/** Whoever was seen of late, by chance; else whoever is due: not coming is an answer too. */
export function someone(of: CenterClass, card: Card, state: KioskState | null): Called | null {
  const now = state?.classes.find((each) => each.class === of.code);
  const due = now?.standings.filter(({ mark }) => mark !== 'leave') ?? [];
  const missing = new Set(card.missing.map(({ trainee }) => trainee));
  const seen = due.filter(({ trainee }) => !missing.has(trainee));
  const from = seen.length > 0 ? seen : due;
  const chosen = from.length === 0 ? undefined : from[randomInt(from.length)];
  if (chosen === undefined) return null;
  const name = of.file.trainees.find(({ id }) => (id as string) === chosen.trainee)?.person.name ?? chosen.trainee;
  return { trainee: chosen.trainee, name, moves: freshMoves() };
}

/** Calls the trainee; what came of it, also that it could not be found out, becomes a step. */
export function calling({
  seals,
  files,
  ask,
  clock,
  log,
}: SealPorts & { readonly log: Log }): (kept: KeptSeal, called: Called) => Promise<void> {
  return async ({ id, kiosk, body }, { trainee, moves }) => {
    const { by } = JSON.parse(body) as Body;
    const told = await ask(
      kiosk,
      { kind: 'challenge', by, trainee, moves: [...moves], seconds: CHALLENGE_SECONDS },
      AbortSignal.timeout(CHALLENGE_SECONDS * 1000 + ASK_WITHIN_MS),
    ).then(
      async ({ answer, files: own }) => {
        const { outcome, why } = challengeResultSchema.parse(answer.result);
        return { outcome, why, files: await Promise.all(own.map((file) => files.keep(file))) };
      },
      (error: unknown) => {
        log.warn('a spot check could not be carried out', { kiosk, error });
        const why = error instanceof ZaikeError ? error.message : '教室电脑没有回答';
        return { outcome: 'unchecked', why, files: [] };
      },
    );
    await seals.step(id, { kind: 'challenge', at: clock.now(), by: 'kiosk', body: JSON.stringify(told) });
  };
}

/** Of a call whose result is not there: null while it may still come; afterwards the center was broken off meanwhile. */
export function lostOf(at: number, now: number): { outcome: string; why: string; at: number } | null {
  const until = at + WAITS_MS;
  return now < until ? null : { outcome: 'unchecked', why: '中心的程序中断过，没有收到结果', at: until };
}

/** Two or three moves by chance, none twice in a row: the face would still be there. */
function freshMoves(): Called['moves'] {
  const moves: Called['moves'][number][] = [];
  const wanted = 2 + randomInt(2);
  while (moves.length < wanted) {
    const left = challengeMoves.filter((move) => move !== moves.at(-1));
    moves.push(left[randomInt(left.length)] ?? 'look-up');
  }
  return moves;
}
