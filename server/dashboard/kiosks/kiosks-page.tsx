import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Empty, Popconfirm, Space, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { type KioskView, kioskViewsSchema } from '../../../core/contract/center/kiosks.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useMay } from '../shell/actor.ts';
import { MoveForm } from './move-form.tsx';
import { PairForm } from './pair-form.tsx';
import { VisitCodeButton } from './visit-code.tsx';

/** The classroom computers: paired, connected, where they stand. */
export function KiosksPage() {
  const mayPair = useMay('inspector');
  const mayUnpair = useMay('administrator');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [pairing, setPairing] = useState(false);
  const [moving, setMoving] = useState<KioskView | null>(null);
  const kiosks = useQuery({
    queryKey: ['kiosks'],
    queryFn: ({ signal }) => get('/kiosks', kioskViewsSchema, signal),
    refetchInterval: 5000,
  });
  const unpair = useMutation({
    mutationFn: ({ id }: KioskView) => send('DELETE', `/kiosks/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['kiosks'] }),
    onError: (error) => void message.error(messageOf(error)),
  });
  return (
    <>
      <Heading
        title="教室电脑"
        about="教室电脑主动连到中心。新的一台先配对：在它的“监管中心”页面看 8 位配对码，在这里输入。"
        actions={
          mayPair && (
            <Button type="primary" onClick={() => setPairing(true)}>
              配对一台
            </Button>
          )
        }
      />
      {pairing && <PairForm onClose={() => setPairing(false)} />}
      {moving !== null && <MoveForm kiosk={moving} onClose={() => setMoving(null)} />}
      <Loaded of={kiosks}>
        {(all) => (
          <Table<KioskView>
            rowKey="id"
            size="middle"
            dataSource={[...all]}
            pagination={all.length > 50 ? { pageSize: 50 } : false}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty description="还没有配对的教室电脑" /> }}
            columns={[
              { title: '机构', dataIndex: 'institution' },
              { title: '教室', dataIndex: 'room' },
              {
                title: '连接',
                render: (_, { connected, lastSeenAt }) =>
                  connected ? (
                    <Tag color="success">已连接</Tag>
                  ) : (
                    <>
                      <Tag>未连接</Tag> {lastSeenAt === null ? '还没有联系过' : `最近 ${dateTimeText(lastSeenAt)}`}
                    </>
                  ),
              },
              { title: '版本', dataIndex: 'software' },
              {
                title: '密钥',
                render: (_, { fingerprint }) => <Typography.Text code>{fingerprint}</Typography.Text>,
              },
              {
                title: '配对',
                render: (_, { pairedAt, pairedBy }) => (
                  <>
                    {dateTimeText(pairedAt)}
                    <br />
                    {pairedBy}
                  </>
                ),
              },
              ...(mayPair
                ? [
                    {
                      title: '操作',
                      render: (_: unknown, kiosk: KioskView) => (
                        <Space>
                          <VisitCodeButton kiosk={kiosk} />
                          {mayUnpair && (
                            <Button size="small" onClick={() => setMoving(kiosk)}>
                              修改
                            </Button>
                          )}
                          {mayUnpair && (
                            <Popconfirm
                              title="解除配对？"
                              description="这台教室电脑将不能再连到中心；它已送来的班级和记录照常保留、计算。"
                              okText="解除"
                              onConfirm={() => unpair.mutate(kiosk)}
                            >
                              <Button size="small" danger>
                                解除配对
                              </Button>
                            </Popconfirm>
                          )}
                        </Space>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Loaded>
    </>
  );
}
