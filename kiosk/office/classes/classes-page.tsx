import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type ClassSummary, classListSchema } from '../../../core/contract/office/classes.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useActor } from '../shell/actor.ts';
import { FilingTag } from './filing-tag.tsx';
import { NewClass } from './new-class.tsx';
import './classes.css';

/** All classes of this kiosk. */
export function ClassesPage() {
  const { role } = useActor();
  const mayEdit = hasRights(role, 'teacher');
  const [adding, setAdding] = useState(false);
  const classes = useQuery({
    queryKey: ['classes'],
    queryFn: ({ signal }) => get('/classes', classListSchema, signal),
  });
  const add = mayEdit && (
    <Button type="primary" onClick={() => setAdding(true)}>
      新建班级
    </Button>
  );
  const actions = (
    <>
      {hasRights(role, 'administrator') && <Link to="/transfers/import">从另一台电脑导入</Link>}
      {add}
    </>
  );
  return (
    <>
      <Heading title="班级" about="从开班备案到结课：点班级编号查看资料、名册、课程表和材料。" actions={actions} />
      <Loaded of={classes}>
        {(all) =>
          all.length === 0 ? (
            <Empty description="还没有班级。新建一个班级，填好附件3 的资料，再导入学员名册。">{add}</Empty>
          ) : (
            <Table<ClassSummary>
              rowKey="code"
              dataSource={[...all]}
              pagination={false}
              scroll={{ x: 'max-content' }}
              columns={[
                {
                  title: '班级编号',
                  render: (_, { code }) => <Link to={`/classes/${encodeURIComponent(code)}`}>{code}</Link>,
                },
                { title: '专业', render: (_, { specialty }) => specialty ?? '未填' },
                { title: '教室', render: (_, { room }) => room ?? '未填' },
                { title: '起止日期', render: (_, { opens, ends }) => `${opens ?? '未定'} 至 ${ends ?? '未定'}` },
                { title: '在班人数', dataIndex: 'trainees', align: 'right' },
                { title: '备案', render: (_, { filing }) => <FilingTag filing={filing} /> },
                {
                  title: '待处理',
                  render: (_, { warnings, owed }) => (
                    <Space size={4} wrap>
                      {warnings > 0 && <Tag color="warning">{warnings} 项提醒</Tag>}
                      {owed > 0 && <Tag color="error">欠 {owed} 课时</Tag>}
                      {warnings === 0 && owed === 0 && '没有'}
                    </Space>
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
      {adding && <NewClass onClose={() => setAdding(false)} />}
    </>
  );
}
