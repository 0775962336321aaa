import { Alert } from 'antd';
import { Link } from 'react-router';
import type { Day, ElsewhereLesson } from '../../../core/contract/office/day.ts';
import { minuteText } from './words.ts';

/** The day's lessons in other rooms, in words: who looks here must not take them for lessons that are not held. */
export function Elsewhere({ day: { elsewhere, date } }: { readonly day: Day }) {
  if (elsewhere.length === 0) return null;
  const groups = [...Map.groupBy(elsewhere, ({ class: code, room }) => `${code} ${room ?? ''}`).values()];
  return (
    <Alert
      type="info"
      showIcon
      className="gap-below"
      title={`这一天另有 ${elsewhere.length} 课时在别的教室上，不在本机的名单里`}
      description={
        <ul className="elsewhere">
          {groups.map((lessons) => (
            <Room key={`${lessons[0]?.class ?? ''} ${lessons[0]?.room ?? ''}`} lessons={lessons} date={date} />
          ))}
        </ul>
      }
    />
  );
}

function Room({ lessons, date }: { readonly lessons: readonly ElsewhereLesson[]; readonly date: string }) {
  const [first] = lessons;
  const last = lessons.at(-1);
  if (first === undefined || last === undefined) return null;
  const { class: code, className, room } = first;
  const at = `/classes/${encodeURIComponent(code)}`;
  const numbers = lessons.map(({ no }) => no).join('、');
  return (
    <li>
      {className} {code} 第 {numbers} 课时（{minuteText(first.from)}–{minuteText(last.to)}）在 {room ?? '其他教室'}：
      {lessons.every(({ recorded }) => recorded) ? (
        <>
          记录已导入，见<Link to={`${at}/months/${date.slice(0, 7)}`}>{date.slice(0, 7)} 月考勤</Link>
        </>
      ) : (
        <>
          请到那间教室的电脑上看；那里的记录从<Link to={`${at}/transfers`}>多台设备</Link>导入后并入月考勤
        </>
      )}
    </li>
  );
}
