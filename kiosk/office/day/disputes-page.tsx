import { useQuery } from '@tanstack/react-query';
import { Button, Card, Empty, Space } from 'antd';
import { useState } from 'react';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type DisputeView, disputesSchema } from '../../../core/contract/office/day-waiting.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useActor } from '../shell/actor.ts';
import { AnswerForm } from './entry-forms.tsx';
import { Mark } from './mark.tsx';
import { Beside } from './settle-page.tsx';
import { standingWords } from './words.ts';
import './day.css';

/** What trainees object to, and the answers. */
export function DisputesPage() {
  const disputes = useQuery({
    queryKey: ['disputes'],
    queryFn: ({ signal }) => get('/disputes', disputesSchema, signal),
  });
  const [answering, answer] = useState<DisputeView | null>(null);
  const [shown, show] = useState<DisputeView | null>(null);
  return (
    <>
      <Heading
        title="异议"
        about="学员在签到屏上提出，3 个工作日内看录像答复；超期没答复的自动转市中心答复。没答复的异议会使这个月不能关账。"
      />
      <Loaded of={disputes}>
        {(all) =>
          all.length === 0 ? (
            <Empty description="没有异议" />
          ) : (
            <Space orientation="vertical" className="wide">
              {all.map((each) => (
                <One key={each.id} dispute={each} onAnswer={() => answer(each)} onShow={() => show(each)} />
              ))}
            </Space>
          )
        }
      </Loaded>
      {answering !== null && <AnswerForm dispute={answering} onClose={() => answer(null)} />}
      {shown !== null && <Beside of={shown} onClose={() => show(null)} />}
    </>
  );
}

const STATES = { open: '待答复', escalated: '已超期，转市中心答复', answered: '已答复', upheld: '异议成立' } as const;

function One({
  dispute,
  onAnswer,
  onShow,
}: {
  readonly dispute: DisputeView;
  readonly onAnswer: () => void;
  readonly onShow: () => void;
}) {
  const { name, date, no, text, raisedAt, until, overdue, state, outcome, why, answer } = dispute;
  const mayAnswer = hasRights(useActor().role, 'teacher') && state === 'open';
  return (
    <Card
      size="small"
      title={`${name} · ${date} 第${no}课时`}
      extra={
        <Mark kind={overdue ? 'bad' : state === 'open' ? 'open' : 'plain'}>
          {overdue && state === 'open' ? '已超期' : STATES[state]}
          {answer === null && (until === null ? '，缺下一年日历，算不出期限' : `，期限 ${until}`)}
        </Mark>
      }
    >
      <p className="dispute-text">“{text}”</p>
      <p>
        {dateTimeText(raisedAt)} 提出。现在的记录：{outcome === null ? '' : `${standingWords[outcome]}，`}
        {why}
      </p>
      {answer !== null && (
        <p>
          {dateTimeText(answer.at)} {answer.by} 答复：{answer.text}
        </p>
      )}
      <Space>
        <Button size="small" onClick={onShow}>
          看录像
        </Button>
        {mayAnswer && (
          <Button size="small" type="primary" onClick={onAnswer}>
            答复
          </Button>
        )}
      </Space>
    </Card>
  );
}
