import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type EnrolmentView, enrolmentSchema } from '../../../core/contract/office/enrolment.ts';
import { get, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { ClassTabs } from '../classes/class-tabs.tsx';
import { useActor } from '../shell/actor.ts';
import { ConsentModal } from './consent-modal.tsx';
import './enrolment.css';
import { EnrolmentBody } from './enrolment-body.tsx';
import { ENROLMENT, useChange } from './use-enrolment.ts';

/** The enrolment of a class: who agreed, whose photos are good, what to do next. */
export function EnrolmentPage() {
  const { code = '' } = useParams();
  const { role } = useActor();
  const may = hasRights(role, 'teacher');
  const isAdministrator = hasRights(role, 'administrator');
  const [agreeing, setAgreeing] = useState(false);
  const enrolment = useQuery({
    queryKey: [ENROLMENT, code],
    queryFn: ({ signal }) => get(`/classes/${encodeURIComponent(code)}/enrolment`, enrolmentSchema, signal),
    refetchInterval: 10_000, // faces are taken in after the start, the center decides, photos come at another screen
  });
  const { modal } = App.useApp();
  const settle = useChange(() => send('POST', `/classes/${encodeURIComponent(code)}/enrolment/settled`), {
    done: '已删除本班的照片和人脸模板',
  });
  const kept = enrolment.data?.people.filter(({ photos, enrolled }) => photos.length > 0 || enrolled).length ?? 0;
  const ask = (): void =>
    void modal.confirm({
      title: '补贴已结算？',
      content: `将永久删除本班 ${kept} 人的登记照片和人脸模板，之后不能再识别。考勤记录和录像不变。`,
      okText: '删除照片和模板',
      okButtonProps: { danger: true },
      onOk: () => settle.mutateAsync(undefined),
    });
  const without = enrolment.data?.people.filter(({ consent }) => consent.kind === 'none') ?? [];
  return (
    <>
      <ClassTabs code={code} tab="enrolment" />
      <Heading
        title={`人脸登记 ${code}`}
        about={enrolment.data === undefined ? undefined : summaryOf(enrolment.data)}
        actions={
          <>
            <Link to="/consent-text">
              <Button tabIndex={-1}>打印同意书</Button>
            </Link>
            {isAdministrator && (
              <Link to={`/classes/${encodeURIComponent(code)}/review`}>
                <Button tabIndex={-1}>现场审核</Button>
              </Link>
            )}
            {isAdministrator && kept > 0 && <Button onClick={ask}>补贴已结算…</Button>}
            {may && without.length > 0 && (
              <Button type="primary" onClick={() => setAgreeing(true)}>
                登记同意（{without.length} 人未登记）
              </Button>
            )}
          </>
        }
      />
      <Loaded of={enrolment}>
        {(view) => <EnrolmentBody view={view} may={may} empty="班级还没有学员，请先导入名单。" />}
      </Loaded>
      {agreeing && <ConsentModal people={without} onClose={() => setAgreeing(false)} />}
    </>
  );
}

function summaryOf({ people, filing }: EnrolmentView): string {
  const done = people.filter(({ next }) => next === 'done').length;
  const agreed = people.filter(({ consent }) => consent.kind === 'given').length;
  return `共 ${people.length} 人：已同意 ${agreed} 人，已完成登记 ${done} 人。本机保存 ${filing.people} 人的人脸信息（达到 ${filing.from / 10_000} 万人须备案）`;
}
