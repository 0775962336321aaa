import type { Actor, Role } from '../../../core/contract/office/actor.ts';
import { routesFor, type WebRoute } from '../../../core/web/route.ts';

/** A route of the office. */
export type Route = WebRoute<Actor, Role>;

/** Declares a route of the office; of changes `teacher` at least is usual. */
export const route = routesFor<Actor, Role>();
