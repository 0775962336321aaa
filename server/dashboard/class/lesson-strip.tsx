import type { ClassDay } from '../../../core/contract/center/class-day.ts';
import { type StripPart, toldStrip } from '../../../core/domain/strip.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { PresenceStrip } from '../../../core/ui/presence-strip.tsx';

/** When a trainee was seen in a lesson, as the kiosk told it; nothing where it told nothing. */
export function LessonStrip({
  lesson: { no, from, to, strips },
  name,
  stays,
}: {
  readonly lesson: ClassDay['lessons'][number];
  readonly name: string;
  readonly stays: ClassDay['trainees'][number]['stays'];
}) {
  const told = stays.find((each) => each.no === no);
  if (strips === null || told === undefined) return null;
  const span = { from: epochMs(strips.from), to: epochMs(strips.to), until: epochMs(strips.until) };
  const parts = toldStrip({ ...span, unobserved: strips.unobserved }, told.stays);
  return (
    <PresenceStrip
      parts={parts}
      windows={strips.windows}
      lesson={{ from, to }}
      label={`${name} 第 ${String(no)} 课时出勤条：${inWords(parts)}`}
    />
  );
}

const WORDS = { seen: '见到', notSeen: '没见到', unobserved: '没有观察', toCome: '未到时间' } as const;

/** How long each state lasted: `见到 45 分钟，没见到 15 分钟`. */
function inWords(parts: readonly StripPart[]): string {
  const told = (['seen', 'notSeen', 'unobserved', 'toCome'] as const).flatMap((state) => {
    const of = parts.filter((part) => part.state === state);
    const minutes = of.reduce((sum, part) => sum + part.to - part.from, 0) / 60_000;
    return of.length === 0 ? [] : [`${WORDS[state]} ${minutes < 1 ? '不到 1' : String(Math.round(minutes))} 分钟`];
  });
  return told.join('，');
}
