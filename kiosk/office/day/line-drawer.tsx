import { Descriptions, Drawer, Space, Timeline, Typography } from 'antd';
import { Link } from 'react-router';
import type { LessonView, Line, OpeningView } from '../../../core/contract/office/day.ts';
import { PresenceStrip, STRIP_LEGEND } from '../../../core/ui/presence-strip.tsx';
import { dateTimeText, timeText } from '../../../core/ui/shell/time.ts';
import { FramePicture } from './frame-picture.tsx';
import { HandCheckIn } from './hand-check-in.tsx';
import { StandingMark } from './mark.tsx';
import { type Choice, VideoBeside } from './video-beside.tsx';
import { clockWords, livenessWords, minuteText, sheetPath, standingWords, windowWords } from './words.ts';

/** Everything of one trainee's lesson: strip, reason, the sightings that it rests on, what became of it, the video. */
export function LineDrawer({
  view,
  line,
  onClose,
}: {
  readonly view: LessonView;
  readonly line: Line | null;
  readonly onClose: () => void;
}) {
  const { lesson } = view;
  return (
    <Drawer
      open={line !== null}
      onClose={onClose}
      size={720}
      title={line === null ? '' : `${line.name} · ${lesson.date} 第${lesson.no}课时`}
      destroyOnHidden
    >
      {line !== null && <Details view={view} line={line} />}
    </Drawer>
  );
}

/** What is known of one trainee's lesson, without the drawer around it. */
export function Details({ view, line }: { readonly view: LessonView; readonly line: Line }) {
  return (
    <Space orientation="vertical" size="large" className="wide">
      <div>
        <StandingMark standing={line.standing} /> {line.why}
        <PresenceStrip
          parts={line.strip}
          windows={view.windows}
          lesson={view.lesson}
          label={`${line.name} 的在课情况：${line.why}`}
        />
        <Typography.Text type="secondary">{STRIP_LEGEND}</Typography.Text>
      </div>
      <HandCheckIn lesson={view.lesson} trainee={line.trainee} />
      <Link to={sheetPath(view.lesson)}>整节课的画面一览</Link>
      <VideoBeside cameras={view.cameras} choices={choicesOf(view, line)} />
      {line.openings.map((opening) => (
        <Sighting key={`${opening.window} ${opening.at}`} opening={opening} />
      ))}
      {line.history.length > 1 && (
        <Timeline
          items={line.history.map(({ id, outcome, closedAt, correction }) => ({
            key: id,
            content: `${dateTimeText(closedAt)} ${standingWords[outcome]}${
              correction === null
                ? '（关闭时）'
                : `：${correction.why}（${correction.by}更正，${correction.countersignedBy}复核）`
            }`,
          }))}
        />
      )}
    </Space>
  );
}

function choicesOf({ windows }: LessonView, { openings }: Line): readonly Choice[] {
  const first = openings[0];
  const around = first === undefined ? [] : [{ label: '首次见到', from: first.at - 10_000, to: first.at + 20_000 }];
  return [
    ...around,
    { label: `到课时段 ${minuteText(windows.arrival.from)}–${minuteText(windows.arrival.to)}`, ...windows.arrival },
    {
      label: `离课时段 ${minuteText(windows.departure.from)}–${minuteText(windows.departure.to)}`,
      ...windows.departure,
    },
    ...(windows.middle === null ? [] : [{ label: '中间时段', ...windows.middle }]),
  ];
}

function Sighting({ opening: { window, at, camera, proof } }: { readonly opening: OpeningView }) {
  const title = `${windowWords[window]}：${timeText(at)}`;
  return (
    <Descriptions
      size="small"
      bordered
      column={2}
      title={title}
      items={[
        ...(proof === null
          ? [{ key: 'how', label: '方式', children: '老师凭身份证登记' }]
          : [
              { key: 'similarity', label: '相似度', children: proof.similarity.toFixed(3) },
              {
                key: 'second',
                label: '第二像',
                children:
                  proof.runnerUp === null ? '无' : `${proof.runnerUp.name} ${proof.runnerUp.similarity.toFixed(3)}`,
              },
              { key: 'model', label: '模型', children: proof.model },
              { key: 'clock', label: '时钟', children: clockWords[proof.clock] },
              { key: 'live', label: '是否真人', children: livenessWords[proof.liveness] },
              {
                key: 'frame',
                label: '当时画面',
                children: <FramePicture camera={camera} at={at} proof={proof} alt={title} width={200} />,
              },
            ]),
      ]}
    />
  );
}
