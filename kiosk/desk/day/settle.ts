import type { SettleView, ToSettle } from '../../../core/contract/office/day-waiting.ts';
import { monthOf } from '../../../core/domain/day.ts';
import { type LessonKey, lessonKey } from '../../../core/domain/lesson.ts';
import type { LessonRecord } from '../../../core/domain/record.ts';
import { type WhyContext, whyOf } from '../../../core/domain/why.ts';
import { waitingCorrections } from './corrections.ts';
import type { DayClass, DayPorts } from './ports.ts';
import { whyContext } from './reading.ts';

/** What a person is to settle: pending lessons and absents with unidentified people in the room, which come first. */
export function settleView(ports: DayPorts): SettleView {
  const classes = ports.classes.list();
  const items = classes.flatMap((of) => itemsOf(ports, of));
  return {
    items: items.sort(
      (a, b) => Number(b.strangers) - Number(a.strangers) || (a.date < b.date ? -1 : a.date > b.date ? 1 : a.no - b.no),
    ),
    months: classes.flatMap((of) => monthsOf(ports, of)),
    corrections: waitingCorrections(ports),
  };
}

function itemsOf(ports: DayPorts, of: DayClass): readonly ToSettle[] {
  const { code } = of.file.class;
  const names = new Map(of.file.trainees.map(({ id, person }) => [id, person.name ?? id]));
  const asked = new Set(ports.corrections.open(code).map(({ replaces }) => replaces));
  const because = sentences(ports, of);
  return ports.records.toSettle(code).map(({ id, record }): ToSettle => {
    const { trainee, date, no, outcome, notes } = record;
    return {
      ...{ class: code, date, no, trainee, name: names.get(trainee) ?? trainee, record: id, outcome },
      why: because(record),
      strangers: notes.includes('unidentified-present'),
      correctionAsked: asked.has(id),
    };
  });
}

/** Why closed records say what they say; many of them share one lesson, which is read once. */
export function sentences(ports: DayPorts, of: DayClass): (record: LessonRecord) => string {
  const contexts = new Map<LessonKey, WhyContext | null>();
  const contextOf = (record: LessonRecord): WhyContext | null => {
    const lesson = of.lessons.find(({ date, no }) => date === record.date && no === record.no);
    return lesson === undefined ? null : whyContext(ports, of, lesson);
  };
  return (record) => {
    const key = lessonKey(record);
    const context = contexts.get(key) ?? contextOf(record);
    contexts.set(key, context);
    return context === null ? '这节课已不在课程表上' : whyOf(record, context);
  };
}

function monthsOf(ports: DayPorts, of: DayClass): SettleView['months'] {
  const { code } = of.file.class;
  const pending = ports.records.toSettle(code).filter(({ record: { outcome, due } }) => outcome === 'pending' && due);
  const months = new Set(pending.map(({ record }) => monthOf(record.date)));
  return [...months].map((month) => {
    const { closed, left, due, settledBy, decision } = ports.months.pending(code, month);
    return { class: code, month, pending: left, closed, due, settledBy, decision: decision?.paper ?? null };
  });
}
