import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Descriptions, List, Result, Space, Steps } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import * as z from 'zod/mini';
import {
  importBegunSchema,
  type RosterPreview,
  type RosterResult,
  rosterPreviewSchema,
  rosterResultSchema,
} from '../../../core/contract/office/roster-import.ts';
import type { JobView } from '../../../core/contract/web/job.ts';
import { startedJobSchema } from '../../../core/contract/web/job.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { JobProgress } from '../../../core/ui/shell/job.tsx';
import './roster.css';
import { ChooseFiles } from './choose-files.tsx';
import { PreviewView } from './preview-view.tsx';

type Stage =
  | { readonly kind: 'files' }
  | { readonly kind: 'preview'; readonly preview: RosterPreview }
  | { readonly kind: 'writing'; readonly preview: RosterPreview; readonly job: string }
  | { readonly kind: 'done'; readonly result: RosterResult };

const STEP = { files: 0, preview: 1, writing: 2, done: 2 } as const;
const startedSchema = z.object(startedJobSchema.shape);

/** The import of a roster and photos in three steps: choose files, look at the preview, done. Nothing is written before the last. */
export function ImportPage() {
  const { code = '' } = useParams();
  const [stage, setStage] = useState<Stage>({ kind: 'files' });
  const [id, setId] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const back = `/classes/${encodeURIComponent(code)}/roster`;

  const begin = async (): Promise<string> => {
    const begun = await send(
      'POST',
      `/classes/${encodeURIComponent(code)}/roster-imports`,
      undefined,
      importBegunSchema,
    );
    setId(begun.id);
    return begun.id;
  };
  const look = async (begun: string): Promise<void> => {
    setStage({ kind: 'preview', preview: await get(`/roster-imports/${begun}`, rosterPreviewSchema) });
  };
  const drop = useMutation({
    mutationFn: async () => {
      if (id !== null) await send('DELETE', `/roster-imports/${id}`);
    },
    onSettled: () => void navigate(back),
  });
  const leaveOut = useMutation({
    mutationFn: async (paths: readonly string[]) => {
      if (id === null) return;
      await send('PUT', `/roster-imports/${id}/left-out`, { paths });
      await look(id);
    },
    onError: (error) => void message.error(messageOf(error)),
  });
  const commit = useMutation({
    mutationFn: async (preview: RosterPreview) => {
      const { job } = await send('POST', `/roster-imports/${preview.id}/commit`, undefined, startedSchema);
      setStage({ kind: 'writing', preview, job });
    },
    onError: (error) => void message.error(messageOf(error)),
  });
  const ended = (preview: RosterPreview, job: JobView): void => {
    const result = z.safeParse(rosterResultSchema, job.result);
    setFailed(job.state === 'failed');
    if (job.state === 'done' && result.success) setStage({ kind: 'done', result: result.data });
    else if (job.state === 'cancelled') {
      void message.info('已取消，没有写入任何内容');
      setStage({ kind: 'preview', preview });
    }
  };
  return (
    <>
      <Heading title={`导入名单与照片 ${code}`} about="先看预览，确认后才写入；有一处不对就一处也不写。" />
      <Steps
        current={STEP[stage.kind]}
        className="import-steps"
        items={[{ title: '选择文件' }, { title: '查看预览' }, { title: '写入' }]}
      />
      {stage.kind === 'files' && <ChooseFiles begin={begin} onReady={look} onCancel={() => drop.mutate()} />}
      {stage.kind === 'preview' && (
        <>
          <PreviewView
            preview={stage.preview}
            busy={leaveOut.isPending}
            onLeaveOut={(paths) => leaveOut.mutate(paths)}
          />
          <Space className="import-actions">
            <Button
              type="primary"
              disabled={!stage.preview.ready}
              loading={commit.isPending}
              onClick={() => commit.mutate(stage.preview)}
            >
              确认导入
            </Button>
            <Button onClick={() => setStage({ kind: 'files' })}>重新选择文件</Button>
            <Button onClick={() => drop.mutate()}>取消</Button>
          </Space>
        </>
      )}
      {stage.kind === 'writing' && (
        <>
          <Alert
            type="info"
            showIcon
            title="正在检查照片并写入，可以取消：取消后一处也不写入。"
            className="roster-alert"
          />
          <JobProgress id={stage.job} onEnd={(job) => ended(stage.preview, job)} />
          {failed && (
            <Button
              type="primary"
              onClick={() => {
                setFailed(false);
                void look(stage.preview.id).catch(() => setStage({ kind: 'files' }));
              }}
            >
              回到预览
            </Button>
          )}
        </>
      )}
      {stage.kind === 'done' && <Done result={stage.result} code={code} />}
    </>
  );
}

function Done({ result, code }: { readonly result: RosterResult; readonly code: string }) {
  return (
    <Result
      status="success"
      title="导入完成"
      subTitle={result.remarks.length > 0 ? '下一步：在“人脸登记”里逐人处理下面的照片' : undefined}
      extra={[
        <Link key="enrolment" to={`/classes/${encodeURIComponent(code)}/enrolment`}>
          <Button type="primary" tabIndex={-1}>
            去人脸登记
          </Button>
        </Link>,
        <Link key="roster" to={`/classes/${encodeURIComponent(code)}/roster`}>
          <Button tabIndex={-1}>查看花名册</Button>
        </Link>,
      ]}
    >
      <Descriptions
        column={2}
        items={[
          { key: 'added', label: '新增学员', children: `${result.added} 人` },
          { key: 'changed', label: '修改学员', children: `${result.changed} 人` },
          { key: 'photos', label: '收到照片', children: `${result.photos} 张` },
          { key: 'embedded', label: '已用于识别', children: `${result.embedded} 张` },
        ]}
      />
      {result.remarks.length > 0 && (
        <List
          size="small"
          header="照片需要注意的地方"
          dataSource={result.remarks}
          renderItem={({ name, path, what }) => (
            <List.Item>
              {[name, path].filter((each) => each !== '').join(' · ')}：{what}
            </List.Item>
          )}
        />
      )}
    </Result>
  );
}
