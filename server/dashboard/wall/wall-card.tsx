import { ExpandOutlined, StarFilled, StarOutlined } from '@ant-design/icons';
import { Button, Tooltip, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { WallCamera, WallCard } from '../../../core/contract/center/inspector.ts';
import { troubleWords } from '../../../core/contract/center/trouble-words.ts';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { CameraView } from '../live/camera-view.tsx';
import { lengthText, lessonText, minuteText, rateOf, toneOf, troubleTitle } from './words.ts';

interface Props {
  readonly card: WallCard;
  readonly now: number;
  /** Whether its picture is shown. */
  readonly live: boolean;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onOpen: (camera: WallCamera) => void;
}

/** A class in its room: what is wrong, who is there, and, if wanted, the live picture. */
export function WallCardView({ card, now, live, chosen, onChoose, onOpen }: Props) {
  const { institution, room, class: code, specialty, kiosk } = card;
  const where = `${institution} ${room}`;
  return (
    <article className={`wall-card wall-${toneOf(card)}`} aria-label={`${where} ${code}`}>
      {live && <Picture card={card} where={where} onOpen={onOpen} />}
      <div className="wall-card-body">
        <header className="wall-card-head">
          <div className="wall-card-names">
            <strong className="wall-room">
              {code === '' ? room : <Link to={`/classes/${kiosk}/${encodeURIComponent(code)}`}>{room}</Link>}
            </strong>
            <span className="wall-dim">{institution}</span>
          </div>
          <Button
            type="text"
            size="small"
            aria-pressed={chosen}
            aria-label={chosen ? `不再关注 ${where}` : `关注 ${where}`}
            icon={chosen ? <StarFilled /> : <StarOutlined />}
            onClick={onChoose}
          />
        </header>
        <Troubles card={card} now={now} />
        <p className="wall-line">
          {code !== '' && (
            <>
              <span>{specialty || code}</span>
              {specialty !== '' && <span className="wall-dim"> {code}</span>}
            </>
          )}
        </p>
        <p className="wall-line">{lessonText(card, now)}</p>
        {card.lesson !== null && now <= card.lesson.to && (card.lesson.course !== '' || card.lesson.teacher !== '') && (
          <p className="wall-line wall-dim">
            {[card.lesson.course, card.lesson.teacher].filter((one) => one !== '').join(' · ')}
          </p>
        )}
        {!card.connected && (
          <p className="wall-line wall-dim">
            {card.lastSeenAt === null
              ? '还没有连接过'
              : `未连接，最近联系 ${dateTimeText(card.lastSeenAt).slice(5, 16)}`}
          </p>
        )}
        <Counts card={card} />
      </div>
    </article>
  );
}

function Troubles({ card, now }: { readonly card: WallCard; readonly now: number }) {
  const [worst, ...rest] = card.troubles;
  if (worst === undefined) return null;
  return (
    <div className="wall-trouble">
      <strong>{troubleTitle(worst, card)}</strong>
      <span>
        {minuteText(worst.since)} 起，{lengthText(now - worst.since)}
      </span>
      {rest.length > 0 && (
        <Tooltip title={rest.map((each) => troubleTitle(each, card)).join('；')}>
          <span>另有 {rest.map(({ kind }) => troubleWords[kind].title).join('、')}</span>
        </Tooltip>
      )}
    </div>
  );
}

function Counts({ card }: { readonly card: WallCard }) {
  const { now: counts, lesson } = card;
  if (counts === null || lesson === null) return null;
  const rate = rateOf(card);
  const expected = counts.due - counts.onLeave;
  const more = [
    counts.onLeave > 0 ? `请假 ${String(counts.onLeave)}` : null,
    counts.pending > 0 ? `待核 ${String(counts.pending)}` : null,
    counts.unidentified > 0 ? `未识别 ${String(counts.unidentified)}` : null,
  ].filter((one) => one !== null);
  return (
    <div className="wall-counts">
      <span className="wall-seen">
        <Typography.Text strong className="wall-number">
          {counts.seen}
        </Typography.Text>{' '}
        / {expected} 人
      </span>
      <span className="wall-bar" aria-hidden="true">
        <span className="wall-bar-full" style={{ inlineSize: `${String(rate ?? 0)}%` }} />
        <span className="wall-bar-80" />
      </span>
      {more.length > 0 && <span className="wall-dim">{more.join(' · ')}</span>}
    </div>
  );
}

function Picture({
  card: { cameras, kiosk },
  where,
  onOpen,
}: {
  readonly card: WallCard;
  readonly where: string;
  readonly onOpen: (camera: WallCamera) => void;
}) {
  const [wanted, setWanted] = useState<string | null>(null);
  // The room is seen best by its room camera; one that gives a picture before one that gives none.
  const usual =
    cameras.find(({ role, gap }) => role === 'room' && gap === null) ??
    cameras.find(({ gap }) => gap === null) ??
    cameras[0];
  const camera = cameras.find(({ id }) => id === wanted) ?? usual;
  if (camera === undefined)
    return (
      <div className="camera-view">
        <div className="camera-view-words">
          <strong>没有画面</strong>
          <span>教室电脑没有连接</span>
        </div>
      </div>
    );
  return (
    <div className="wall-picture">
      <CameraView key={camera.id} kiosk={kiosk} camera={camera} size="sub" where={where} />
      <Button
        className="wall-open"
        size="small"
        icon={<ExpandOutlined />}
        aria-label={`放大 ${where} ${camera.name}`}
        onClick={() => onOpen(camera)}
      />
      {cameras.length > 1 && (
        <fieldset className="wall-cameras" aria-label={`${where}的摄像头`}>
          {cameras.map((one) => (
            <Button
              key={one.id}
              size="small"
              type={one.id === camera.id ? 'primary' : 'default'}
              aria-pressed={one.id === camera.id}
              onClick={() => setWanted(one.id)}
            >
              {one.name}
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
