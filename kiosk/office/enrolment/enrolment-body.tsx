import { Alert, Empty, Segmented } from 'antd';
import { useState } from 'react';
import type { Enrollee, EnrolmentView } from '../../../core/contract/office/enrolment.ts';
import { LikenessList } from './likeness-list.tsx';
import { PersonCard } from './person-card.tsx';
import { StaleModel } from './stale-model.tsx';

type Shown = 'all' | 'open' | 'done';
const isOpen = ({ next, photos }: Enrollee): boolean =>
  !['done', 'none-withdrawn'].includes(next) || photos.some(({ pending }) => pending);

const cardOf = (person: string): string => `person-${person}`;

/** What the doctor finds of a group of people, and each person with their photos. */
export function EnrolmentBody({
  view,
  may,
  empty,
}: {
  readonly view: EnrolmentView;
  readonly may: boolean;
  readonly empty: string;
}) {
  const [shown, setShown] = useState<Shown>('all');
  if (view.people.length === 0) return <Empty description={empty} />;
  const open = view.people.filter(isOpen);
  const people = shown === 'all' ? view.people : view.people.filter((one) => isOpen(one) === (shown === 'open'));
  const go = (person: string): void => {
    setShown('all');
    requestAnimationFrame(() => {
      const card = document.getElementById(cardOf(person));
      card?.focus({ preventScroll: true });
      card?.scrollIntoView({ block: 'start' });
    });
  };
  return (
    <>
      {view.model === null && (
        <Alert
          type="warning"
          showIcon
          className="enrolment-alert"
          title={view.trouble ?? '人脸识别正在启动'}
          description="现在不能检查新照片，录像照常进行。可以先登记同意，运行后会自动建立模板。"
        />
      )}
      {view.damaged.length > 0 && (
        <Alert
          type="warning"
          showIcon
          className="enrolment-alert"
          title={`模型文件 ${view.damaged.join('、')} 与清单不符，未加载：现在用较弱的模型识别`}
          description="请管理员删除该文件后运行 npm run models（或从原来的文件夹重新安装），之后自动恢复。恢复前不必重新登记。"
        />
      )}
      {view.stale > 0 && <StaleModel people={view.stale} may={may} />}
      <LikenessList likeness={view.likeness} mine={new Set(view.people.map(({ id }) => id))} onGo={go} />
      <Segmented<Shown>
        className="enrolment-filter"
        aria-label="显示哪些人"
        value={shown}
        onChange={setShown}
        options={[
          { value: 'all', label: `全部 ${view.people.length}` },
          { value: 'open', label: `待办 ${open.length}` },
          { value: 'done', label: `已完成 ${view.people.length - open.length}` },
        ]}
      />
      {people.length === 0 && <Empty description={shown === 'open' ? '没有待办，全部完成了' : '还没有人完成登记'} />}
      <ul className="enrolment-people">
        {people.map((person) => (
          <li key={person.id} id={cardOf(person.id)} tabIndex={-1}>
            <PersonCard person={person} may={may} cameras={view.cameras} seeing={view.model !== null} />
          </li>
        ))}
      </ul>
    </>
  );
}
