import type { Readable } from 'node:stream';
import * as z from 'zod/mini';
import {
  type PersonForm,
  type RosterView,
  savePersonSchema,
  versionOnlySchema,
  withdrawSchema,
} from '../../../core/contract/office/roster.ts';
import type { RosterPreview } from '../../../core/contract/office/roster-import.ts';
import { type ClassCode, classCode } from '../../../core/domain/ids.ts';
import { maskIdNumber } from '../../../core/domain/person.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import { fileAnswer } from '../../../core/web/route.ts';
import { type Route, route } from './route.ts';

interface Change {
  readonly version: number;
  readonly by: string;
  readonly at: EpochMs;
}

/** The people of a class: `kiosk/desk/roster/trainees` satisfies it. */
interface TraineesDesk {
  view(code: ClassCode): RosterView;
  add(code: ClassCode, form: PersonForm, change: Change): string;
  edit(code: ClassCode, id: string, form: PersonForm, change: Change): void;
  withdraw(code: ClassCode, id: string, on: string, reason: string, change: Change): void;
  undoWithdrawal(code: ClassCode, id: string, change: Change): void;
  remove(code: ClassCode, id: string, change: Change): void;
  idNumber(code: ClassCode, id: string): string;
  name(code: ClassCode, id: string): string;
}

/** Imports of rosters: `kiosk/desk/roster/imports` satisfies it. */
interface ImportsDesk {
  begin(code: ClassCode, by: string): Promise<string>;
  codeOf(id: string, by: string): ClassCode;
  putRoster(id: string, by: string, name: string, upload: Readable): Promise<void>;
  addPhotos(id: string, by: string, path: string, upload: Readable, signal: AbortSignal): Promise<void>;
  leaveOut(id: string, by: string, paths: readonly string[]): void;
  preview(id: string, by: string): RosterPreview;
  commit(id: string, by: string): string;
  cancel(id: string, by: string): Promise<void>;
}

export interface RosterPorts {
  readonly trainees: TraineesDesk;
  readonly imports: ImportsDesk;
  /** An empty 附件4 to fill in. */
  readonly template: () => Promise<Uint8Array>;
  readonly now: () => EpochMs;
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const named = z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(500)) });
const paths = z.strictObject({ paths: z.array(z.string().check(z.maxLength(500))).check(z.maxLength(2000)) });
const MOST = { roster: 20_000_000, photos: 1_000_000_000 };

/** The roster page and the import's steps. */
export function rosterRoutes({ trainees, imports, template, now }: RosterPorts): readonly Route[] {
  const codeOf = ({ code = '' }: Readonly<Record<string, string>>): ClassCode => classCode(code);
  const who = (code: ClassCode, id: string): string => `${code} ${trainees.name(code, id)}（${id}）`;
  return [
    route({
      method: 'GET',
      path: '/roster-template',
      least: 'viewer',
      handle: async () => fileAnswer({ type: XLSX, name: '附件4 花名册模板.xlsx', content: await template() }),
    }),
    route({
      method: 'GET',
      path: '/classes/:code/roster',
      least: 'viewer',
      handle: ({ params }) => trainees.view(codeOf(params)),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/roster',
      least: 'teacher',
      body: savePersonSchema,
      handle: ({ params, body: { version, form }, actor: { user: by } }) => ({
        id: trainees.add(codeOf(params), form, { version, by, at: now() }),
      }),
      audit: ({ params, body: { form } }, { id }) => ({
        action: 'trainee-added',
        subject: id,
        detail: `${codeOf(params)} 加入学员 ${form.name}（${maskIdNumber(form.idNumber ?? '')}）`,
      }),
    }),
    route({
      method: 'PUT',
      path: '/classes/:code/roster/:id',
      least: 'teacher',
      body: savePersonSchema,
      handle: ({ params, body: { version, form }, actor: { user: by } }) => {
        trainees.edit(codeOf(params), params['id'] ?? '', form, { version, by, at: now() });
      },
      audit: ({ params, body: { form } }) => ({
        action: 'trainee-changed',
        subject: params['id'] ?? '',
        detail: `${codeOf(params)} 修改学员 ${form.name}${form.idNumber === undefined ? '' : '（含身份证号）'}`,
      }),
    }),
    route({
      method: 'DELETE',
      path: '/classes/:code/roster/:id',
      least: 'teacher',
      body: versionOnlySchema,
      handle: ({ params, body: { version }, actor: { user: by } }) => {
        const told = who(codeOf(params), params['id'] ?? '');
        trainees.remove(codeOf(params), params['id'] ?? '', { version, by, at: now() });
        return { removed: told };
      },
      audit: ({ params }, { removed }) => ({
        action: 'trainee-removed',
        subject: params['id'] ?? '',
        detail: `删除学员 ${removed}`,
      }),
    }),
    route({
      method: 'PUT',
      path: '/classes/:code/roster/:id/withdrawal',
      least: 'teacher',
      body: withdrawSchema,
      handle: ({ params, body: { version, on, reason }, actor: { user: by } }) => {
        trainees.withdraw(codeOf(params), params['id'] ?? '', on, reason, { version, by, at: now() });
      },
      audit: ({ params, body: { on, reason } }) => ({
        action: 'trainee-withdrawn',
        subject: params['id'] ?? '',
        detail: `${who(codeOf(params), params['id'] ?? '')} 自 ${on} 起退出：${reason}`,
      }),
    }),
    route({
      method: 'DELETE',
      path: '/classes/:code/roster/:id/withdrawal',
      least: 'teacher',
      body: versionOnlySchema,
      handle: ({ params, body: { version }, actor: { user: by } }) => {
        trainees.undoWithdrawal(codeOf(params), params['id'] ?? '', { version, by, at: now() });
      },
      audit: ({ params }) => ({
        action: 'withdrawal-undone',
        subject: params['id'] ?? '',
        detail: `${who(codeOf(params), params['id'] ?? '')} 撤销退出`,
      }),
    }),
    route({
      method: 'GET',
      path: '/classes/:code/roster/:id/id-number',
      least: 'administrator',
      handle: ({ params }) => ({ idNumber: trainees.idNumber(codeOf(params), params['id'] ?? '') }),
      audit: ({ params }) => ({
        action: 'id-number-shown',
        subject: params['id'] ?? '',
        detail: `查看完整身份证号：${who(codeOf(params), params['id'] ?? '')}`,
      }),
    }),
    ...importRoutes(imports),
  ];
}

function importRoutes(imports: ImportsDesk): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/classes/:code/roster-imports',
      least: 'teacher',
      handle: async ({ params: { code = '' }, actor }) => ({ id: await imports.begin(classCode(code), actor.user) }),
      audit: () => null, // nothing of the class is changed yet
    }),
    route({
      method: 'GET',
      path: '/roster-imports/:id',
      least: 'teacher',
      handle: ({ params: { id = '' }, actor }) => imports.preview(id, actor.user),
    }),
    route({
      method: 'PUT',
      path: '/roster-imports/:id/roster',
      least: 'teacher',
      query: named,
      upload: { mostBytes: MOST.roster },
      handle: ({ params: { id = '' }, query: { name }, upload, actor }) =>
        imports.putRoster(id, actor.user, name, upload),
      audit: () => null,
    }),
    route({
      method: 'POST',
      path: '/roster-imports/:id/photos',
      least: 'teacher',
      query: named,
      upload: { mostBytes: MOST.photos },
      handle: ({ params: { id = '' }, query: { name }, upload, actor, signal }) =>
        imports.addPhotos(id, actor.user, name, upload, signal),
      audit: () => null,
    }),
    route({
      method: 'PUT',
      path: '/roster-imports/:id/left-out',
      least: 'teacher',
      body: paths,
      handle: ({ params: { id = '' }, body, actor }) => {
        imports.leaveOut(id, actor.user, body.paths);
      },
      audit: () => null,
    }),
    route({
      method: 'POST',
      path: '/roster-imports/:id/commit',
      least: 'teacher',
      handle: ({ params: { id = '' }, actor }) => {
        const code = imports.codeOf(id, actor.user);
        const { counts, file } = imports.preview(id, actor.user);
        return { job: imports.commit(id, actor.user), code, counts, file };
      },
      audit: (_, { code, file, counts }) => ({
        action: 'roster-imported',
        subject: code,
        detail: `导入名单${file === null ? '' : ` ${file}`}：新增 ${counts.added} 人，修改 ${counts.changed} 人，照片 ${counts.photos} 张`,
      }),
    }),
    route({
      method: 'DELETE',
      path: '/roster-imports/:id',
      least: 'teacher',
      handle: ({ params: { id = '' }, actor }) => imports.cancel(id, actor.user),
      audit: () => null,
    }),
  ];
}
