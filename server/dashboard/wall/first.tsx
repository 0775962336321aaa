import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { centerWelcomeSchema } from '../../../core/contract/center/accounts.ts';
import { cardKey, type WallCard, wallSchema } from '../../../core/contract/center/inspector.ts';
import { getAhead } from '../../../core/ui/shell/api.ts';
import { applyTheme, rememberedTheme } from '../../../core/ui/theme.ts';
import { HOME } from '../shell/home.ts';
import {
  CARDS,
  inReach,
  PICTURES,
  rememberedChosen,
  rememberedLive,
  type Shown,
  shownOf,
  withTurned,
} from './filters.ts';
import { type CardParts, WallCardView } from './wall-card.tsx';
import { aboutWall, SHOWN, WALL_TITLE } from './words.ts';
import '../../../core/ui/shell/shell.css';
import '../shell/colours.css';
import '../live/camera-view.css';
import './wall.css';
import './first.css';

/** The rest of the page is fetched by then, whatever the center answers. */
const MOST_MS = 400;

/** Whether the page is there: it needs no place held. */
let ended = false;
let drawn: { readonly root: Root; readonly element: HTMLElement } | null = null;

/**
 * Draws the wall's cards alone where the wall is opened by somebody who is signed in, and leaves room for what comes
 * around them. Elsewhere, where the center refuses, and where the page is there before its answer: nothing.
 * @returns when they are painted, or the rest should wait no longer.
 */
export async function drawFirst(): Promise<void> {
  if (!['/center', '/center/', `/center${HOME}`].includes(location.pathname)) return;
  await Promise.race([drawCards(), new Promise((late) => setTimeout(late, MOST_MS))]);
}

async function drawCards(): Promise<void> {
  const cards = await cardsAhead().catch(() => null);
  if (cards === null || ended) return;
  applyTheme(rememberedTheme());
  const element = document.createElement('div');
  document.body.prepend(element);
  const root = createRoot(element);
  flushSync(() => root.render(<First cards={cards} />));
  drawn = { root, element };
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
}

/** Takes the cards away: the page is there. */
export function endFirst(): void {
  ended = true;
  drawn?.root.unmount();
  drawn?.element.remove();
  drawn = null;
}

/** Every classroom; null where nobody is signed in. */
async function cardsAhead(): Promise<readonly WallCard[] | null> {
  const { actor } = await getAhead('/welcome', centerWelcomeSchema);
  return actor === null ? null : (await getAhead('/wall', wallSchema)).cards;
}

const PLAIN: CardParts = {
  Name: ({ to, children }) => <a href={`/center${to}`}>{children}</a>,
  More: ({ children }) => children,
  Picture: () => <div className="camera-view" />,
};

function First({ cards }: { readonly cards: readonly WallCard[] }) {
  const [now] = useState(() => Math.floor(performance.timeOrigin + performance.now()));
  const live = rememberedLive();
  const [chosen, setChosen] = useState(rememberedChosen);
  const all = inReach(cards, { institution: null, words: '' });
  const institutions = new Set(cards.map(({ institution }) => institution));
  return (
    <div className="first" aria-busy="true">
      <header className="first-menu">
        <strong className="brand">在课</strong>
      </header>
      <main className="content">
        <header className="heading">
          <div>
            <h1 className="heading-title">{WALL_TITLE}</h1>
            <span className="wall-dim first-about">{aboutWall(now)}</span>
          </div>
        </header>
        <div className="wall-filters">
          <div className="first-shown">
            {Object.entries(SHOWN).map(([shown, title]) => (
              <span key={shown}>{`${title} ${String(shownOf(all, shown as Shown, chosen).length)}`}</span>
            ))}
          </div>
          {institutions.size > 1 && <div className="first-field wall-institution" />}
          <div className="first-field wall-words" />
        </div>
        <div className={live ? 'wall wall-live' : 'wall'}>
          {all.slice(0, live ? PICTURES : CARDS).map((card) => (
            <WallCardView
              key={cardKey(card)}
              {...{ card, now, live }}
              parts={PLAIN}
              chosen={chosen.has(cardKey(card))}
              onChoose={() => setChosen(withTurned(chosen, cardKey(card)))}
              onOpen={() => undefined}
            />
          ))}
        </div>
      </main>
    </div>
  );
}
