import { Alert, Button, Modal, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { LessonView } from '../../../core/contract/office/day.ts';
import { timeText } from '../../../core/ui/shell/time.ts';
import { Around, stretchAround } from './around.tsx';
import { FramePicture } from './frame-picture.tsx';
import type { Choice } from './video-beside.tsx';
import { sheetPath } from './words.ts';

type Stay = LessonView['strangers'][number];
/** Pictures of the long stays, at most. */
const PICTURES = 6;
/** A stay of more than a minute is looked at in its beginning, its middle and its end. */
const LONG = 60_000;

/** People whom nobody knew: when, before which camera, and the video of that second, so that a person can say who it was. */
export function Strangers({ view }: { readonly view: LessonView }) {
  const { strangers, lesson } = view;
  const [shown, show] = useState<Stay | null>(null);
  if (strangers.length === 0) return null;
  const long = strangers.filter((stay) => stay.long);
  const short = strangers.filter((stay) => !stay.long);
  return (
    <>
      <Alert
        type={long.length > 0 ? 'warning' : 'info'}
        showIcon
        className="gap-below"
        title={
          long.length > 0
            ? `没认出的人停留较久 ${long.length} 次，可能是漏认的学员，请对照画面核对`
            : `有 ${short.length} 次短暂没认出人，多是侧脸、低头或路过`
        }
        description={
          <Space orientation="vertical" className="wide">
            <span>
              点时刻看当时的画面和录像。认出是谁后，在下面的名单里点“处理”登记或更正。
              <Link to={sheetPath(lesson)}>整节课的画面一览</Link>
              {lesson.state === 'running' && (
                <>
                  {' · '}
                  <Link to="/cameras">看现在的画面</Link>
                </>
              )}
            </span>
            {long.length > 0 && <Moments view={view} stays={long} onShow={show} pictures />}
            {short.length > 0 && (
              <details>
                <summary>{long.length > 0 ? `另有 ${short.length} 次较短的` : '看这些时刻'}</summary>
                <Moments view={view} stays={short} onShow={show} />
              </details>
            )}
          </Space>
        }
      />
      <Modal
        open={shown !== null}
        onCancel={() => show(null)}
        footer={null}
        width={960}
        title={shown === null ? '' : wordsOf(view, shown)}
        destroyOnHidden
      >
        {shown !== null && <Around camera={cameraOf(view, shown)} at={middleOf(shown)} choices={choicesOf(shown)} />}
      </Modal>
    </>
  );
}

function Moments({
  view,
  stays,
  onShow,
  pictures = false,
}: {
  readonly view: LessonView;
  readonly stays: readonly Stay[];
  readonly onShow: (stay: Stay) => void;
  readonly pictures?: boolean;
}) {
  return (
    <ul className="moments">
      {stays.map((stay, index) => (
        <li key={`${stay.camera} ${stay.from}`}>
          {pictures && index < PICTURES && (
            <FramePicture
              camera={stay.camera}
              at={middleOf(stay)}
              alt={`${timeText(stay.from)} 到 ${timeText(stay.to)} 没认出的人`}
              width={180}
            />
          )}
          <Button type="link" size="small" onClick={() => onShow(stay)}>
            {wordsOf(view, stay)}
          </Button>
        </li>
      ))}
    </ul>
  );
}

const middleOf = ({ from, to }: Stay): number => Math.round((from + to) / 2);

const cameraOf = ({ cameras }: LessonView, { camera }: Stay): LessonView['cameras'][number] =>
  cameras.find(({ id }) => id === camera) ?? { id: camera, name: camera };

function wordsOf(view: LessonView, stay: Stay): string {
  const seconds = Math.round((stay.to - stay.from) / 1000);
  const length = seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`;
  return `${timeText(stay.from)}–${timeText(stay.to)}（${length}）${cameraOf(view, stay).name}`;
}

function choicesOf(stay: Stay): readonly Choice[] {
  const { from, to } = stay;
  if (to - from <= LONG) return [stretchAround(middleOf(stay))];
  return [stretchAround(from, '出现时'), stretchAround(middleOf(stay), '中间'), stretchAround(to, '离开时')];
}
