import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Card, Descriptions, Empty, Table, Tag, Typography } from 'antd';
import { useParams } from 'react-router';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type TransferLine, type TransfersView, transfersSchema } from '../../../core/contract/office/transfer.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { ClassTabs } from '../classes/class-tabs.tsx';
import { useActor } from '../shell/actor.ts';
import { ImportFile } from './import-file.tsx';
import { MakeFiles } from './make-files.tsx';
import './transfer.css';

/** A class on several kiosks: files for the other one, files from it, and what went to and fro. */
export function TransfersPage() {
  const { code = '' } = useParams();
  const queries = useQueryClient();
  const view = useQuery({
    queryKey: ['transfers', code],
    queryFn: ({ signal }) => get(`/classes/${encodeURIComponent(code)}/transfers`, transfersSchema, signal),
  });
  const mayCarry = hasRights(useActor().role, 'administrator');
  const anew = (): void => void queries.invalidateQueries();
  return (
    <>
      <ClassTabs code={code} tab="transfers" />
      <Loaded of={view}>
        {(data) => (
          <>
            <Heading
              title={`${code} 多台设备`}
              about="一个班在两间教室上课时，用 U 盘在两台电脑之间传递班级资料和课时记录。"
            />
            <div className="stack">
              <Rooms view={data} />
              {data.obstacle !== null && <Alert type="warning" showIcon title={data.obstacle} />}
              {mayCarry ? (
                <>
                  <MakeFiles code={code} view={data} onMade={anew} />
                  <Card title={<h2>从另一台电脑导入</h2>}>
                    <ImportFile onDone={anew} />
                  </Card>
                </>
              ) : (
                <Alert type="info" showIcon title="导出和导入由管理员操作" />
              )}
              <Files files={data.files} />
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}

function Rooms({ view: { kiosk, room, fingerprint, rooms } }: { readonly view: TransfersView }) {
  return (
    <Card title={<h2>本机和上课的教室</h2>}>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'room', label: '本机教室', children: room ?? '没有配置：所有教室的课都算在本机' },
          { key: 'kiosk', label: '本机编号', children: kiosk.replace(/^zaike\//, '') },
          { key: 'key', label: '本机指纹', children: <code className="fingerprint">{fingerprint}</code> },
        ]}
      />
      <Table
        rowKey="room"
        size="small"
        pagination={false}
        dataSource={[...rooms]}
        locale={{ emptyText: <Empty description="还没有课程表" /> }}
        columns={[
          {
            title: '教室',
            render: (_, each) => (
              <>
                {each.room} {each.here && <Tag>本机</Tag>}
              </>
            ),
          },
          { title: '课时', dataIndex: 'lessons', align: 'right' },
          { title: '已有记录', dataIndex: 'held', align: 'right' },
          {
            title: '已上完、还没有记录',
            align: 'right',
            render: (_, { missing }) => (missing > 0 ? <Tag color="warning">{missing}</Tag> : 0),
          },
        ]}
      />
    </Card>
  );
}

function Files({ files }: { readonly files: readonly TransferLine[] }) {
  return (
    <Card title={<h2>传递记录</h2>}>
      <Table<TransferLine>
        rowKey="id"
        size="small"
        pagination={false}
        dataSource={[...files]}
        locale={{ emptyText: <Empty description="还没有导出或导入过" /> }}
        columns={[
          { title: '时间', render: (_, { at }) => dateTimeText(at) },
          {
            title: '文件',
            render: (_, { direction, what, month }) =>
              `${direction === 'out' ? '导出' : '导入'}${what === 'class' ? '班级资料' : ` ${month ?? ''} 课时记录`}`,
          },
          {
            title: '由哪台电脑导出',
            render: (_, { room, kiosk, exportedAt }) => (
              <>
                {room === '' ? '' : `${room} `}
                <Typography.Text type="secondary">{kiosk.replace(/^zaike\//, '')}</Typography.Text>
                <br />
                {dateTimeText(exportedAt)}
              </>
            ),
          },
          { title: '内容', render: (_, { detail }) => <span className="why">{detail}</span> },
          { title: '操作人', dataIndex: 'by' },
        ]}
      />
    </Card>
  );
}
