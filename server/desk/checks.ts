import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { Call, Card, Check, Seal } from '../../core/contract/center/checks.ts';
import { dateAt } from '../../core/domain/day.ts';
import { answerUntilAtLatest } from '../../core/domain/deadline.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Underway } from '../../core/platform/underway.ts';
import { cardOf } from './card.ts';
import { type CallOutcome, calling, lostOf, someone } from './challenge.ts';
import type { CenterClasses } from './classes.ts';
import type { Decisions } from './decisions.ts';
import type { SealedFile } from './files.ts';
import { type Body, isProposed, type KeptSeal, type SealPorts, sealing, seesPhones, withoutPhones } from './sealing.ts';

export interface CheckPorts extends SealPorts {
  readonly classes: CenterClasses;
  readonly decisions: Decisions;
  /** A trainee is called while nobody waits for the answer. */
  readonly underway: Underway;
  readonly log: Log;
}

/** The minute before phoning, and spot checks. */
export interface CheckDesk {
  /** @throws ZaikeError `no-such-class`. */
  card(actor: CenterActor, kiosk: string, code: string): Promise<Card>;
  /** 保存此刻: the card, a picture of each camera and the last half minute, sealed. @throws ZaikeError `no-such-class`, `kiosk-silent`. */
  seal(actor: CenterActor, kiosk: string, code: string): Promise<Seal>;
  /** The newest seals of a class. */
  sealsOf(actor: CenterActor, kiosk: string, code: string): Promise<Seal[]>;
  /** @throws ZaikeError `no-such-seal`. */
  call(actor: CenterActor, id: string, call: Call): Promise<Seal>;
  /** A file of a seal. @throws ZaikeError `no-such-seal`, `no-such-file`. */
  file(actor: CenterActor, id: string, sha256: string): Promise<{ readonly file: SealedFile; readonly path: string }>;
  /** Seals the moment and calls a random trainee to the camera. @throws ZaikeError as `seal`; `no-lesson`. */
  check(actor: CenterActor, kiosk: string, code: string): Promise<Check>;
  /** Newest first: those to be decided, and the newest of the others. */
  checks(actor: CenterActor): Promise<Check[]>;
  /** Those to be decided: all of them, in no order. */
  open(actor: CenterActor): Promise<Check[]>;
  /** @throws ZaikeError `no-such-check`. */
  view(actor: CenterActor, id: string): Promise<Check>;
  /** The institution answers (陈述申辩). @throws ZaikeError `no-such-check`, `already-answered`, `already-decided`. */
  answer(actor: CenterActor, id: string, text: string): Promise<Check>;
  /** @throws ZaikeError `no-such-check`, `too-early` (before the institution answered or could), `already-decided`, `nothing-to-confirm`. */
  decide(
    actor: CenterActor,
    second: CenterActor,
    id: string,
    decision: { confirmed: boolean; note: string },
  ): Promise<Check>;
}

/** What the steps of a check hold. */
interface StepBodies {
  readonly challenge: CallOutcome;
  readonly answer: { readonly text: string };
  readonly decision: { readonly confirmed: boolean; readonly note: string; readonly countersignedBy: string };
}

interface Signed {
  readonly at: number;
  readonly by: string;
}

const NEWEST = 50;
/** Of spot checks that nobody has to decide any more. */
const NEWEST_CHECKS = 500;

export function checkDesk(ports: CheckPorts): CheckDesk {
  const { classes, decisions, seals, files, stateOf, underway, clock, log } = ports;

  const sealed = sealing(ports);
  const call = calling(ports);

  const checkView = async (actor: CenterActor, kept: KeptSeal): Promise<Check | null> => {
    const steps = await seals.steps(kept.id);
    const { check, card } = JSON.parse(kept.body) as Body;
    if (check === null) return null;
    const step = <Kind extends keyof StepBodies>(kind: Kind): (StepBodies[Kind] & Signed) | null => {
      const found = steps.find((each) => each.kind === kind);
      if (found === undefined) return null;
      return { ...(JSON.parse(found.body) as StepBodies[Kind]), at: found.at, by: found.by };
    };
    const result = step('challenge');
    const answer = step('answer');
    const decision = step('decision');
    return {
      seal: sealed.view(actor, kept, steps),
      called: check.called && {
        ...check.called,
        result:
          result === null ? lostOf(kept.at, clock.now()) : { outcome: result.outcome, why: result.why, at: result.at },
        files: result?.files ?? [],
      },
      proposed: isProposed({ card }),
      answerUntil: check.answerUntil,
      ...{ answer, decision },
    };
  };

  /** A seal that this person may see. */
  const find = async (actor: CenterActor, id: string, what: 'seal' | 'check'): Promise<KeptSeal> => {
    const kept = await seals.find(id);
    const missing = new ZaikeError('没有找到，或不属于您的机构', { code: `no-such-${what}`, retry: false });
    if (kept === undefined) throw missing;
    await classes.find(actor, kept.kiosk, kept.class).catch(() => {
      throw missing;
    });
    return kept;
  };

  const checkOf = async (actor: CenterActor, id: string): Promise<{ kept: KeptSeal; view: Check }> => {
    const kept = await find(actor, id, 'check');
    const view = await checkView(actor, kept);
    if (view === null) throw new ZaikeError('没有这次抽查', { code: 'no-such-check', retry: false });
    return { kept, view };
  };

  /** Of the spot checks that `read` finds at this person's kiosks, those of classes that are theirs. */
  const ownChecks = async (
    actor: CenterActor,
    read: (kiosks: readonly string[]) => Promise<readonly KeptSeal[]>,
  ): Promise<Check[]> => {
    const own = await classes.list(actor);
    const codes = new Set(own.map(({ kiosk, code }) => `${kiosk}/${code}`));
    const found = await read([...new Set(own.map(({ kiosk }) => kiosk))]);
    const mine = found.filter((kept) => codes.has(`${kept.kiosk}/${kept.class}`));
    return (await Promise.all(mine.map((kept) => checkView(actor, kept)))).filter((check) => check !== null);
  };
  /** One that is decided between the two readings is in both. */
  const openAndNewest = async (kiosks: readonly string[]): Promise<readonly KeptSeal[]> => {
    const found = [...(await seals.openChecks(kiosks)), ...(await seals.otherChecks(kiosks, NEWEST_CHECKS))];
    return [...new Map(found.map((kept) => [kept.id, kept])).values()].sort((a, b) => b.at - a.at);
  };

  return {
    card: async (actor, kiosk, code) => {
      const of = await classes.find(actor, kiosk, code);
      return cardOf(of, stateOf(kiosk), clock.now(), seesPhones(actor));
    },
    seal: async (actor, kiosk, code) =>
      sealed.view(actor, await sealed.now(actor, await classes.find(actor, kiosk, code), null), []),
    sealsOf: async (actor, kiosk, code) => {
      await classes.find(actor, kiosk, code);
      const found = await seals.list({ kiosk, class: code, limit: NEWEST });
      return Promise.all(found.map(async (kept) => sealed.view(actor, kept, await seals.steps(kept.id))));
    },
    call: async (actor, id, call) => {
      const kept = await find(actor, id, 'seal');
      const body = JSON.stringify({ ...call, whom: withoutPhones(call.whom) });
      await seals.step(id, { kind: 'call', at: clock.now(), by: actor.name, body });
      return sealed.view(actor, kept, await seals.steps(id));
    },
    file: async (actor, id, sha256) => {
      const kept = await find(actor, id, 'seal');
      const { files: own } = JSON.parse(kept.body) as Body;
      const called = (await checkView(actor, kept))?.called?.files ?? [];
      const file = [...own, ...called].find((each) => each.sha256 === sha256);
      if (file === undefined) throw new ZaikeError('没有这个文件', { code: 'no-such-file', retry: false });
      return { file, path: files.path(sha256) };
    },
    check: async (actor, kiosk, code) => {
      const of = await classes.find(actor, kiosk, code);
      const card = cardOf(of, stateOf(kiosk), clock.now(), false);
      if (card.phase !== 'running') throw new ZaikeError('现在不在上课，不能抽查', { code: 'no-lesson', retry: false });
      const until = answerUntilAtLatest(dateAt(clock.now()), of.file.policies, of.calendar);
      const called = someone(of, card, stateOf(kiosk));
      const kept = await sealed.now(actor, of, { answerUntil: until, called });
      if (called !== null)
        void underway
          .add(call(kept, called))
          .catch((error: unknown) => log.error('a spot check was not kept', { error }));
      return (await checkOf(actor, kept.id)).view;
    },
    checks: (actor) => ownChecks(actor, openAndNewest),
    open: (actor) => ownChecks(actor, (kiosks) => seals.openChecks(kiosks)),
    view: async (actor, id) => (await checkOf(actor, id)).view,
    answer: async (actor, id, text) => {
      // The center cannot speak for the institution, and so end its time to answer.
      if (actor.role !== 'institution')
        throw new ZaikeError('只有机构可以陈述申辩', { code: 'not-allowed', retry: false });
      const { view } = await checkOf(actor, id);
      if (view.decision !== null) throw refused('already-decided', '中心已经作出决定');
      const step = { kind: 'answer', at: clock.now(), by: actor.name, body: JSON.stringify({ text }) };
      if (!(await seals.step(id, step))) throw refused('already-answered', '已经陈述过了');
      return (await checkOf(actor, id)).view;
    },
    decide: async (actor, second, id, { confirmed, note }) => {
      const { kept, view } = await checkOf(actor, id);
      const of = await classes.find(actor, kept.kiosk, kept.class);
      if (view.decision !== null) throw refused('already-decided', '已经作出决定');
      if (confirmed && !view.proposed) throw refused('nothing-to-confirm', '这次到课率没有低于 80%，不能认定');
      if (view.answer === null && dateAt(clock.now()) <= view.answerUntil)
        throw refused('too-early', `机构在 ${view.answerUntil} 前可以陈述申辩，之后才能决定`);
      const body = JSON.stringify({ confirmed, note, countersignedBy: second.name });
      if (!(await seals.step(id, { kind: 'decision', at: clock.now(), by: actor.name, body })))
        throw refused('already-decided', '已经作出决定');
      const { rate, lesson } = view.seal.card;
      if (view.proposed && rate !== null && lesson !== null)
        await decisions.make(kept.kiosk, {
          ...{ kind: 'class-rate', class: of.code, date: dateAt(view.seal.card.at as never), no: lesson.no },
          ...{ inspectedAt: view.seal.at, confirmed, note, by: actor.name, countersignedBy: second.name },
          counted: { present: rate.present, due: rate.due, unobservable: rate.unobservable },
        });
      return (await checkOf(actor, id)).view;
    },
  };
}

function refused(code: string, message: string): ZaikeError {
  return new ZaikeError(message, { code, retry: false });
}
