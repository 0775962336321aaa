import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Empty, Form, Input, Modal, Space, Table } from 'antd';
import { useState } from 'react';
import type * as z from 'zod/mini';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type staffMemberSchema, staffSchema } from '../../../core/contract/office/enrolment.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useActor } from '../shell/actor.ts';
import './enrolment.css';
import { EnrolmentBody } from './enrolment-body.tsx';
import { ENROLMENT, useChange } from './use-enrolment.ts';

type Member = z.infer<typeof staffMemberSchema>;

/** Teachers and others: enrolled with consent, so that they are neither counted as trainees nor as strangers. */
export function StaffPage() {
  const may = hasRights(useActor().role, 'teacher');
  const [editing, setEditing] = useState<Member | 'new' | null>(null);
  const staff = useQuery({
    queryKey: [ENROLMENT, 'staff'],
    queryFn: ({ signal }) => get('/staff', staffSchema, signal),
  });
  return (
    <>
      <Heading
        title="教师与工作人员"
        about="登记后，摄像头看到他们既不计入学员，也不算陌生人"
        actions={
          may && (
            <Button type="primary" onClick={() => setEditing('new')}>
              添加人员
            </Button>
          )
        }
      />
      <Loaded of={staff}>
        {({ staff: members, enrolment }) => {
          const here = members.filter(({ left }) => !left);
          return here.length === 0 ? (
            <Empty description="还没有登记教师或工作人员" />
          ) : (
            <>
              <Members members={here} may={may} onEdit={setEditing} />
              <EnrolmentBody view={enrolment} may={may} empty="" />
            </>
          );
        }}
      </Loaded>
      {editing !== null && <MemberModal member={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function Members({
  members,
  may,
  onEdit,
}: {
  readonly members: readonly Member[];
  readonly may: boolean;
  readonly onEdit: (member: Member) => void;
}) {
  const { modal } = App.useApp();
  const leave = useChange(({ id }: Member) => send('DELETE', `/staff/${id}`), { done: '已登记离开' });
  const ask = (member: Member): void =>
    void modal.confirm({
      title: `${member.name} 离开机构？`,
      content: '照片和人脸模板会立即删除。',
      okText: '登记离开',
      okButtonProps: { danger: true },
      onOk: () => leave.mutateAsync(member),
    });
  return (
    <Table<Member>
      rowKey="id"
      size="small"
      className="enrolment-alert"
      pagination={false}
      dataSource={[...members]}
      columns={[
        { title: '姓名', dataIndex: 'name' },
        { title: '职务', dataIndex: 'duty' },
        ...(may
          ? [
              {
                title: '操作',
                render: (_: unknown, member: Member) => (
                  <Space>
                    <Button size="small" aria-label={`修改：${member.name}`} onClick={() => onEdit(member)}>
                      修改
                    </Button>
                    <Button size="small" aria-label={`离开：${member.name}`} onClick={() => ask(member)}>
                      离开
                    </Button>
                  </Space>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

interface Entered {
  readonly name: string;
  readonly duty?: string;
}

function MemberModal({ member, onClose }: { readonly member: Member | 'new'; readonly onClose: () => void }) {
  const [form] = Form.useForm<Entered>();
  const isNew = member === 'new';
  const save = useChange(
    ({ name, duty = '' }: Entered) =>
      send(isNew ? 'POST' : 'PUT', isNew ? '/staff' : `/staff/${member.id}`, { name, duty }),
    { done: '已保存', onDone: onClose },
  );
  return (
    <Modal
      open
      title={isNew ? '添加教师或工作人员' : `修改 ${member.name}`}
      okText="保存"
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={isNew ? {} : { name: member.name, duty: member.duty }}
        onFinish={(entered) => save.mutate(entered)}
      >
        <Form.Item label="姓名" name="name" rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}>
          <Input maxLength={40} autoFocus />
        </Form.Item>
        <Form.Item label="职务（可不填）" name="duty">
          <Input maxLength={40} placeholder="例如：任课教师、班主任" />
        </Form.Item>
      </Form>
      {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} />}
    </Modal>
  );
}
