import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Popconfirm, Table } from 'antd';
import { useState } from 'react';
import { hasRights } from '../../../core/contract/office/actor.ts';
import type { ClassView } from '../../../core/contract/office/classes.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { useActor } from '../shell/actor.ts';
import { ChangeForm } from './change-form.tsx';
import { ClassPage } from './class-page.tsx';
import { CHANGES } from './words.ts';

type Change = ClassView['changes'][number];

/** Lessons cancelled, moved and made up: who entered it, and why. */
export function ChangesPage() {
  return <ClassPage tab="changes">{(view) => <Changes view={view} />}</ClassPage>;
}

function Changes({ view }: { readonly view: ClassView }) {
  const mayEdit = hasRights(useActor().role, 'teacher');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [adding, setAdding] = useState(false);
  const remove = useMutation({
    mutationFn: (index: number) =>
      send('DELETE', `/classes/${encodeURIComponent(view.code)}/changes/${index}?version=${view.version}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['class', view.code] }),
    onError: (error) => void message.error(messageOf(error)),
  });
  return (
    <div className="stack">
      <Alert
        type={view.owed > 0 ? 'warning' : 'success'}
        showIcon
        title={view.owed > 0 ? `还欠 ${view.owed} 课时` : '没有欠课'}
        description={
          view.owed > 0
            ? `停掉的课要在结课（${view.facts.ends ?? '日期未定'}）前补上。`
            : '停课会欠下课时，在这里登记补课。'
        }
      />
      {mayEdit && (
        <div>
          <Button type="primary" onClick={() => setAdding(true)}>
            登记停课、调课或补课
          </Button>
        </div>
      )}
      <Table<Change & { readonly index: number }>
        rowKey="index"
        dataSource={view.changes.map((change, index) => ({ ...change, index }))}
        pagination={false}
        scroll={{ x: 900 }}
        locale={{ emptyText: '课程表没有变更' }}
        columns={[
          { title: '变更', render: (_, { kind }) => CHANGES[kind] },
          { title: '原课时', render: (_, { date, no }) => `${date} 第 ${no} 课时` },
          {
            title: '改到',
            render: (_, { to }) =>
              to === null ? '—' : `${to.date} 第 ${to.no} 课时 ${to.start.slice(0, 5)}–${to.end.slice(0, 5)}`,
          },
          { title: '原因', render: (_, { why }) => why || '未写' },
          {
            title: '登记人',
            render: (_, { by, at }) => `${by === 'class-file' ? '配置文件' : by}，${dateTimeText(at)}`,
          },
          ...(mayEdit
            ? [
                {
                  title: '操作',
                  render: (_: unknown, { index, date, no }: { index: number; date: string; no: number }) => (
                    <Popconfirm
                      title="撤回这条变更？"
                      description="已经结束并记录的课时不会因此改变。"
                      okText="撤回"
                      onConfirm={() => remove.mutate(index)}
                    >
                      <Button size="small" aria-label={`撤回 ${date} 第 ${no} 课时的变更`}>
                        撤回
                      </Button>
                    </Popconfirm>
                  ),
                },
              ]
            : []),
        ]}
      />
      {adding && <ChangeForm view={view} onClose={() => setAdding(false)} />}
    </div>
  );
}
