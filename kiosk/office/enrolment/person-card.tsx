import { App, Button, Card, Space, Typography, Upload } from 'antd';
import { useState } from 'react';
import { type Enrollee, type EnrolmentView, photoReportSchema } from '../../../core/contract/office/enrolment.ts';
import { messageOf, upload } from '../../../core/ui/shell/api.ts';
import { ConsentModal } from './consent-modal.tsx';
import { LaterModal } from './later-modal.tsx';
import { LiveModal } from './live-modal.tsx';
import { PhotoTile } from './photo-tile.tsx';
import { StateTag } from './state-tag.tsx';
import { useChange } from './use-enrolment.ts';
import { WithdrawModal } from './withdraw-modal.tsx';

interface Props {
  readonly person: Enrollee;
  readonly may: boolean;
  readonly cameras: EnrolmentView['cameras'];
  /** Whether vision runs. */
  readonly seeing: boolean;
}

type Open = 'consent' | 'withdraw' | 'live' | 'later' | null;

/** A person's consent, photos with what is to be said of them, and what to do next. */
export function PersonCard({ person, may, cameras, seeing }: Props) {
  const { message, notification } = App.useApp();
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const { id, name, consent, photos } = person;
  const pending = photos.filter((photo) => photo.pending);
  const add = useChange(
    async (files: readonly File[]) => {
      const refused: string[] = [];
      let added = 0;
      let unfit = 0;
      for (const file of files) {
        const path = `/enrolment/people/${id}/photos?name=${encodeURIComponent(file.name)}`;
        try {
          const report = await upload('POST', path, file, photoReportSchema);
          if (report.kind === 'kept') added += 1;
          if (report.kind === 'kept' && report.standing === 'refused') unfit += 1;
          if (report.kind === 'unreadable') refused.push(report.findings.map(({ text }) => text).join('；'));
          if (report.kind === 'known') refused.push(`${file.name}：这张照片已经有了`);
        } catch (error) {
          refused.push(`${file.name}：${messageOf(error)}`);
        }
      }
      if (unfit > 0) void message.warning(`已添加 ${added} 张照片，其中 ${unfit} 张不合格，请按提示重拍`);
      else if (added > 0) void message.success(`已添加 ${added} 张照片`);
      if (refused.length > 0)
        notification.warning({
          title: `${refused.length} 张照片没有添加`,
          description: <span className="refused-photos">{refused.join('\n')}</span>,
          duration: 0,
        });
    },
    { done: null },
  );
  return (
    <Card
      size="small"
      title={
        <Space wrap>
          <Typography.Text strong>{name}</Typography.Text>
          <Consent consent={consent} />
          {person.next === 'done' && <StateTag state="good">可以识别</StateTag>}
        </Space>
      }
      extra={
        may && (
          <Space wrap>
            {consent.kind !== 'given' && (
              <Button size="small" aria-label={`登记同意：${name}`} onClick={() => setOpen('consent')}>
                登记同意
              </Button>
            )}
            <Upload
              accept="image/*"
              multiple
              showUploadList={false}
              disabled={!seeing || consent.kind === 'withdrawn'}
              beforeUpload={(file, all) => {
                if (file === all[0]) add.mutate(all);
                return false;
              }}
            >
              <Button
                size="small"
                loading={add.isPending}
                disabled={!seeing || consent.kind === 'withdrawn'}
                aria-label={`添加照片：${name}`}
              >
                添加照片
              </Button>
            </Upload>
            <Button
              size="small"
              disabled={!seeing || consent.kind !== 'given'}
              aria-label={`现场采集：${name}`}
              onClick={() => setOpen('live')}
            >
              现场采集
            </Button>
            {consent.kind === 'given' && (
              <Button size="small" aria-label={`撤回同意：${name}`} onClick={() => setOpen('withdraw')}>
                撤回同意
              </Button>
            )}
          </Space>
        )
      }
    >
      <Typography.Paragraph className="person-next">{person.nextText}</Typography.Paragraph>
      {person.center !== null && <CenterWord word={person.center} />}
      {pending.length > 0 && (
        <Space className="person-pending" wrap>
          <StateTag state="waiting">{pending.length} 张新照片待确认</StateTag>
          {may && (
            <Button size="small" type="primary" aria-label={`学员和教师确认：${name}`} onClick={() => setOpen('later')}>
              学员和教师确认
            </Button>
          )}
        </Space>
      )}
      {photos.length > 0 && (
        <ul className="photos">
          {photos.map((photo, n) => (
            <li key={photo.id}>
              <PhotoTile photo={photo} label={`${name}的第 ${n + 1} 张照片`} may={may} />
            </li>
          ))}
        </ul>
      )}
      {open === 'consent' && <ConsentModal people={[person]} onClose={close} />}
      {open === 'withdraw' && <WithdrawModal person={person} onClose={close} />}
      {open === 'live' && <LiveModal person={person} cameras={cameras} onClose={close} />}
      {open === 'later' && <LaterModal person={person} photos={pending} onClose={close} />}
    </Card>
  );
}

function Consent({ consent }: Pick<Enrollee, 'consent'>) {
  switch (consent.kind) {
    case 'none':
      return <StateTag state="waiting">未登记同意</StateTag>;
    case 'given':
      return (
        <StateTag state="good">
          {consent.date} {consent.how === 'paper' ? '纸质' : '屏幕'}同意（文本 {consent.textVersion}）
        </StateTag>
      );
    case 'withdrawn':
      return <StateTag state="bad">{consent.date} 撤回同意</StateTag>;
  }
}

/** The newest photos are too little like the template in use: what the center says of them. */
function CenterWord({ word }: { readonly word: NonNullable<Enrollee['center']> }) {
  return (
    <Space className="person-pending" wrap>
      {word.kind === 'waiting' ? (
        <>
          <StateTag state="waiting">等中心同意</StateTag>
          <span>新照片与原来的人脸相似度偏低。中心同意前，仍用原来的人脸识别，考勤不受影响</span>
        </>
      ) : (
        <>
          <StateTag state="bad">中心不同意</StateTag>
          <span>{word.why}。新照片没有采用，请核对是否为本人；不是本人就删除，是本人请另拍清晰的照片</span>
        </>
      )}
    </Space>
  );
}
