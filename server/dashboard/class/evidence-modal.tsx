import { Image, Modal, Space, Typography } from 'antd';
import type { MarkEvidence } from '../../../core/contract/center/class-day.ts';
import { outcomeWords } from '../../../core/domain/why.ts';
import { dateTimeText, timeText } from '../../../core/ui/shell/time.ts';

const WINDOWS = { arrival: '到课', inside: '课中', middle: '课间', departure: '下课', last: '最后一次' } as const;

/** The video and pictures that a mark rests on; what is missing is said. */
export function EvidenceModal({
  evidence,
  path,
  onClose,
}: {
  readonly evidence: MarkEvidence;
  readonly path: string;
  readonly onClose: () => void;
}) {
  const { name, date, no, outcome, openings, sheet, journal, correctedBy } = evidence;
  const address = (sha256: string): string => `/api${path}/evidence/${sha256}`;
  return (
    <Modal
      open
      footer={null}
      width="min(1100px, 96vw)"
      title={`${name} ${date} 第 ${String(no)} 课时：${outcomeWords[outcome]}`}
      onCancel={onClose}
      destroyOnHidden
    >
      {correctedBy !== null && <Typography.Paragraph>由 {correctedBy} 更正。</Typography.Paragraph>}
      {openings.map(({ window, camera, at, similarity, picture, clips, holes }) => (
        <section key={`${window} ${String(at)}`} className="evidence-opening">
          <Typography.Paragraph>
            {WINDOWS[window]}：{dateTimeText(at)}，{camera === 'manual' ? '凭身份证登记' : camera}
            {similarity !== null && `，相似度 ${similarity.toFixed(2)}`}
          </Typography.Paragraph>
          <Space wrap align="start">
            {picture !== null && <Image src={address(picture.sha256)} alt={`${WINDOWS[window]}的画面`} width={240} />}
            {clips.map(({ sha256 }) => (
              // biome-ignore lint/a11y/useMediaCaption: a classroom's camera without sound
              <video
                key={sha256}
                src={`${address(sha256)}#t=0.1`}
                controls
                preload="metadata"
                width={420}
                aria-label={`${WINDOWS[window]}的录像`}
              />
            ))}
          </Space>
          {holes.map(({ from, to, why }) => (
            <Typography.Paragraph key={from} type="warning">
              {timeText(from)}–{timeText(to)} 没有录像（{why}）
            </Typography.Paragraph>
          ))}
        </section>
      ))}
      {openings.length === 0 && sheet === null && <Typography.Paragraph>这条记录没有画面依据。</Typography.Paragraph>}
      {sheet !== null && (
        <>
          <Typography.Paragraph>这节课没有认出此人，下面是当时的画面：</Typography.Paragraph>
          <Image src={address(sheet.sha256)} alt="这节课的画面一览" />
        </>
      )}
      <Typography.Paragraph type="secondary">
        {journal === null
          ? '这节课还没有封存进教室电脑的日志。'
          : `已封存：日志第 ${String(journal.seq)} 条，共 ${String(journal.size)} 条，根 ${journal.root.slice(0, 16)}`}
      </Typography.Paragraph>
    </Modal>
  );
}
