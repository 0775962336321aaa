import { Empty, Input, Pagination, Segmented, Select, Switch, Tooltip } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { cardKey, type WallCamera, type WallCard } from '../../../core/contract/center/inspector.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useCenterActor } from '../shell/actor.ts';
import { BigPicture } from './big-picture.tsx';
import {
  CARDS,
  type Filter,
  inReach,
  LIVE,
  PICTURES,
  rememberedChosen,
  rememberedLive,
  type Shown,
  shownOf,
  withTurned,
} from './filters.ts';
import { useNow } from './use-now.ts';
import { useWall } from './use-wall.ts';
import { type CardParts, WallCardView } from './wall-card.tsx';
import { WallPicture } from './wall-picture.tsx';
import { aboutWall, SHOWN, WALL_TITLE } from './words.ts';
import '../shell/colours.css';
import './wall.css';

/** Every classroom, worst first; live pictures on demand. */
export function WallPage() {
  const wall = useWall();
  return <Loaded of={wall}>{({ cards }) => <Cards cards={cards} />}</Loaded>;
}

function Cards({ cards }: { readonly cards: readonly WallCard[] }) {
  const { institution: own } = useCenterActor();
  const now = useNow();
  const [filter, setFilter] = useState<Filter>({ shown: 'all', institution: null, words: '' });
  const [live, setLive] = useState(rememberedLive);
  const [chosen, setChosen] = useState(rememberedChosen);
  const [page, setPage] = useState(1);
  const [big, setBig] = useState<{ readonly key: string; readonly camera: WallCamera } | null>(null);
  const { institution, words, shown } = filter;
  const reach = useMemo(() => inReach(cards, { institution, words }), [cards, institution, words]);
  const found = shownOf(reach, shown, chosen);
  const size = live ? PICTURES : CARDS;
  const last = Math.max(1, Math.ceil(found.length / size));
  const at = Math.min(page, last);
  useEffect(() => localStorage.setItem(LIVE, live ? 'on' : 'off'), [live]);
  const narrow = (change: Partial<Filter>): void => {
    setFilter({ ...filter, ...change });
    setPage(1);
  };
  const institutions = [...new Set(cards.map((card) => card.institution))].sort((a, b) => a.localeCompare(b, 'zh'));
  const bigCard = big === null ? undefined : cards.find((card) => cardKey(card) === big.key);
  return (
    <>
      <Heading
        title={WALL_TITLE}
        about={aboutWall(now)}
        actions={
          <label className="wall-switch">
            <Switch checked={live} onChange={setLive} aria-label="显示实时画面" /> 显示实时画面
          </label>
        }
      />
      <search className="wall-filters">
        <Segmented<Shown>
          aria-label="显示哪些教室"
          value={shown}
          onChange={(value) => narrow({ shown: value })}
          options={(Object.keys(SHOWN) as Shown[]).map((value) => ({
            value,
            label: `${SHOWN[value]} ${String(shownOf(reach, value, chosen).length)}`,
          }))}
        />
        {own === null && (
          <Select
            className="wall-institution"
            aria-label="机构"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder="所有机构"
            value={institution}
            options={institutions.map((value) => ({ value, label: value }))}
            onChange={(value: string | undefined) => narrow({ institution: value ?? null })}
          />
        )}
        <Input.Search
          className="wall-words"
          aria-label="查找教室或班级"
          allowClear
          placeholder="教室、班级"
          onSearch={(value) => narrow({ words: value })}
        />
      </search>
      {found.length === 0 ? (
        <Empty description={cards.length === 0 ? '还没有配对的教室电脑' : emptyText[shown]} />
      ) : (
        <div className={live ? 'wall wall-live' : 'wall'}>
          {found.slice((at - 1) * size, at * size).map((card) => (
            <WallCardView
              key={cardKey(card)}
              parts={PARTS}
              {...{ card, now, live }}
              chosen={chosen.has(cardKey(card))}
              onChoose={() => setChosen(withTurned(chosen, cardKey(card)))}
              onOpen={(camera) => setBig({ key: cardKey(card), camera })}
            />
          ))}
        </div>
      )}
      {last > 1 && (
        <Pagination
          className="wall-pages"
          align="center"
          current={at}
          pageSize={size}
          total={found.length}
          showSizeChanger={false}
          onChange={setPage}
        />
      )}
      {big !== null && bigCard !== undefined && (
        <BigPicture card={bigCard} camera={big.camera} now={now} onClose={() => setBig(null)} />
      )}
    </>
  );
}

const PARTS: CardParts = {
  Name: ({ to, children }) => <Link to={to}>{children}</Link>,
  More: ({ whole, children }) => <Tooltip title={whole}>{children}</Tooltip>,
  Picture: WallPicture,
};

const emptyText: Readonly<Record<Shown, string>> = {
  all: '没有符合条件的教室',
  trouble: '现在没有需要处理的情况',
  class: '现在没有教室在上课',
  silent: '所有教室都已连接',
  chosen: '还没有关注的教室：点卡片右上角的星',
};
