import { maySee } from '../../core/contract/center/actor.ts';
import type { WallCard } from '../../core/contract/center/inspector.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { type Route, route } from './route.ts';

/** Every classroom at once, for the first paint; the socket `/inspector` tells what changes after that. */
export function wallRoutes(wall: { cards(): readonly WallCard[] }, clock: Clock): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/wall',
      least: 'own',
      handle: ({ actor }) => ({
        at: clock.now(),
        cards: wall.cards().filter(({ institution }) => maySee(actor, institution)),
      }),
    }),
  ];
}
