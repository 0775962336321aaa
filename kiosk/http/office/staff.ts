import type * as z from 'zod/mini';
import { newStaffSchema, type staffSchema } from '../../../core/contract/office/enrolment.ts';
import { type Route, route } from './route.ts';

/** Teachers and others who are known to vision and never counted: `kiosk/desk/enrolment` satisfies it. */
export interface StaffDesk {
  staff(): z.infer<typeof staffSchema>;
  addStaff(member: { name: string; duty: string }): { id: string };
  changeStaff(id: string, member: { name: string; duty: string }): void;
  staffLeft(id: string, by: string): Promise<void>;
  nameOf(person: string): string;
}

export function staffRoutes(desk: StaffDesk): readonly Route[] {
  return [
    route({ method: 'GET', path: '/staff', least: 'viewer', handle: () => desk.staff() }),
    route({
      method: 'POST',
      path: '/staff',
      least: 'teacher',
      body: newStaffSchema,
      handle: ({ body }) => desk.addStaff(body),
      audit: ({ body: { name, duty } }, { id }) => ({
        action: 'staff-added',
        subject: id,
        detail: `添加工作人员 ${name}${duty === '' ? '' : `（${duty}）`}`,
      }),
    }),
    route({
      method: 'PUT',
      path: '/staff/:id',
      least: 'teacher',
      body: newStaffSchema,
      handle: ({ params: { id = '' }, body }) => {
        desk.changeStaff(id, body);
      },
      audit: ({ params: { id = '' }, body: { name, duty } }) => ({
        action: 'staff-changed',
        subject: id,
        detail: `工作人员改为 ${name}${duty === '' ? '' : `（${duty}）`}`,
      }),
    }),
    route({
      method: 'DELETE',
      path: '/staff/:id',
      least: 'teacher',
      handle: async ({ actor, params: { id = '' } }) => {
        const name = desk.nameOf(id);
        await desk.staffLeft(id, actor.user);
        return { name };
      },
      audit: ({ params: { id = '' } }, { name }) => ({
        action: 'staff-left',
        subject: id,
        detail: `${name} 已离开，照片和模板已删除`,
      }),
    }),
  ];
}
