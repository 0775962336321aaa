import { StarFilled, StarOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { WallCamera, WallCard } from '../../../core/contract/center/inspector.ts';
import { troubleWords } from '../../../core/contract/center/trouble-words.ts';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { lengthText, lessonText, minuteText, rateOf, toneOf, troubleTitle } from './words.ts';

/** What of a card is more than plain elements; before the page is whole, less is there. */
export interface CardParts {
  /** The room's name, which leads to its class. */
  readonly Name: (props: { readonly to: string; readonly children: string }) => ReactNode;
  /** What else is wrong, in a word each; `whole`: in full. */
  readonly More: (props: { readonly whole: string; readonly children: ReactNode }) => ReactNode;
  /** The live picture. */
  readonly Picture: (props: PictureProps) => ReactNode;
}

export interface PictureProps {
  readonly card: WallCard;
  readonly where: string;
  readonly onOpen: (camera: WallCamera) => void;
}

interface Props {
  readonly parts: CardParts;
  readonly card: WallCard;
  readonly now: number;
  /** Whether its picture is shown. */
  readonly live: boolean;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onOpen: (camera: WallCamera) => void;
}

/** A class in its room, of plain elements for there are many: what is wrong, who is there, and, if wanted, the live picture. */
export function WallCardView({ parts, card, now, live, chosen, onChoose, onOpen }: Props) {
  const { institution, room, class: code, specialty, kiosk } = card;
  const where = `${institution} ${room}`;
  return (
    <article className={`wall-card wall-${toneOf(card)}`} aria-label={`${where} ${code}`}>
      {live && <parts.Picture card={card} where={where} onOpen={onOpen} />}
      <div className="wall-card-body">
        <header className="wall-card-head">
          <div className="wall-card-names">
            <strong className="wall-room">
              {code === '' ? (
                room
              ) : (
                <parts.Name to={`/classes/${kiosk}/${encodeURIComponent(code)}`}>{room}</parts.Name>
              )}
            </strong>
            <span className="wall-dim">{institution}</span>
          </div>
          <button
            type="button"
            className="wall-star"
            aria-pressed={chosen}
            aria-label={chosen ? `不再关注 ${where}` : `关注 ${where}`}
            onClick={onChoose}
          >
            {chosen ? <StarFilled /> : <StarOutlined />}
          </button>
        </header>
        <Troubles {...{ card, now }} More={parts.More} />
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

function Troubles({ card, now, More }: Pick<Props, 'card' | 'now'> & Pick<CardParts, 'More'>) {
  const [worst, ...rest] = card.troubles;
  if (worst === undefined) return null;
  return (
    <div className="wall-trouble">
      <strong>{troubleTitle(worst, card)}</strong>
      <span>
        {minuteText(worst.since)} 起，{lengthText(now - worst.since)}
      </span>
      {rest.length > 0 && (
        <More whole={rest.map((each) => troubleTitle(each, card)).join('；')}>
          <span>另有 {rest.map(({ kind }) => troubleWords[kind].title).join('、')}</span>
        </More>
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
        <strong className="wall-number">{counts.seen}</strong> / {expected} 人
      </span>
      <span className="wall-bar" aria-hidden="true">
        <span className="wall-bar-full" style={{ inlineSize: `${String(rate ?? 0)}%` }} />
        <span className="wall-bar-80" />
      </span>
      {more.length > 0 && <span className="wall-dim">{more.join(' · ')}</span>}
    </div>
  );
}
