import type { JobView } from '../../../core/contract/office/job.ts';
import { type Route, route } from './route.ts';

/** Long work that pages follow: `kiosk/desk/jobs` satisfies it. */
export interface JobsDesk {
  view(id: string): JobView;
  cancel(id: string): void;
}

/** How a job is, and cancelling it. */
export function jobRoutes(jobs: JobsDesk): readonly Route[] {
  return [
    route({ method: 'GET', path: '/jobs/:id', least: 'viewer', handle: ({ params: { id = '' } }) => jobs.view(id) }),
    route({
      method: 'DELETE',
      path: '/jobs/:id',
      least: 'teacher',
      handle: ({ params: { id = '' } }) => jobs.cancel(id),
      audit: ({ params: { id = '' } }) => ({ action: 'job-cancelled', subject: id, detail: '取消任务' }),
    }),
  ];
}
