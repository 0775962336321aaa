import { FileExcelOutlined, FolderOpenOutlined, PictureOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Progress, Space, Typography, Upload } from 'antd';
import { useRef, useState } from 'react';
import { messageOf, upload } from '../../../core/ui/shell/api.ts';

interface Props {
  readonly begin: () => Promise<string>;
  readonly onReady: (id: string) => Promise<void>;
  readonly onCancel: () => void;
}

/** A photo's path as the person chose it: with its folder, when a folder was chosen. */
const pathOf = (file: File): string => (file.webkitRelativePath === '' ? file.name : file.webkitRelativePath);

/** The first step: a roster, photos, or both; they are sent and wait apart. */
export function ChooseFiles({ begin, onReady, onCancel }: Props) {
  const [roster, setRoster] = useState<File | null>(null);
  const [photos, setPhotos] = useState<readonly File[]>([]);
  const [sent, setSent] = useState(0);
  const stop = useRef<AbortController | null>(null);
  const add = (file: File): void =>
    setPhotos((before) => [...before.filter((each) => pathOf(each) !== pathOf(file)), file]);
  const total = (roster === null ? 0 : 1) + photos.length;
  const send = useMutation({
    mutationFn: async () => {
      const { signal } = (stop.current = new AbortController());
      setSent(0);
      const id = await begin();
      const name = (path: string): string => `name=${encodeURIComponent(path)}`;
      if (roster !== null) {
        await upload('PUT', `/roster-imports/${id}/roster?${name(roster.name)}`, roster, undefined, signal);
        setSent((before) => before + 1);
      }
      for (const photo of photos) {
        await upload('POST', `/roster-imports/${id}/photos?${name(pathOf(photo))}`, photo, undefined, signal);
        setSent((before) => before + 1);
      }
      await onReady(id);
    },
  });
  const cancelled = send.error instanceof DOMException && send.error.name === 'AbortError';
  return (
    <section aria-label="选择文件" className="import-files">
      <Upload.Dragger
        accept=".xlsx,.csv,.xls"
        maxCount={1}
        showUploadList={false}
        beforeUpload={(file) => {
          setRoster(file);
          return false;
        }}
      >
        <p className="ant-upload-drag-icon">
          <FileExcelOutlined />
        </p>
        <p className="ant-upload-text">{roster === null ? '名单：点击选择，或拖到这里' : `名单：${roster.name}`}</p>
        <p className="ant-upload-hint">附件4样式的 .xlsx 或 .csv；只补照片时可以不选</p>
      </Upload.Dragger>
      <Upload.Dragger
        multiple
        accept=".jpg,.jpeg,.png,.webp,.zip,.heic,.heif"
        showUploadList={false}
        beforeUpload={(file) => {
          add(file);
          return false;
        }}
      >
        <p className="ant-upload-drag-icon">
          <PictureOutlined />
        </p>
        <p className="ant-upload-text">
          {photos.length === 0 ? '照片：点击选择，或拖到这里（可以不选）' : `照片：已选 ${photos.length} 个文件`}
        </p>
        <p className="ant-upload-hint">以身份证号或姓名命名的照片（如 张三_1.jpg），或装着照片的 .zip；每人 3–5 张</p>
      </Upload.Dragger>
      <Space wrap>
        <Upload
          directory
          multiple
          showUploadList={false}
          beforeUpload={(file) => {
            add(file);
            return false;
          }}
        >
          <Button icon={<FolderOpenOutlined />}>选择照片文件夹</Button>
        </Upload>
        {photos.length > 0 && <Button onClick={() => setPhotos([])}>清空照片</Button>}
        <Typography.Text type="secondary">
          名单里填了“同意书日期”的学员，照片才会用于识别；没有的只检查、不识别。
        </Typography.Text>
      </Space>
      {send.isPending && (
        <div aria-live="polite">
          <Progress percent={Math.floor((100 * sent) / Math.max(1, total))} aria-label="上传进度" />
          <Typography.Text type="secondary">
            正在上传并检查 {sent}/{total}
          </Typography.Text>
        </div>
      )}
      {send.isError && !cancelled && <Alert type="error" showIcon title={messageOf(send.error)} />}
      <Space className="import-actions">
        <Button type="primary" disabled={total === 0} loading={send.isPending} onClick={() => send.mutate()}>
          下一步：查看预览
        </Button>
        {send.isPending ? (
          <Button onClick={() => stop.current?.abort()}>停止上传</Button>
        ) : (
          <Button onClick={onCancel}>取消</Button>
        )}
      </Space>
    </section>
  );
}
