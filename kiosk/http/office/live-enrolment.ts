import * as z from 'zod/mini';
import { type LiveView, liveAcceptSchema, liveStartSchema } from '../../../core/contract/office/enrolment.ts';
import { fileAnswer } from '../../../core/web/route.ts';
import { type Route, route } from './route.ts';

/** Guided enrolment at a camera: `kiosk/desk/enrolment` satisfies it. */
export interface LiveEnrolmentDesk {
  startLive(person: string, camera: string): LiveView;
  live(id: string): LiveView;
  livePicture(id: string, which: string): Promise<Uint8Array>;
  acceptLive(
    id: string,
    without: readonly string[],
    by: string,
  ): Promise<{ person: string; reports: readonly { readonly kind: string; readonly pending: boolean }[] }>;
  endLive(id: string): void;
  nameOf(person: string): string;
}

export function liveEnrolmentRoutes(desk: LiveEnrolmentDesk): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/enrolment/live',
      least: 'teacher',
      body: liveStartSchema,
      handle: ({ body: { person, camera } }) => desk.startLive(person, camera),
      audit: ({ body: { person, camera } }) => ({
        action: 'live-enrolment-started',
        subject: person,
        detail: `用摄像头 ${camera} 为 ${desk.nameOf(person)} 现场采集照片`,
      }),
    }),
    route({
      method: 'GET',
      path: '/enrolment/live/:id',
      least: 'teacher',
      handle: ({ params: { id = '' } }) => desk.live(id),
    }),
    route({
      method: 'GET',
      path: '/enrolment/live/:id/pictures/:which',
      least: 'teacher',
      query: z.strictObject({ look: z.optional(z.string()) }),
      handle: async ({ params: { id = '', which = '' } }) =>
        fileAnswer({ type: 'image/jpeg', name: 'live.jpg', inline: true, content: await desk.livePicture(id, which) }),
    }),
    route({
      method: 'POST',
      path: '/enrolment/live/:id/accept',
      least: 'teacher',
      body: liveAcceptSchema,
      handle: async ({ actor, params: { id = '' }, body: { without } }) => {
        const { person, reports } = await desk.acceptLive(id, without, actor.user);
        const kept = reports.filter(({ kind }) => kind === 'kept');
        return { person, kept: kept.length, pending: kept.some(({ pending }) => pending) };
      },
      audit: (_call, { person, kept, pending }) => ({
        action: 'photo-added',
        subject: person,
        detail: `为 ${desk.nameOf(person)} 保存现场采集的 ${kept} 张照片${pending ? '（待学员和教师确认）' : ''}`,
      }),
    }),
    route({
      method: 'DELETE',
      path: '/enrolment/live/:id',
      least: 'teacher',
      handle: ({ params: { id = '' } }) => {
        desk.endLive(id);
      },
      audit: () => null,
    }),
  ];
}
