import { useQuery } from '@tanstack/react-query';
import { Alert, Empty, Radio, Space } from 'antd';
import { useState } from 'react';
import { clipPlanSchema, type LessonView } from '../../../core/contract/office/day.ts';
import { gapWords } from '../../../core/ui/live-words.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { timeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch of video to choose, for example 到课时段. */
export interface Choice extends Stretch {
  readonly label: string;
}

/** The video beside a mark: a camera, one of the stretches, and what of it was recorded. */
export function VideoBeside({
  cameras,
  choices,
}: {
  readonly cameras: LessonView['cameras'];
  readonly choices: readonly Choice[];
}) {
  const [camera, setCamera] = useState(cameras[0]?.id);
  const [place, setPlace] = useState(0);
  const choice = choices[place] ?? choices[0];
  if (camera === undefined || choice === undefined) return <Empty description="这个班没有摄像机" />;
  return (
    <Space orientation="vertical" className="wide">
      {choices.length > 1 && (
        <Radio.Group
          aria-label="看哪一段"
          optionType="button"
          value={place}
          onChange={({ target }) => setPlace(target.value as number)}
          options={choices.map(({ label }, value) => ({ label, value }))}
        />
      )}
      {cameras.length > 1 && (
        <Radio.Group
          aria-label="看哪个摄像机"
          optionType="button"
          value={camera}
          onChange={({ target }) => setCamera(target.value as typeof camera)}
          options={cameras.map(({ id, name }) => ({ label: name, value: id }))}
        />
      )}
      <Clips camera={camera} span={choice} />
    </Space>
  );
}

function Clips({ camera, span: { from, to } }: { readonly camera: string; readonly span: Stretch }) {
  const plan = useQuery({
    queryKey: ['video', camera, from, to],
    queryFn: ({ signal }) =>
      get(`/video?camera=${encodeURIComponent(camera)}&from=${from}&to=${to}`, clipPlanSchema, signal),
    staleTime: 60_000,
  });
  return (
    <Loaded of={plan}>
      {({ parts, gaps }) => (
        <Space orientation="vertical" className="wide">
          {parts.length === 0 && <Empty description="这一段没有录像（最近一分钟的录像还在写入）" />}
          {parts.map((part) => (
            <figure key={part.id} className="clip">
              {/* The video has no sound unless the policy asks for it, and no captions either. */}
              <video
                controls
                muted
                preload="metadata"
                src={`/api/video/${part.id}#t=${Math.max(0, (from - part.from) / 1000)}`}
                aria-label={`录像 ${timeText(part.from)} 到 ${timeText(part.to)}`}
              />
              <figcaption>
                {timeText(part.from)}–{timeText(part.to)}
              </figcaption>
            </figure>
          ))}
          {gaps.map((gap) => (
            <Alert
              key={gap.from}
              type="warning"
              showIcon
              title={`${timeText(gap.from)}–${timeText(gap.to)} 没有录像：${reasonOf(gap.why)}`}
            />
          ))}
        </Space>
      )}
    </Loaded>
  );
}

const reasonOf = (why: string): string => (why in gapWords ? gapWords[why as keyof typeof gapWords].title : why);
