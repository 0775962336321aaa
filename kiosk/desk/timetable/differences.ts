import { type Lesson, lessonKey } from '../../../core/domain/lesson.ts';
import { type Edit, plannedOf } from './edit.ts';
import { clockOf, type Planned } from './planned.ts';

/** What an edit changes, in words, by date. */
export function differences(held: readonly Lesson[], edit: Edit) {
  const byKey = new Map(held.map((lesson) => [lessonKey(lesson), lesson]));
  const counts = { added: 0, changed: 0, removed: edit.removed.length, same: 0 };
  const lines: string[] = [];
  for (const lesson of edit.lessons) {
    const before = byKey.get(lessonKey(lesson));
    const words = told(lesson);
    if (before === undefined) {
      counts.added += 1;
      lines.push(`新增 ${words}`);
    } else if (told({ ...plannedOf(before) }) === words && (lesson.room ?? before.room) === before.room)
      counts.same += 1;
    else {
      counts.changed += 1;
      lines.push(`修改 ${words}（原为 ${told(plannedOf(before)).replace(/^\S+ 第 \d+ 节 /, '')}）`);
    }
  }
  for (const { date, no } of edit.removed) lines.push(`删去 ${date} 第 ${no} 节`);
  return { lines: lines.sort((a, b) => a.slice(3).localeCompare(b.slice(3))), counts };
}

const KINDS = { theory: '理论', practical: '实操', exam: '考试', offSite: '校外' } as const;

const told = ({ date, no, start, end, course, teacher, kind }: Planned): string =>
  `${date} 第 ${no} 节 ${clockOf(start)}–${clockOf(end)} ${course ?? '（未定课程）'} ${teacher ?? '（未定教师）'} ${KINDS[kind]}`;
