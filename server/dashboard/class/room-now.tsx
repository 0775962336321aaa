import { ExpandOutlined } from '@ant-design/icons';
import { Alert, Button, Typography } from 'antd';
import { useState } from 'react';
import type { WallCamera, WallCard } from '../../../core/contract/center/inspector.ts';
import { troubleWords } from '../../../core/contract/center/trouble-words.ts';
import { CameraView } from '../live/camera-view.tsx';
import { BigPicture } from '../wall/big-picture.tsx';
import { useNow } from '../wall/use-now.ts';
import { useWall } from '../wall/use-wall.ts';
import { lengthText, lessonText, minuteText, toneOf, troubleTitle } from '../wall/words.ts';
import '../wall/wall.css';
import './class.css';

/** The room as it is now: what is wrong, who is there, live pictures of all its cameras. */
export function RoomNow({ kiosk, code }: { readonly kiosk: string; readonly code: string }) {
  const wall = useWall();
  const now = useNow();
  const cards = wall.data?.cards.filter((each) => each.kiosk === kiosk) ?? [];
  // A class without a lesson today has no card of its own: its room has.
  const card = cards.find((each) => each.class === code) ?? cards[0];
  if (card === undefined) return null;
  const own = card.class === code;
  return (
    <>
      {own && <Troubles card={card} now={now} />}
      {own && <Counts card={card} now={now} />}
      {card.connected ? (
        <Cameras card={card} now={now} />
      ) : (
        <Alert className="stacked" type="warning" showIcon title="教室电脑没有连接，看不到实时画面" />
      )}
    </>
  );
}

function Troubles({ card, now }: { readonly card: WallCard; readonly now: number }) {
  if (card.troubles.length === 0) return null;
  return (
    <Alert
      className="stacked"
      type={toneOf(card) === 'bad' ? 'error' : 'warning'}
      showIcon
      role="status"
      title={card.troubles.map((trouble) => (
        <div key={`${trouble.kind} ${trouble.camera}`}>
          <strong>{troubleTitle(trouble, card)}</strong> {minuteText(trouble.since)} 起，
          {lengthText(now - trouble.since)}。{troubleWords[trouble.kind].about}
        </div>
      ))}
    />
  );
}

/** Present beside due, as on the wall. */
function Counts({ card, now }: { readonly card: WallCard; readonly now: number }) {
  const { lesson, now: counts } = card;
  const lessonNow = lessonText(card, now);
  if (counts === null || lesson === null) return <Typography.Paragraph>{lessonNow}</Typography.Paragraph>;
  const parts = [
    `请假 ${String(counts.onLeave)}`,
    `待核 ${String(counts.pending)}`,
    `画面里 ${String(counts.heads)} 人`,
    `未识别 ${String(counts.unidentified)}`,
  ];
  return (
    <Typography.Paragraph>
      {lessonNow}。最近 10 分钟见到{' '}
      <Typography.Text strong>{`${String(counts.seen)} / ${String(counts.due - counts.onLeave)} 人`}</Typography.Text>，
      {parts.join('，')}
    </Typography.Paragraph>
  );
}

function Cameras({ card, now }: { readonly card: WallCard; readonly now: number }) {
  const [large, enlarge] = useState<WallCamera | null>(null);
  const where = `${card.institution} ${card.room}`;
  return (
    <section className="class-cameras" aria-label="实时画面">
      {card.cameras.map((camera) => (
        <figure key={camera.id} className="class-camera">
          <CameraView kiosk={card.kiosk} camera={camera} size="sub" where={where} />
          <Button
            className="class-camera-open"
            size="small"
            icon={<ExpandOutlined />}
            aria-label={`放大 ${where} ${camera.name}`}
            onClick={() => enlarge(camera)}
          />
          <figcaption>{camera.name}</figcaption>
        </figure>
      ))}
      {large !== null && <BigPicture card={card} camera={large} now={now} onClose={() => enlarge(null)} />}
    </section>
  );
}
