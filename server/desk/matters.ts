import { setImmediate } from 'node:timers/promises';
import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { Decision, DecisionKind } from '../../core/contract/center/decisions.ts';
import type { ItemBody, ItemKind } from '../../core/contract/center/items.ts';
import type { Matters } from '../../core/contract/center/matters.ts';
import { dateAt, parseMonth } from '../../core/domain/day.ts';
import { disputeState, disputeUntil, escalatedAt } from '../../core/domain/dispute.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { epochMs } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { CenterClass, CenterClasses } from './classes.ts';
import type { Decisions } from './decisions.ts';
import type { FactReader } from './ports.ts';
import type { TotalsDesk } from './totals.ts';

export interface MatterPorts {
  readonly classes: CenterClasses;
  readonly facts: FactReader;
  readonly decisions: Decisions;
  readonly totals: TotalsDesk;
  /** Inspectors' codes that were used, by their numbers. */
  readonly visits: { used(): Promise<ReadonlyMap<string, { readonly kiosk: string }>> };
  readonly clock: Pick<Clock, 'now'>;
}

/** What of the classes waits for the center besides filings and checks. */
export interface MatterDesk {
  all(actor: CenterActor): Promise<Matters>;
  /** @throws ZaikeError `no-such-dispute`, `already-answered`, `not-escalated`, `already-decided`. */
  answerDispute(
    actor: CenterActor,
    second: CenterActor,
    place: Place,
    answer: Pick<Extract<Decision, { kind: 'dispute-answered' }>, 'upheld' | 'text' | 'to'>,
  ): Promise<void>;
  /** @throws ZaikeError `no-such-enrolment`, `already-decided`. */
  decideEnrolment(actor: CenterActor, place: Place, decision: { approved: boolean; why: string }): Promise<void>;
  /** Whether a review by name was the center's own. @throws ZaikeError `no-such-review`, `already-decided`. */
  decideReview(actor: CenterActor, place: Place, decision: { confirmed: boolean; note: string }): Promise<void>;
  /** @throws ZaikeError `no-such-class`, `no-such-month`. */
  decidePending(
    actor: CenterActor,
    second: CenterActor,
    place: { kiosk: string; code: string; month: string },
    decision: { allowed: boolean; paper: string; why: string },
  ): Promise<void>;
}

/** A row of a kiosk's own store that was told. */
interface Place {
  readonly kiosk: string;
  readonly id: number;
}

export function matterDesk({ classes, facts, decisions, totals, visits, clock }: MatterPorts): MatterDesk {
  /** Facts of a kind with their classes, of those that this person may see; newest first. */
  const mine = async <Kind extends ItemKind>(actor: CenterActor, kind: Kind) => {
    await setImmediate(); // pictures are relayed meanwhile
    const known = new Map((await classes.list(actor)).map((of) => [`${of.kiosk}/${of.code}`, of]));
    const found = (await facts.of(kind)).flatMap((fact) => {
      const of = known.get(`${fact.kiosk}/${fact.class}`);
      return of === undefined ? [] : [{ of, body: fact.body }];
    });
    return found.reverse();
  };

  const decided = async () => {
    const all = await decisions.all();
    return <Kind extends DecisionKind>(
      kiosk: string,
      kind: Kind,
      is: (made: Extract<Decision, { kind: Kind }>) => boolean,
    ) =>
      all
        .filter((each) => each.kiosk === kiosk)
        .map(({ decision }) => decision)
        .find((made): made is Extract<Decision, { kind: Kind }> => made.kind === kind && is(made as never)) ?? null;
  };

  /** As the kiosk finds it by itself. */
  const standing = ({ file, calendar }: CenterClass, { raisedAt, answer }: ItemBody<'dispute'>) => {
    const until = disputeUntil({ raisedAt: epochMs(raisedAt) }, { policies: file.policies, calendar });
    const told = answer && { ...answer, at: epochMs(answer.at) };
    return { until, state: disputeState({ answer: told }, { until, now: clock.now(), hasCenter: true }) };
  };

  const disputes = async (
    actor: CenterActor,
    made: Awaited<ReturnType<typeof decided>>,
  ): Promise<Matters['disputes']> =>
    (await mine(actor, 'dispute')).map(({ of, body }) => {
      const own = made(of.kiosk, 'dispute-answered', ({ dispute }) => dispute === body.id);
      const { id, date, no, trainee, text, raisedAt, answer } = body;
      const { until, state } = standing(of, body);
      return {
        ...{ ...placeOf(of), id, date, no, trainee, text, raisedAt, answer, name: nameIn(of, trainee) },
        state: own !== null ? 'decided' : state === 'upheld' ? 'answered' : state,
        answerUntil: until,
        escalatedAt: state === 'escalated' && until !== null ? escalatedAt(until) : null,
        decided: own && { text: own.text, upheld: own.upheld, by: own.by, at: own.at },
      };
    });

  const enrolments = async (
    actor: CenterActor,
    made: Awaited<ReturnType<typeof decided>>,
  ): Promise<Matters['enrolments']> =>
    (await mine(actor, 'enrolment')).flatMap(({ of, body }) => {
      const { id, person, at, by, alike, weak } = body;
      if (!weak) return [];
      const own = made(of.kiosk, 'enrolment-decided', ({ enrolment }) => enrolment === id);
      const decision = own && { approved: own.approved, why: own.why, by: own.by, at: own.at };
      return [{ ...placeOf(of), ...{ id, person, at, by, alike }, name: nameIn(of, person), decided: decision }];
    });

  /** A visit that the center gave to this very kiosk, or the center's word afterwards. */
  const standingOf = (
    kiosk: string,
    { id, visit }: ItemBody<'review'>,
    used: Awaited<ReturnType<typeof visits.used>>,
    made: Awaited<ReturnType<typeof decided>>,
  ): Matters['reviews'][number]['standing'] => {
    if (visit !== undefined && used.get(visit)?.kiosk === kiosk) return 'verified';
    const own = made(kiosk, 'review-decided', ({ review }) => review === id);
    return own === null ? 'unverified' : own.confirmed ? 'confirmed' : 'denied';
  };

  const reviews = async (
    actor: CenterActor,
    made: Awaited<ReturnType<typeof decided>>,
  ): Promise<Matters['reviews']> => {
    const later = await mine(actor, 'enrolment');
    const used = await visits.used();
    return (await mine(actor, 'review')).map(({ of, body }) => {
      const { id, inspector, at, gallery, people, note, countersignedBy = null } = body;
      const differing = people.filter(({ idCard, face }) => idCard === 'differs' || face === 'differs');
      return {
        ...{ ...placeOf(of), id, inspector, at, gallery, note, people: people.length },
        standing: standingOf(of.kiosk, body, used, made),
        countersignedBy,
        differing: differing.map(({ trainee }) => nameIn(of, trainee)),
        later: later.filter((each) => each.of.kiosk === of.kiosk && each.of.code === of.code && each.body.at > at)
          .length,
      };
    });
  };

  const pending = async (
    actor: CenterActor,
    made: Awaited<ReturnType<typeof decided>>,
  ): Promise<Matters['pending']> => {
    const found: Matters['pending'][number][] = [];
    for (const month of (await totals.months(actor)).filter((each) => each <= dateAt(clock.now()).slice(0, 7)))
      for (const row of (await totals.of(actor, month)).rows) {
        const { kiosk, code, institution, due } = row;
        const own = made(kiosk, 'pending-settling', (each) => each.class === code && each.month === month);
        // More than 5 % (rules §3), by integers.
        if (row.pending * 20 <= due && own === null) continue;
        const decision = own && { allowed: own.allowed, paper: own.paper, by: own.by, at: own.at };
        found.push({ kiosk, code, institution, month, due, pending: row.pending, decided: decision });
      }
    return found;
  };

  const one = async <Kind extends 'dispute' | 'enrolment' | 'review'>(
    actor: CenterActor,
    kind: Kind,
    { kiosk, id }: Place,
  ) => {
    const found = (await mine(actor, kind)).find(
      ({ of, body }) => of.kiosk === kiosk && (body as { id: number }).id === id,
    );
    if (found !== undefined) return found;
    throw new ZaikeError('没有找到，或不属于您的机构', { code: `no-such-${kind}`, retry: false });
  };
  const once = (made: unknown): void => {
    if (made !== null) throw new ZaikeError('已经作出决定', { code: 'already-decided', retry: false });
  };

  return {
    all: async (actor) => {
      const made = await decided();
      return {
        disputes: await disputes(actor, made),
        enrolments: await enrolments(actor, made),
        reviews: await reviews(actor, made),
        pending: await pending(actor, made),
      };
    },
    answerDispute: async (actor, second, place, { upheld, text, to }) => {
      const { of, body } = await one(actor, 'dispute', place);
      if (body.answer !== null)
        throw new ZaikeError('机构已经答复了这条异议', { code: 'already-answered', retry: false });
      if (standing(of, body).state !== 'escalated')
        throw new ZaikeError('还没有超过机构的答复期限', { code: 'not-escalated', retry: false });
      once((await decided())(of.kiosk, 'dispute-answered', ({ dispute }) => dispute === body.id));
      await decisions.make(of.kiosk, {
        ...{ kind: 'dispute-answered', class: of.code, dispute: body.id, upheld, text, to: upheld ? to : null },
        ...{ by: actor.name, countersignedBy: second.name },
      });
    },
    decideEnrolment: async (actor, place, { approved, why }) => {
      const { of, body } = await one(actor, 'enrolment', place);
      once((await decided())(of.kiosk, 'enrolment-decided', ({ enrolment }) => enrolment === body.id));
      await decisions.make(of.kiosk, {
        ...{ kind: 'enrolment-decided', class: of.code, person: body.person, enrolment: body.id, approved, why },
        ...{ by: actor.name, countersignedBy: null },
      });
    },
    decideReview: async (actor, place, { confirmed, note }) => {
      const { of, body } = await one(actor, 'review', place);
      if (standingOf(of.kiosk, body, await visits.used(), await decided()) !== 'unverified') once(body);
      await decisions.make(of.kiosk, {
        ...{ kind: 'review-decided', class: of.code, review: body.id, confirmed, note },
        ...{ by: actor.name, countersignedBy: null },
      });
    },
    decidePending: async (actor, second, { kiosk, code, month }, { allowed, paper, why }) => {
      const of = await classes.find(actor, kiosk, code);
      if (parseMonth(month) === null) throw new ZaikeError('没有这个月份', { code: 'no-such-month', retry: false });
      await decisions.make(of.kiosk, {
        ...{ kind: 'pending-settling', class: code, month, allowed, paper, why },
        ...{ by: actor.name, countersignedBy: second.name },
      });
    },
  };
}

function placeOf({ kiosk, code, institution }: CenterClass) {
  return { kiosk, code, institution };
}

function nameIn({ file }: CenterClass, trainee: string): string {
  return file.trainees.find(({ id }) => (id as string) === trainee)?.person.name ?? trainee;
}
