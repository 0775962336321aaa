import { InboxOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Descriptions, Form, Input, List, Result, Space, Spin, Upload } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import * as z from 'zod/mini';
import {
  type TransferBegun,
  type TransferPreview,
  type TransferResult,
  transferBegunSchema,
  transferPreviewSchema,
  transferResultSchema,
} from '../../../core/contract/office/transfer.ts';
import { type JobView, startedJobSchema } from '../../../core/contract/web/job.ts';
import { messageOf, send, upload } from '../../../core/ui/shell/api.ts';
import { JobProgress } from '../../../core/ui/shell/job.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { TransferPreviewView } from './preview.tsx';

type Stage =
  | { readonly kind: 'file' }
  | { readonly kind: 'opened'; readonly begun: TransferBegun }
  | { readonly kind: 'checking'; readonly begun: TransferBegun; readonly job: string }
  | { readonly kind: 'preview'; readonly begun: TransferBegun; readonly preview: TransferPreview }
  | {
      readonly kind: 'writing';
      readonly begun: TransferBegun;
      readonly preview: TransferPreview;
      readonly job: string;
    }
  | { readonly kind: 'done'; readonly result: TransferResult };

const started = z.object(startedJobSchema.shape);

/** A file of another kiosk, in four steps: file, passphrase (of a class), preview, writing. Nothing is written before the last. */
export function ImportFile({ onDone }: { readonly onDone: () => void }) {
  const [stage, setStage] = useState<Stage>({ kind: 'file' });
  const [failure, fail] = useState<string | null>(null);
  const { message } = App.useApp();
  const tell = (error: unknown): void => fail(messageOf(error));

  const check = useMutation({
    mutationFn: async ({ begun, passphrase }: { begun: TransferBegun; passphrase?: string }) => {
      fail(null);
      const { job } = await send('POST', `/transfer-imports/${begun.id}/check`, { passphrase }, started);
      setStage({ kind: 'checking', begun, job });
    },
    onError: tell,
  });
  const take = useMutation({
    mutationFn: async (file: File) => {
      fail(null);
      const begun = await upload('POST', '/transfer-imports', file, transferBegunSchema);
      if (begun.what === 'class') setStage({ kind: 'opened', begun });
      else await check.mutateAsync({ begun });
    },
    onError: tell,
  });
  const commit = useMutation({
    mutationFn: async (of: { begun: TransferBegun; preview: TransferPreview; confirmed: object }) => {
      fail(null);
      const { begun, preview, confirmed } = of;
      const { job } = await send('POST', `/transfer-imports/${begun.id}/commit`, confirmed, started);
      setStage({ kind: 'writing', begun, preview, job });
    },
    onError: tell,
  });
  const drop = async (begun: TransferBegun): Promise<void> => {
    await send('DELETE', `/transfer-imports/${begun.id}`).catch(() => undefined);
    fail(null);
    setStage({ kind: 'file' });
  };
  const checked = (begun: TransferBegun, job: JobView): void => {
    const preview = z.safeParse(transferPreviewSchema, job.result);
    if (job.state === 'done' && preview.success) setStage({ kind: 'preview', begun, preview: preview.data });
    else {
      fail(job.error ?? '已取消，没有导入任何内容');
      setStage({ kind: 'opened', begun });
    }
  };
  const written = (begun: TransferBegun, preview: TransferPreview, job: JobView): void => {
    const result = z.safeParse(transferResultSchema, job.result);
    if (job.state === 'done' && result.success) {
      setStage({ kind: 'done', result: result.data });
      onDone();
      return;
    }
    if (job.state === 'cancelled') void message.info('已取消，没有写入任何内容');
    fail(job.error);
    setStage({ kind: 'preview', begun, preview });
  };

  return (
    <div className="stack">
      {failure !== null && <Alert type="error" showIcon title={failure} />}
      {stage.kind === 'file' && <ChooseFile busy={take.isPending} onFile={(file) => take.mutate(file)} />}
      {stage.kind !== 'file' && stage.kind !== 'done' && <About begun={stage.begun} />}
      {stage.kind === 'opened' && stage.begun.what === 'class' && (
        <Passphrase
          busy={check.isPending}
          onEnter={(passphrase) => check.mutate({ begun: stage.begun, passphrase })}
          onDrop={() => void drop(stage.begun)}
        />
      )}
      {stage.kind === 'opened' && stage.begun.what === 'records' && (
        <Space>
          <Button onClick={() => check.mutate({ begun: stage.begun })}>重新检查</Button>
          <Button onClick={() => void drop(stage.begun)}>换一个文件</Button>
        </Space>
      )}
      {stage.kind === 'checking' && (
        <JobProgress key={stage.job} id={stage.job} onEnd={(job) => checked(stage.begun, job)} />
      )}
      {stage.kind === 'preview' && (
        <TransferPreviewView
          preview={stage.preview}
          busy={commit.isPending}
          onCommit={(confirmed) => commit.mutate({ begun: stage.begun, preview: stage.preview, confirmed })}
          onDrop={() => void drop(stage.begun)}
        />
      )}
      {stage.kind === 'writing' && (
        <JobProgress key={stage.job} id={stage.job} onEnd={(job) => written(stage.begun, stage.preview, job)} />
      )}
      {stage.kind === 'done' && <Done result={stage.result} onAgain={() => setStage({ kind: 'file' })} />}
    </div>
  );
}

function ChooseFile({ busy, onFile }: { readonly busy: boolean; readonly onFile: (file: File) => void }) {
  return (
    <Upload.Dragger
      maxCount={1}
      showUploadList={false}
      disabled={busy}
      beforeUpload={(file) => {
        onFile(file);
        return false;
      }}
    >
      <p className="ant-upload-drag-icon">{busy ? <Spin /> : <InboxOutlined />}</p>
      <p className="ant-upload-text">{busy ? '正在读取文件…' : '点击选择另一台电脑导出的 .zaike 文件，或拖到这里'}</p>
      <p className="ant-upload-hint">班级资料或课时记录都可以；先看预览，确认后才写入。</p>
    </Upload.Dragger>
  );
}

function About({
  begun: { what, institution, class: code, month, room, kiosk, exportedAt },
}: {
  readonly begun: TransferBegun;
}) {
  const from = `${room === '' ? '' : `${room}，`}${kiosk.replace(/^zaike\//, '')}，${dateTimeText(exportedAt)}`;
  return (
    <Descriptions
      column={1}
      size="small"
      items={[
        {
          key: 'what',
          label: '文件',
          children: what === 'class' ? `班级 ${code} 的资料` : `班级 ${code} ${month ?? ''} 的课时记录`,
        },
        { key: 'institution', label: '机构', children: institution },
        { key: 'from', label: '导出', children: from },
      ]}
    />
  );
}

function Passphrase({
  busy,
  onEnter,
  onDrop,
}: {
  readonly busy: boolean;
  readonly onEnter: (passphrase: string) => void;
  readonly onDrop: () => void;
}) {
  return (
    <Form<{ passphrase: string }> layout="vertical" onFinish={({ passphrase }) => onEnter(passphrase)}>
      <Form.Item
        name="passphrase"
        label="口令"
        extra="导出时显示的 20 个字母和数字，大小写和横线都不要紧"
        rules={[{ required: true, message: '请输入口令' }]}
      >
        <Input autoComplete="off" autoFocus className="passphrase" />
      </Form.Item>
      <Space>
        <Button type="primary" htmlType="submit" loading={busy}>
          查看预览
        </Button>
        <Button onClick={onDrop}>换一个文件</Button>
      </Space>
    </Form>
  );
}

function Done({
  result: { class: code, detail, remarks },
  onAgain,
}: {
  readonly result: TransferResult;
  readonly onAgain: () => void;
}) {
  return (
    <Result
      status="success"
      title="导入完成"
      subTitle={detail}
      extra={
        <Space>
          <Link to={`/classes/${encodeURIComponent(code)}`}>查看班级 {code}</Link>
          <Button onClick={onAgain}>再导入一个文件</Button>
        </Space>
      }
    >
      {remarks.length > 0 && (
        <List size="small" dataSource={[...remarks]} renderItem={(each) => <List.Item>{each}</List.Item>} />
      )}
    </Result>
  );
}
