import { LockOutlined } from '@ant-design/icons';
import type { DragEvent } from 'react';
import type { ShownLesson, WeekView } from '../../../core/contract/office/timetable.ts';
import { useBrightness } from '../../../core/ui/shell/themed.tsx';
import { kindNames, lockWords, weekdayNames } from './words.ts';

/** A lesson's place in the timetable. */
export interface Place {
  readonly date: string;
  readonly no: number;
}

interface Props {
  readonly view: WeekView;
  readonly may: boolean;
  readonly onOpen: (lesson: ShownLesson | Place) => void;
  readonly onSwap: (one: Place, other: Place) => void;
}

const DRAGGED = 'application/x-zaike-lesson';

/** The week: rows of lesson numbers, columns of days. Each lesson is a button; one drawn onto another changes places with it. */
export function WeekGrid({ view, may, onOpen, onSwap }: Props) {
  const { days, bell, today } = view;
  const { dark } = useBrightness();
  const most = Math.max(bell.length, ...days.flatMap(({ lessons }) => lessons.map(({ no }) => no)));
  const numbers = Array.from({ length: most }, (_, index) => index + 1);
  return (
    <div className="week-scroll" tabIndex={0} role="region" aria-label="本周课程表">
      <table className={dark ? 'week dark' : 'week'}>
        <thead>
          <tr>
            <th scope="col">节次</th>
            {days.map(({ date, workday, note }, index) => (
              <th
                key={date}
                scope="col"
                className={workday ? '' : 'off'}
                aria-current={date === today ? 'date' : undefined}
              >
                <span className="week-day">星期{weekdayNames[index]}</span>
                <span className="week-date">
                  {Number(date.slice(5, 7))}月{Number(date.slice(8))}日
                </span>
                {note !== '' && <span className={note === '调休上班' ? 'week-note make-up' : 'week-note'}>{note}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbers.map((no) => (
            <tr key={no}>
              <th scope="row">
                <span className="week-day">{no}</span>
                <span className="week-date">
                  {bell[no - 1]?.start}–{bell[no - 1]?.end}
                </span>
              </th>
              {days.map(({ date, workday, inClass, lessons }) => {
                const lesson = lessons.find((each) => each.no === no);
                const usual = bell[no - 1];
                return (
                  <td key={date} className={workday ? '' : 'off'}>
                    {lesson !== undefined && (
                      <Lesson lesson={lesson} usual={usual} may={may} onOpen={onOpen} onSwap={onSwap} />
                    )}
                    {lesson === undefined && may && inClass && date >= today && (
                      <button
                        type="button"
                        className="week-free"
                        aria-label={`在 ${date} 第 ${no} 节加课`}
                        onClick={() => onOpen({ date, no })}
                      >
                        ＋
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">日课时</th>
            {days.map(({ date, workday, lessons }) => (
              <td key={date} className={workday ? '' : 'off'}>
                {lessons.length}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface LessonProps extends Omit<Props, 'view'> {
  readonly lesson: ShownLesson;
  readonly usual: { readonly start: string; readonly end: string } | undefined;
}

function Lesson({ lesson, usual, may, onOpen, onSwap }: LessonProps) {
  const { date, no, course, teacher, kind, room, start, end, makeUp, locked } = lesson;
  const otherTimes = usual?.start === start && usual.end === end ? null : `${start}–${end}`;
  const dropped = (event: DragEvent): void => {
    event.preventDefault();
    const [from = '', number = ''] = event.dataTransfer.getData(DRAGGED).split('#');
    if (from !== '' && (from !== date || Number(number) !== no))
      onSwap({ date: from, no: Number(number) }, { date, no });
  };
  const can = may && locked === null;
  return (
    <button
      type="button"
      className={`week-lesson ${kind}`}
      draggable={can}
      onDragStart={({ dataTransfer }) => dataTransfer.setData(DRAGGED, `${date}#${no}`)}
      onDragOver={(event) => {
        if (can) event.preventDefault();
      }}
      onDrop={dropped}
      onClick={() => onOpen(lesson)}
      title={locked === null ? undefined : lockWords[locked]}
    >
      <span className="sr-only">
        {date} 第 {no} 节
      </span>
      <strong>{course ?? '未定课程'}</strong>
      <span>{teacher ?? '未定教师'}</span>
      <span>
        {kindNames[kind]}
        {makeUp && '（补课）'}
        {room !== null && ` · ${room}`}
        {locked !== null && <LockOutlined aria-label="不能修改" className="week-lock" />}
      </span>
      {otherTimes !== null && <span className="week-times">{otherTimes}</span>}
    </button>
  );
}
