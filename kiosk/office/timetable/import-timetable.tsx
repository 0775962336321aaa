import { FileExcelOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Modal, Upload } from 'antd';
import { useState } from 'react';
import {
  editedSchema,
  type TimetablePreview,
  timetablePreviewSchema,
  type WeekView,
} from '../../../core/contract/office/timetable.ts';
import { messageOf, upload } from '../../../core/ui/shell/api.ts';
import { FaultLine } from '../shell/fault-line.tsx';

interface Chosen {
  readonly file: File;
  readonly preview: TimetablePreview;
}

/** A timetable from a file: looked at first, then written whole. */
export function ImportTimetable({ view, onClose }: { readonly view: WeekView; readonly onClose: () => void }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const queries = useQueryClient();
  const { message } = App.useApp();
  const path = `/classes/${encodeURIComponent(view.code)}/timetable`;
  const look = useMutation({
    mutationFn: async (file: File) => {
      const preview = await upload(
        'POST',
        `${path}/preview?name=${encodeURIComponent(file.name)}`,
        file,
        timetablePreviewSchema,
      );
      setChosen({ file, preview });
    },
  });
  const write = useMutation({
    mutationFn: ({ file, preview: { version } }: Chosen) =>
      upload('POST', `${path}/import?name=${encodeURIComponent(file.name)}&version=${version}`, file, editedSchema),
    onSuccess: async ({ changed }) => {
      void message.success(`已导入，改动 ${changed} 节`);
      await queries.invalidateQueries({ queryKey: ['timetable', view.code] });
      onClose();
    },
  });
  const error = write.error ?? look.error;
  return (
    <Modal
      open
      title="导入课程表"
      width={720}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          取消
        </Button>,
        <Button
          key="write"
          type="primary"
          disabled={chosen?.preview.ready !== true}
          loading={write.isPending}
          onClick={() => {
            if (chosen !== null) write.mutate(chosen);
          }}
        >
          确认导入
        </Button>,
      ]}
    >
      <Upload.Dragger
        accept=".xlsx,.csv"
        maxCount={1}
        showUploadList={false}
        beforeUpload={(file) => {
          setChosen(null);
          look.mutate(file);
          return false;
        }}
      >
        <p className="ant-upload-drag-icon">
          <FileExcelOutlined />
        </p>
        <p className="ant-upload-text">{chosen === null ? '点击选择，或把文件拖到这里' : chosen.file.name}</p>
        <p className="ant-upload-hint">
          附件5样式的 .xlsx（一周一张表），或列名为 日期、节次、开始、结束、课程、教师、类型、教室 的 .xlsx、.csv
        </p>
      </Upload.Dragger>
      {error !== null && <Alert type="error" showIcon title={messageOf(error)} className="roster-alert" />}
      {chosen !== null && <Preview preview={chosen.preview} />}
    </Modal>
  );
}

function Preview({
  preview: { faults, days, added, changed, removed, same, lines, ready },
}: {
  readonly preview: TimetablePreview;
}) {
  const counts = `${days} 天：新增 ${added} 节，修改 ${changed} 节，删去 ${removed} 节，无变化 ${same} 节`;
  return (
    <section aria-label="预览" className="import-preview">
      <Alert
        type={ready ? 'success' : faults.length > 0 ? 'error' : 'info'}
        showIcon
        title={ready ? counts : faults.length > 0 ? '还不能导入' : '与现在的课程表完全一致'}
        description={
          faults.length === 0 ? undefined : (
            <ul className="particulars">
              {faults.map((fault) => (
                <li key={`${fault.row ?? ''}${fault.column ?? ''}${fault.what}`}>
                  <FaultLine fault={fault} />
                </li>
              ))}
            </ul>
          )
        }
      />
      <div className="preview-lines" tabIndex={0} role="region" aria-label="改动清单">
        <ul className="particulars">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}
