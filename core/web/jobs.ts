import type { JobView } from '../contract/web/job.ts';
import type { Person } from '../contract/web/person.ts';
import { routesFor, type WebRoute } from './route.ts';

/** Long work that pages follow: `core/accounts/jobs` satisfies it. */
export interface JobsDesk {
  view(id: string): JobView;
  cancel(id: string): void;
}

/** How a job is (by who has `look`), and cancelling it (by who has `change`). */
export function jobRoutes<Actor extends Person, Right>(
  jobs: JobsDesk,
  { look, change }: { readonly look: Right; readonly change: Right },
): readonly WebRoute<Actor, Right>[] {
  const route = routesFor<Actor, Right>();
  return [
    route({ method: 'GET', path: '/jobs/:id', least: look, handle: ({ params: { id = '' } }) => jobs.view(id) }),
    route({
      method: 'DELETE',
      path: '/jobs/:id',
      least: change,
      handle: ({ params: { id = '' } }) => jobs.cancel(id),
      audit: ({ params: { id = '' } }) => ({ action: 'job-cancelled', subject: id, detail: '取消任务' }),
    }),
  ];
}
