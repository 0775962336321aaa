import { Fragment } from 'react';
import type { RosterEntry, ScreenMark, ScreenState } from '../../core/contract/screen.ts';
import { markWords } from '../../core/contract/screen-words.ts';
import type { LessonPhase } from './lesson-phase.ts';
import { FaceInFrame, MarkIcon } from './mark-icon.tsx';
import { minuteText } from './time.ts';

interface RosterProps {
  readonly state: ScreenState | null;
  readonly phase: LessonPhase;
  /** The kiosk is out of reach: this is what it said last. */
  readonly stale: boolean;
  /** Somebody tapped a name: to see the own record. */
  readonly onTap: (entry: RosterEntry) => void;
}

/** Everybody of the class with the mark for this lesson, and the sums. */
export function Roster({ state, phase, stale, onTap }: RosterProps): React.JSX.Element {
  const roster = state?.roster ?? [];
  const names = roster.map(({ name }) => name);
  const early = phase === 'before' || phase === 'none';
  const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  return (
    <section className="roster" aria-label="班级名单" data-density={density(roster.length)} data-stale={stale}>
      {roster.length > 0 && (
        <Sums roster={roster} unidentified={state?.unidentified ?? 0} early={early} stale={stale} />
      )}
      {state && roster.length === 0 && (
        <p className="roster-empty">
          {state.class && !state.lesson ? '有课时，名单会显示在这里' : '名单还是空的，请管理员在办公页面导入学员'}
        </p>
      )}
      <ol className="roster-list" tabIndex={0} aria-label="学员签到情况">
        {roster.map((entry) => (
          <Tile key={entry.id} entry={entry} early={early} tell={twice.has(entry.name)} onTap={() => onTap(entry)} />
        ))}
      </ol>
    </section>
  );
}

/** A long name breaks after its dot (阿依努尔·买买提), nowhere else. */
function BrokenAtDots({ name }: { readonly name: string }): React.JSX.Element {
  const parts = name.split(/(?<=·)/);
  return (
    <>
      {parts.map((part, at) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}

function density(count: number): 'roomy' | 'middle' | 'dense' {
  if (count <= 15) return 'roomy';
  return count <= 32 ? 'middle' : 'dense';
}

interface TileProps {
  readonly entry: RosterEntry;
  /** Check-in has not begun. */
  readonly early: boolean;
  /** Somebody else has the same name: the last digits of the ID number tell them apart. */
  readonly tell: boolean;
  readonly onTap: () => void;
}

function Tile({ entry, early, tell, onTap }: TileProps): React.JSX.Element {
  const { name, mark, maskedId, since } = entry;
  return (
    <li className="tile-place">
      <button type="button" className="tile" data-mark={mark} onClick={onTap}>
        <span className="tile-name" data-long={name.length > 4}>
          <BrokenAtDots name={name} />
          {tell && <small>{maskedId.slice(-4)}</small>}
        </span>
        <span className="tile-id">{maskedId}</span>
        <span className="tile-mark">
          <MarkIcon mark={mark} />
          {wordOf(mark, early)}
        </span>
        <span className="tile-since">{since === null ? '' : minuteText(since)}</span>
      </button>
    </li>
  );
}

function wordOf(mark: ScreenMark, early: boolean): string {
  return early && mark === 'expected' ? '待签到' : markWords[mark];
}

const COUNTED: readonly ScreenMark[] = ['expected', 'late', 'pending', 'leave', 'left'];

interface SumsProps {
  readonly roster: readonly RosterEntry[];
  readonly unidentified: number;
  readonly early: boolean;
  readonly stale: boolean;
}

function Sums({ roster, unidentified, early, stale }: SumsProps): React.JSX.Element {
  const count = (...marks: readonly ScreenMark[]): number => roster.filter(({ mark }) => marks.includes(mark)).length;
  return (
    <div className="sums">
      <p className="sums-here">
        <span>{stale ? '断开前' : '在课'}</span>
        <b>{count('present', 'late')}</b>
        <span className="sums-of">/ {roster.length} 人</span>
      </p>
      <ul className="sums-marks">
        {COUNTED.map((mark) => ({ mark, n: count(mark) }))
          .filter(({ mark, n }) => n > 0 || mark === 'expected')
          .map(({ mark, n }) => (
            <li key={mark} data-mark={mark}>
              <MarkIcon mark={mark} />
              {wordOf(mark, early)} <b>{n}</b>
            </li>
          ))}
        {unidentified > 0 && (
          <li data-mark="unknown">
            <FaceInFrame />
            未认出 <b>{unidentified}</b>
          </li>
        )}
      </ul>
    </div>
  );
}
