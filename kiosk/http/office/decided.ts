import { type Decided, decidedQuery } from '../../../core/contract/office/decided.ts';
import { type ClassCode, classCode } from '../../../core/domain/ids.ts';
import { type Route, route } from './route.ts';

/** The page 中心的决定. `list`: of one class, or of all. */
export function decidedRoutes(list: (code?: ClassCode) => Decided): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/decisions',
      least: 'viewer',
      query: decidedQuery,
      handle: ({ query: { class: code } }) => list(code === undefined ? undefined : classCode(code)),
    }),
  ];
}
