import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Badge, Button, Flex, List, Modal, Typography } from 'antd';
import { useState } from 'react';
import type { OfficeCamera } from '../../../core/contract/office/cameras.ts';
import type { JobView } from '../../../core/contract/web/job.ts';
import { startedJobSchema } from '../../../core/contract/web/job.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { JobProgress } from '../../../core/ui/shell/job.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { CameraPicture } from './camera-picture.tsx';
import { useLive } from './live.ts';
import { PlacementDrawing } from './placement-drawing.tsx';
import { adviceWords, partText, standingWords } from './words.ts';

const TONES = { good: 'success', borderline: 'warning', bad: 'error', unknown: 'default' } as const;

/** The placement check of one camera: what it is, a minute of measuring, the result over the picture. */
export function PlacementDialog({
  camera,
  mayCheck,
  onClose,
}: {
  readonly camera: OfficeCamera;
  readonly mayCheck: boolean;
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  // A source of its own: one source shows a camera once, and the card behind goes on.
  const live = useLive();
  const [job, setJob] = useState<string | null>(null);
  const [ended, setEnded] = useState<JobView | null>(null);
  const start = useMutation({
    mutationFn: () => send('POST', `/cameras/${camera.id}/placement`, undefined, startedJobSchema),
    onSuccess: (started) => {
      setEnded(null);
      setJob(started.job);
    },
  });
  const end = (view: JobView): void => {
    setJob(null);
    setEnded(view);
    void queries.invalidateQueries({ queryKey: ['cameras'] });
  };
  const { placement } = camera;
  return (
    <Modal
      open
      width={980}
      title={`摆放检查：${camera.name}`}
      onCancel={onClose}
      footer={
        <Flex gap="small" justify="end">
          <Button onClick={onClose}>关闭</Button>
          {mayCheck && (
            <Button type="primary" disabled={job !== null} loading={start.isPending} onClick={() => start.mutate()}>
              {placement === null ? '开始检查（1 分钟）' : '再检查一次（1 分钟）'}
            </Button>
          )}
        </Flex>
      }
    >
      <Typography.Paragraph>
        请让每一排都有人就座，像上课时一样面向前方，再开始检查。一分钟内会测量画面各处人脸的大小、清晰度和光线，
        说明哪些座位能认出、哪些不能，以及怎样改进。没有人的地方结果为“未测到人”，不代表能认出。
      </Typography.Paragraph>
      {start.isError && <Alert type="error" showIcon title={messageOf(start.error)} />}
      {job !== null && (
        <>
          <JobProgress id={job} onEnd={end} />
          <CameraPicture camera={camera} live={live} />
        </>
      )}
      {job === null && ended?.state === 'cancelled' && (
        <Alert type="info" showIcon title="已取消，上次的结果没有改变" />
      )}
      {job === null && ended?.state === 'failed' && <Alert type="error" showIcon title={ended.error ?? ''} />}
      {job === null && placement !== null && (
        <section aria-label="检查结果">
          <Typography.Paragraph type="secondary">
            {dateTimeText(placement.at)}，{placement.by}；模型 {placement.pack}，分析了 {placement.frames} 帧。两眼间距{' '}
            {placement.result.goodFrom} 像素以上能认出，{placement.result.badBelow} 像素以下认不出。
          </Typography.Paragraph>
          <PlacementDrawing camera={camera} placed={placement} />
          <Typography.Title level={3}>各排</Typography.Title>
          {placement.result.rows.length === 0 ? (
            <Alert type="warning" showIcon title="这一分钟里没有见到人脸，各排结果都是未知。请让人就座后再检查。" />
          ) : (
            <List
              size="small"
              dataSource={[...placement.result.rows]}
              renderItem={(row, at) => (
                <List.Item>
                  <span>
                    第 {at + 1} 排{at === 0 ? '（最近）' : ''}{' '}
                    <Badge status={TONES[row.standing]} text={<strong>{standingWords[row.standing]}</strong>} />{' '}
                    {partText(row)}
                  </span>
                </List.Item>
              )}
            />
          )}
          {placement.result.advice.length > 0 && (
            <>
              <Typography.Title level={3}>怎样改进</Typography.Title>
              <ul className="placement-advice">
                {placement.result.advice.map((advice) => (
                  <li key={advice}>{adviceWords[advice]}</li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
    </Modal>
  );
}
