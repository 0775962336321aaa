import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { cardKey, type WallCard, type WallChange, wallSchema } from '../../../core/contract/center/inspector.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { inspectorLink } from '../live/link.ts';

interface Wall {
  readonly at: number;
  readonly cards: readonly WallCard[];
}

const KEY = ['wall'];

/** Every classroom, as the center tells it when it is asked. */
export const wallQuery = (queries: QueryClient) =>
  queryOptions<Wall>({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      const read = await get('/wall', wallSchema, signal);
      // A change that came while this was on its way is newer.
      const known = new Map(queries.getQueryData<Wall>(KEY)?.cards.map((card) => [cardKey(card), card]));
      return { ...read, cards: read.cards.map((card) => newer(known.get(cardKey(card)), card)) };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Every classroom as it is now: read once, then kept up to date by the link. */
export function useWall() {
  const queries = useQueryClient();
  useEffect(() => {
    const link = inspectorLink();
    const changed = (change: WallChange): void => take(queries, change);
    // What changed before the link told of changes is read.
    const subscribe = (): void => {
      link.emit('wall', () => void queries.invalidateQueries({ queryKey: KEY }));
    };
    link.on('wall', changed);
    link.on('connect', subscribe);
    if (link.connected) subscribe();
    return () => {
      link.off('wall', changed);
      link.off('connect', subscribe);
    };
  }, [queries]);
  // Should the link be down, the wall is a minute old at most.
  return useQuery({ ...wallQuery(queries), refetchInterval: 60_000 });
}

function take(queries: QueryClient, { cards, gone }: WallChange): void {
  queries.setQueryData<Wall>(KEY, (before) => {
    if (before === undefined) return undefined;
    const all = new Map(before.cards.map((card) => [cardKey(card), card]));
    for (const key of gone) all.delete(key);
    for (const card of cards) all.set(cardKey(card), newer(all.get(cardKey(card)), card));
    return { at: Math.max(before.at, ...cards.map(({ at }) => at)), cards: [...all.values()] };
  });
}

const newer = (known: WallCard | undefined, card: WallCard): WallCard =>
  known !== undefined && known.at > card.at ? known : card;
