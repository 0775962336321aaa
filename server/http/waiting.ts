import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { Waiting } from '../../core/contract/center/waiting.ts';
import { type Route, route } from './route.ts';

/** How much waits for whom: `server/desk/waiting` satisfies it. */
export interface WaitingDesk {
  of(actor: CenterActor): Promise<Waiting>;
  decided(): void;
}

/** The counts on the menu. */
export function waitingRoutes(desk: WaitingDesk): readonly Route[] {
  return [route({ method: 'GET', path: '/waiting', least: 'own', handle: ({ actor }) => desk.of(actor) })];
}

/** These routes; after each change through them it is counted anew. */
export function countedAnew(routes: readonly Route[], desk: Pick<WaitingDesk, 'decided'>): readonly Route[] {
  return routes.map((each) =>
    each.method === 'GET'
      ? each
      : {
          ...each,
          handle: async (call: Parameters<Route['handle']>[0]) => {
            try {
              return await each.handle(call);
            } finally {
              desk.decided();
            }
          },
        },
  );
}
