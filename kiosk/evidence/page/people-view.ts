import type { LessonRecord } from '../../../core/domain/record.ts';
import type { PageLesson } from '../page-data.ts';
import { el, slot } from './element.ts';
import { NOTES, OUTCOMES, time } from './words.ts';

/** A trainee's name, or the id where no name was kept. */
export const nameOf = (lesson: PageLesson, trainee: string): string =>
  lesson.people.find((person) => person.trainee === trainee)?.name ?? trainee;

/** The record in force for a trainee: the newest correction, else the one of the close. */
export function inForce(lesson: PageLesson, record: LessonRecord): LessonRecord {
  return lesson.corrections.findLast(({ trainee }) => trainee === record.trainee) ?? record;
}

/** The table of trainees; `trainee` is the one chosen. */
export function showPeople(
  shown: PageLesson,
  trainee: string | null,
  choose: (lesson: PageLesson, who: string | null) => void,
): void {
  const rows = shown.records.map((record) => {
    const now = inForce(shown, record);
    const { seen } = record;
    const person = shown.people.find((each) => each.trainee === record.trainee);
    const times = [seen.arrival ?? seen.inside, seen.last ?? seen.departure].map((each) =>
      each ? time.format(each.at) : '—',
    );
    const outcome = [
      now === record ? null : el('span', { class: `tag struck ${record.outcome}` }, [OUTCOMES[record.outcome]]),
      el('span', { class: `tag ${now.outcome}` }, [OUTCOMES[now.outcome]]),
    ];
    const selected = String(record.trainee === trainee);
    return el(
      'tr',
      { tabindex: '0', 'aria-selected': selected, 'data-trainee': record.trainee },
      [
        el('td', {}, [nameOf(shown, record.trainee), el('small', {}, [person?.idNumber ?? ''])]),
        el('td', {}, outcome),
        el('td', {}, times.slice(0, 1)),
        el('td', {}, times.slice(1)),
        el('td', {}, [now.notes.map((note) => NOTES[note] ?? note).join('、') || '—']),
      ],
      () => choose(shown, record.trainee),
    );
  });
  for (const row of rows)
    row.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') row.click();
    });
  slot('people').replaceChildren(
    el('table', {}, [
      el('thead', {}, [
        el(
          'tr',
          {},
          ['学员', '结果', '首见', '末见', '说明'].map((words) => el('th', { scope: 'col' }, [words])),
        ),
      ]),
      el('tbody', {}, rows),
    ]),
  );
}
