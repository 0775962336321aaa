import { Alert, Button, Checkbox, Collapse, Empty, Space, Table, Typography } from 'antd';
import { useState } from 'react';
import type { RosterPreview } from '../../../core/contract/office/roster-import.ts';
import type { SheetFault } from '../../../core/contract/office/sheet-fault.ts';
import { FaultLine } from '../shell/fault-line.tsx';

type Row = RosterPreview['rows'][number];
const STATES = { new: '新增', changed: '修改', same: '无变化' } as const;

const isRefused = ({ severity }: SheetFault): boolean => severity === 'refused';

interface Props {
  readonly preview: RosterPreview;
  readonly busy: boolean;
  readonly onLeaveOut: (paths: readonly string[]) => void;
}

/** The second step: all that would come, and all that is in its way. */
export function PreviewView({ preview, busy, onLeaveOut }: Props) {
  const { faults, rows, photos, staying, counts, ready } = preview;
  return (
    <section aria-label="预览" className="import-preview">
      <Summary preview={preview} />
      {faults.map((fault) => (
        <Alert
          key={`${fault.row ?? ''}${fault.column ?? ''}${fault.what}`}
          type={isRefused(fault) ? 'error' : 'warning'}
          showIcon
          title={<FaultLine fault={fault} />}
        />
      ))}
      {rows.length > 0 && <Rows rows={rows} />}
      {photos.length > 0 && <Photos photos={photos} busy={busy} onLeaveOut={onLeaveOut} />}
      {staying.length > 0 && rows.length > 0 && (
        <Collapse
          items={[
            {
              key: 'staying',
              label: `班里另有 ${staying.length} 人不在这份名单中，保持不变`,
              children: staying.map(({ name, idNumber }) => `${name}（${idNumber}）`).join('、'),
            },
          ]}
        />
      )}
      {!ready && counts.refusedRows + counts.refusedPhotos === 0 && !faults.some(isRefused) && (
        <Empty description="没有可导入的内容：与现有名单完全一致" />
      )}
    </section>
  );
}

function Summary({ preview: { counts, ready, faults, expiresAt } }: { readonly preview: RosterPreview }) {
  const { added, changed, same, photos, photosToEmbed, refusedRows, refusedPhotos } = counts;
  const bad = [
    ...(refusedRows > 0 ? [`${refusedRows} 行`] : []),
    ...(refusedPhotos > 0 ? [`${refusedPhotos} 张照片`] : []),
    ...(faults.some(isRefused) ? ['文件本身'] : []),
  ];
  const will = `新增 ${added} 人，修改 ${changed} 人，无变化 ${same} 人；照片 ${photos} 张，其中 ${photosToEmbed} 张用于识别`;
  if (bad.length > 0)
    return (
      <Alert
        type="error"
        showIcon
        title={`${bad.join('、')}有问题，还不能导入`}
        description={`请在 Excel 中改正后重新选择文件。改正后将：${will}。`}
      />
    );
  const until = new Date(expiresAt).toLocaleTimeString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <Alert
      type={ready ? 'success' : 'info'}
      showIcon
      title={will}
      description={`确认前什么也不写入；${until} 前不确认，上传的文件自动删除。`}
    />
  );
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const bad = rows.filter((row) => row.faults.length > 0);
  const [only, setOnly] = useState(bad.some((row) => row.faults.some(isRefused)));
  return (
    <>
      <Space className="import-part">
        <Typography.Title level={2} className="part-title">
          名单 {rows.length} 行
        </Typography.Title>
        {bad.length > 0 && (
          <Checkbox checked={only} onChange={({ target }) => setOnly(target.checked)}>
            只看有问题或要注意的 {bad.length} 行
          </Checkbox>
        )}
      </Space>
      <Table<Row>
        rowKey="row"
        size="small"
        dataSource={[...(only ? bad : rows)]}
        pagination={rows.length > 60 ? { pageSize: 50, showSizeChanger: false } : false}
        columns={[
          { title: '行号', dataIndex: 'row', className: 'whole' },
          { title: '姓名', dataIndex: 'name', className: 'whole' },
          { title: '身份证号', dataIndex: 'idNumber', className: 'whole' },
          { title: '将要', className: 'whole', render: (_, row) => <State row={row} /> },
          { title: '照片', className: 'whole', render: (_, { photos }) => (photos === 0 ? '' : `${photos} 张`) },
          { title: '同意书', className: 'whole', render: (_, { consentOn }) => consentOn ?? '无' },
          { title: '问题和变化', render: (_, row) => <Particulars row={row} /> },
        ]}
      />
    </>
  );
}

function State({ row }: { readonly row: Row }) {
  if (row.faults.some(isRefused)) return <Typography.Text type="danger">先改正</Typography.Text>;
  return STATES[row.state];
}

function Particulars({ row: { faults, changes } }: { readonly row: Row }) {
  return (
    <ul className="particulars">
      {faults.map((fault) => (
        <li key={`${fault.column ?? ''}${fault.what}`}>
          <FaultLine fault={{ ...fault, row: null }} />
        </li>
      ))}
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          {field}：{before === '' ? '（空）' : before} → {after === '' ? '（空）' : after}
        </li>
      ))}
    </ul>
  );
}

interface PhotosProps extends Pick<Props, 'busy' | 'onLeaveOut'> {
  readonly photos: RosterPreview['photos'];
}

function Photos({ photos, busy, onLeaveOut }: PhotosProps) {
  const out = photos.filter(({ leftOut }) => leftOut).map(({ path }) => path);
  return (
    <>
      <Space className="import-part" wrap>
        <Typography.Title level={2} className="part-title">
          不能用的照片 {photos.length} 张
        </Typography.Title>
        {out.length < photos.length && (
          <Button size="small" loading={busy} onClick={() => onLeaveOut(photos.map(({ path }) => path))}>
            全部不导入
          </Button>
        )}
      </Space>
      <Table<PhotosProps['photos'][number]>
        rowKey="path"
        size="small"
        dataSource={[...photos]}
        pagination={photos.length > 60 ? { pageSize: 50, showSizeChanger: false } : false}
        columns={[
          { title: '文件', dataIndex: 'path' },
          { title: '问题', render: (_, { what, advice }) => `${what}${advice === '' ? '' : `。${advice}`}` },
          {
            title: '不导入这张',
            className: 'whole',
            render: (_, { path, leftOut }) => (
              <Checkbox
                checked={leftOut}
                disabled={busy}
                aria-label={`不导入 ${path}`}
                onChange={({ target }) =>
                  onLeaveOut(target.checked ? [...out, path] : out.filter((each) => each !== path))
                }
              />
            ),
          },
        ]}
      />
    </>
  );
}
