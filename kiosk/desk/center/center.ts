import type { VisitAnswer } from '../../../core/contract/center/visits.ts';
import type { Actor } from '../../../core/contract/office/actor.ts';
import type {
  AbsenceView,
  CenterLink,
  CenterNotice,
  CenterView,
  NewAbsence,
} from '../../../core/contract/office/center.ts';
import type { Absence, Decision } from '../../../core/domain/entry.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClockState } from '../../../core/domain/sighting.ts';
import { type DurationMs, type EpochMs, epochMs, minutes } from '../../../core/domain/units.ts';

/** The link as it runs: kiosk/center satisfies it. */
export interface CenterPort {
  status(): CenterLink;
  waiting(): { readonly count: number; readonly since: EpochMs | null };
  /** Whose code an inspector typed; null: the center cannot be asked now. */
  inspector(code: string): Promise<VisitAnswer | null>;
}

/** Where announced absences are kept: kiosk/store/absences satisfies it. */
export interface AbsenceKeeper {
  add(absence: Omit<Absence, 'id' | 'withdrawn'>): Absence;
  withdraw(id: number, decision: Decision): void;
  find(id: number): Absence | null;
  list(since: EpochMs): readonly Absence[];
}

export interface CenterDeskOptions {
  readonly center: CenterPort;
  readonly absences: AbsenceKeeper;
  /** Null: none is configured. */
  readonly url: string | null;
  readonly clockState: () => ClockState;
  readonly now: () => EpochMs;
}

/** The page 监管中心: how the link is, and what the classroom announces. */
export interface CenterDesk {
  view(): CenterView;
  /** What every page shows: a link that has been down for long, or that needs somebody; null: all is well. */
  notice(): CenterNotice;
  /** @throws ZaikeError `absence-upside-down`, `absence-over`, `absence-too-long`. */
  announce(absence: NewAbsence, actor: Actor): AbsenceView;
  /** @throws ZaikeError `no-such-absence`, `absence-withdrawn`, `absence-over`. */
  withdraw(id: number, why: string, actor: Actor): AbsenceView;
}

/** A link that is down for less is no news. */
const DOWN_FOR: DurationMs = minutes(10);
const MOST_DAYS = 60;

export function centerDesk({ center, absences, url, clockState, now }: CenterDeskOptions): CenterDesk {
  const known = (id: number): Absence => {
    const absence = absences.find(id);
    if (absence !== null) return absence;
    throw refuse('no-such-absence', '没有这条预告，请刷新页面');
  };
  return {
    view: () => ({
      ...{ now: now(), url, link: center.status(), waiting: center.waiting(), clock: clockState() },
      absences: absences.list(now()),
    }),
    notice: () => {
      const link = center.status();
      const quiet =
        link.kind === 'off' ||
        link.kind === 'connected' ||
        (link.kind === 'connecting' && now() - link.since < DOWN_FOR);
      return { link: quiet ? null : link, now: now() };
    },
    announce: ({ from, to, why }, { user: by }) => {
      if (to <= from) throw refuse('absence-upside-down', '结束时间要在开始时间之后');
      if (to <= now()) throw refuse('absence-over', '这段时间已经过去：只能预告还没有结束的停用');
      if (to - from > minutes(MOST_DAYS * 24 * 60)) throw refuse('absence-too-long', `一次最多预告 ${MOST_DAYS} 天`);
      return absences.add({ from: epochMs(from), to: epochMs(to), why, by, enteredAt: now() });
    },
    withdraw: (id, why, { user: by }) => {
      const { withdrawn, to } = known(id);
      if (withdrawn !== null) throw refuse('absence-withdrawn', '这条预告已经撤回');
      if (to <= now()) throw refuse('absence-over', '这段时间已经过去，不能再撤回');
      absences.withdraw(id, { by, at: now(), why });
      return known(id);
    },
  };
}

const refuse = (code: string, message: string): ZaikeError => new ZaikeError(message, { code, retry: false });
