import type { CenterActor, CenterRight } from '../../core/contract/center/actor.ts';
import { routesFor, type WebRoute } from '../../core/web/route.ts';

/** A route of the center. */
export type Route = WebRoute<CenterActor, CenterRight>;

/** Declares a route of the center; see {@link CenterRight} for who may. */
export const route = routesFor<CenterActor, CenterRight>();
