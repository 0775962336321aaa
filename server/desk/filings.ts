import type { CenterActor } from '../../core/contract/center/actor.ts';
import { decisionWords } from '../../core/contract/center/decision-words.ts';
import type { CenterClassView, CenterFiling } from '../../core/contract/center/filings.ts';
import { warningWords } from '../../core/contract/office/warning-words.ts';
import { PAPERS } from '../../core/contract/paper-words.ts';
import { dateAt } from '../../core/domain/day.ts';
import { deadlinesOf } from '../../core/domain/deadline.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { maskIdNumber } from '../../core/domain/person.ts';
import type { LocalDate } from '../../core/domain/units.ts';
import { asIfApproved, warningsOf } from '../../core/domain/warning.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { ApprovedContents, LastApproval } from './approved.ts';
import { type CenterClass, type CenterClasses, monthsIn } from './classes.ts';
import type { Decisions, KeptDecision } from './decisions.ts';

export interface FilingDeskOptions {
  readonly classes: CenterClasses;
  readonly decisions: Decisions;
  readonly approved: ApprovedContents;
  readonly clock: Pick<Clock, 'now'>;
}

/** The filings 「开班备案」: read, approved, returned. */
export interface FilingDesk {
  list(actor: CenterActor): Promise<CenterClassView[]>;
  /** @param unmasked whether numbers and phones are shown in full. @throws ZaikeError `no-such-class`. */
  view(actor: CenterActor, kiosk: string, code: string, unmasked: boolean): Promise<CenterFiling>;
  /** @throws ZaikeError `no-such-class`, `stale-filing` (another one came), `not-filed`, `in-the-future`. */
  approve(actor: CenterActor, second: CenterActor, filing: Place & { on: string; paper: string }): Promise<void>;
  /** @throws ZaikeError `no-such-class`, `stale-filing`, `not-filed`. */
  giveBack(actor: CenterActor, filing: Place & { why: string }): Promise<void>;
}

interface Place {
  readonly kiosk: string;
  readonly code: string;
  readonly hash: string;
}

const OPEN: ReadonlySet<CenterClassView['state']> = new Set(['approved', 'changed', 'unconfirmed']);

const APPROVABLE: typeof OPEN = new Set(['filed', 'changed', 'unconfirmed']);
/** To give back an approved class because of a change would take away every lesson that was held. */
const RETURNABLE: typeof OPEN = new Set(['filed', 'unconfirmed']);

/** An answer is urgent so many days before the class opens. */
const URGENT_DAYS = 5;
const DAY_MS = 86_400_000;

export function filingDesk({ classes, decisions, approved, clock }: FilingDeskOptions): FilingDesk {
  const today = (): LocalDate => dateAt(clock.now());

  const classView = (
    of: CenterClass,
    made: readonly KeptDecision[],
    approval: LastApproval | null,
  ): CenterClassView => {
    const { opens, ends } = of.file.class;
    const state = stateOf(of, made, approval);
    const soon = opens !== null && Date.parse(opens) - Date.parse(today()) <= URGENT_DAYS * DAY_MS;
    return {
      ...{ kiosk: of.kiosk, code: of.code, institution: of.institution, room: of.room, opens, ends },
      specialty: of.file.class.specialty ?? '',
      people: of.file.trainees.length,
      state,
      complete: of.filing.checklist.complete,
      filedOn: of.filing.state.kind === 'filed' ? of.filing.state.on : of.file.filedOn,
      approvedOn: OPEN.has(state) ? approvedOn(of, made) : null,
      urgent: state === 'filed' && soon,
    };
  };

  const whole = async (of: CenterClass, made: readonly KeptDecision[], unmasked: boolean): Promise<CenterFiling> => {
    const approval = await approved.last(of, made);
    const { file, filed, filing, timetable, calendar } = of;
    const deadlines = deadlinesOf({ ...file.class, publishedOn: file.publishedOn }, file.policies, calendar);
    const names = new Map<string, string>(file.trainees.map(({ id, person }) => [id, person.name ?? id]));
    return {
      ...{ ...classView(of, made, approval), approval },
      ...{ revision: filed.revision, hash: filed.hash, savedBy: filed.by, savedAt: filed.at },
      teachers: file.class.teachers,
      counsellorPhone: file.class.counsellorPhone,
      lessons: timetable.lessons.length,
      months: monthsIn(of),
      warnings: warningsOf(asIfApproved(file), timetable.lessons, deadlines, calendar).map((warning) => {
        const { title } = warningWords(warning);
        return { text: title, reason: filing.reasons[warning.rule] ?? null };
      }),
      deadlines,
      papers: filing.checklist.lines.map(({ paper, trainee, state, waivedWhy }) => {
        return { name: PAPERS[paper], trainee: trainee && (names.get(trainee) ?? trainee), state, why: waivedWhy };
      }),
      roster: file.trainees.map(({ id, person, withdrawnOn }) => {
        const { name, idNumber, phone, school, household } = person;
        return {
          ...{ trainee: id, name: name ?? id, school, household, withdrawnOn },
          idNumber: idNumber === null || unmasked ? idNumber : maskIdNumber(idNumber),
          phone: phone === null || unmasked ? phone : maskPhone(phone),
        };
      }),
      unmasked,
      decisions: made.map(({ decision, toldAt, trouble }) => {
        const { id, by, countersignedBy, at } = decision;
        return { id, words: decisionWords(decision), by, countersignedBy, at, toldAt, trouble };
      }),
    };
  };

  /** The filing that was read, still waiting for an answer. */
  const waiting = async (
    actor: CenterActor,
    { kiosk, code, hash }: Place,
    may: ReadonlySet<CenterClassView['state']>,
  ): Promise<CenterClass> => {
    const of = await classes.find(actor, kiosk, code);
    if (of.filed.hash !== hash) throw refused('stale-filing', '机构刚刚改过这份备案，请重新打开，看过新的内容再决定');
    const made = await decisions.of(kiosk, code);
    if (!may.has(stateOf(of, made, await approved.last(of, made))))
      throw refused('not-filed', '这份备案现在不在等中心答复');
    return of;
  };

  return {
    list: async (actor) => {
      const made = Map.groupBy(await decisions.all(), ({ kiosk, decision }) => `${kiosk}/${decision.class}`);
      const views: CenterClassView[] = [];
      for (const of of await classes.list(actor)) {
        const own = made.get(`${of.kiosk}/${of.code}`) ?? [];
        views.push(classView(of, own, await approved.last(of, own)));
      }
      return views;
    },
    view: async (actor, kiosk, code, unmasked) => {
      const of = await classes.find(actor, kiosk, code);
      return whole(of, await decisions.of(kiosk, code), unmasked);
    },
    approve: async (actor, second, { on, paper, ...place }) => {
      const of = await waiting(actor, place, APPROVABLE);
      const { kiosk, code, filed } = of;
      if (on > today()) throw refused('in-the-future', '批准日期不能晚于今天');
      await approved.keep(of);
      await decisions.make(kiosk, {
        ...{ kind: 'filing-approved', class: code, hash: filed.hash, on, paper },
        ...{ by: actor.name, countersignedBy: second.name },
      });
    },
    giveBack: async (actor, { why, ...place }) => {
      const { kiosk, code, filed } = await waiting(actor, place, RETURNABLE);
      await decisions.make(kiosk, {
        ...{ kind: 'filing-returned', class: code, hash: filed.hash, why },
        ...{ by: actor.name, countersignedBy: null },
      });
    },
  };
}

/** Where a filing stands: what the center decided on this very filing goes before what the kiosk knows of it yet. */
function stateOf(
  { filed, filing }: CenterClass,
  made: readonly KeptDecision[],
  approval: LastApproval | null,
): CenterClassView['state'] {
  const own = made.find(({ decision }) => 'hash' in decision && decision.hash === filed.hash)?.decision;
  if (own?.kind === 'filing-approved') return 'approved';
  if (own?.kind === 'filing-returned') return 'returned';
  const { state } = filing;
  if (state.kind === 'filed') return 'filed';
  if (state.kind === 'draft') return state.returned === null ? 'draft' : 'returned';
  if (state.source !== 'center') return 'unconfirmed';
  return approval !== null && approval.changes.length > 0 ? 'changed' : 'approved';
}

function approvedOn({ file }: CenterClass, made: readonly KeptDecision[]): string | null {
  const returned = made.findIndex(({ decision: { kind } }) => kind === 'filing-returned');
  const since = returned < 0 ? made : made.slice(0, returned);
  // Changes may have been approved later: the class counts from the first approval on.
  const first = since.findLast(({ decision: { kind } }) => kind === 'filing-approved')?.decision;
  return first?.kind === 'filing-approved' ? first.on : file.class.approvedOn;
}

/** A phone number in passing: first three and last four digits. */
export function maskPhone(phone: string): string {
  return phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

function refused(code: string, message: string): ZaikeError {
  return new ZaikeError(message, { code, retry: false });
}
