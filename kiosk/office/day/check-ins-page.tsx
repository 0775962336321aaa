import { Button, Empty, Space, Table } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { hasRights } from '../../../core/contract/office/actor.ts';
import type { ManualView } from '../../../core/contract/office/day-entries.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText, todayText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { SignaturePicture } from '../../../core/ui/signature-picture.tsx';
import { useActor } from '../shell/actor.ts';
import { DayChoice } from './day-choice.tsx';
import { CheckInState, placeWords, useCheckIns } from './hand-check-in.tsx';
import { WithdrawEntry } from './withdraw-entry.tsx';
import './day.css';

/** A day's check-ins without a face, with the signatures that prove them. */
export function CheckInsPage() {
  const go = useNavigate();
  const { date = todayText() } = useParams();
  const checkIns = useCheckIns(date);
  return (
    <>
      <Heading
        title="身份证登记"
        about="没有刷脸、由老师核对身份证登记的签到：本人签名留底，和刷脸效力相同。在“今日”的名单或教室签到屏上登记。"
        actions={<DayChoice date={date} onChoose={(next) => void go(`/check-ins/${next}`)} />}
      />
      <Loaded of={checkIns}>{(all) => <List all={all} />}</Loaded>
    </>
  );
}

function List({ all }: { readonly all: readonly ManualView[] }) {
  const mayEnter = hasRights(useActor().role, 'teacher');
  const [taking, take] = useState<ManualView | null>(null);
  return (
    <>
      <Table<ManualView>
        rowKey="id"
        size="small"
        dataSource={[...all]}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Empty description="这一天没有身份证登记" /> }}
        columns={[
          { title: '姓名', render: (_, each) => <Link to={evidenceOf(each)}>{each.name}</Link> },
          { title: '班级', dataIndex: 'class' },
          {
            title: '课时',
            render: (_, { lessons: { first, last } }) => (first === last ? `第${first}课时` : `第${first}–${last}课时`),
          },
          {
            title: '本人签名',
            render: (_, { name, signature }) => <SignaturePicture path={signature} label={`${name} 的签名`} />,
          },
          { title: '核对身份证的老师', dataIndex: 'teacher' },
          { title: '登记', render: (_, { at, enteredAt }) => `${dateTimeText(enteredAt)} 在${placeWords[at]}` },
          {
            title: '状态',
            render: (_, each) => (
              <Space>
                <CheckInState entry={each} />
                {mayEnter && each.withdrawn === null && (
                  <Button size="small" onClick={() => take(each)} aria-label={`撤回 ${each.name} 的登记`}>
                    撤回
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
      {taking !== null && (
        <WithdrawEntry
          title={`撤回 ${taking.name} 的身份证登记`}
          path={`/check-ins/${taking.id}/withdrawal`}
          onClose={() => take(null)}
        />
      )}
    </>
  );
}

const evidenceOf = ({ class: code, date, lessons, trainee }: ManualView): string =>
  `/evidence/${encodeURIComponent(code)}/${date}/${lessons.first}/${encodeURIComponent(trainee)}`;
