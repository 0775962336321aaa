import * as z from 'zod/mini';
import type { Actor } from '../../../core/contract/office/actor.ts';
import { type PaperLineView, paperUploadSchema, waiverSchema } from '../../../core/contract/office/classes.ts';
import { fileAnswer } from '../../../core/web/route.ts';
import { type Route, route } from './route.ts';

/** A file with where it lies. */
export interface PaperFile {
  readonly class: string;
  readonly slot: string;
  readonly name: string;
  /** The media type, by the file's first bytes. */
  readonly type: string;
  readonly path: string;
}

/** The checklist of a class's papers: `kiosk/desk/papers/paper-office` satisfies it. */
export interface PapersDesk {
  checklist(code: string): { readonly complete: boolean; readonly lines: readonly PaperLineView[] };
  add(
    code: string,
    place: { readonly paper: string; readonly trainee: string | null },
    name: string,
    bytes: AsyncIterable<Uint8Array>,
    actor: Actor,
  ): Promise<{ readonly id: number; readonly name: string }>;
  file(id: number): Promise<PaperFile>;
  remove(id: number, actor: Actor): { readonly class: string; readonly name: string; readonly slot: string };
  /** `why` null: it is needed after all. */
  waive(
    code: string,
    place: { readonly paper: string; readonly trainee: string | null },
    why: string | null,
    actor: Actor,
  ): void;
}

const MOST = 20_000_000;

/** The filing's checklist and all files that people attached. */
export function paperRoutes(desk: PapersDesk): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/classes/:code/papers',
      least: 'viewer',
      handle: ({ params: { code = '' } }) => desk.checklist(code),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/papers/:paper',
      least: 'teacher',
      query: paperUploadSchema,
      upload: { mostBytes: MOST },
      handle: ({ actor, params: { code = '', paper = '' }, query: { trainee = null, name }, upload }) =>
        desk.add(code, { paper, trainee }, name, upload, actor),
      audit: ({ params: { code = '', paper = '' }, query: { trainee } }, { name }) => ({
        action: 'paper-added',
        subject: code,
        detail: `上传材料 ${paper}${trainee === undefined ? '' : `（学员 ${trainee}）`}：${name}`,
      }),
    }),
    route({
      method: 'PUT',
      path: '/classes/:code/waivers',
      least: 'teacher',
      body: waiverSchema,
      handle: ({ actor, params: { code = '' }, body: { why, ...place } }) => desk.waive(code, place, why, actor),
      audit: ({ params: { code = '' }, body: { paper, trainee, why } }) => ({
        action: why === null ? 'paper-needed' : 'paper-waived',
        subject: code,
        detail: `材料 ${paper}${trainee === null ? '' : `（学员 ${trainee}）`}${why === null ? '恢复为需要' : `不需要：${why}`}`,
      }),
    }),
    route({
      method: 'GET',
      path: '/attachments/:id',
      least: 'teacher',
      query: z.strictObject({ save: z.optional(z.string()) }),
      handle: async ({ params: { id = '' }, query: { save } }) => {
        const { name, type, path } = await desk.file(Number(id));
        return fileAnswer({ name, type, inline: save === undefined, content: { path } });
      },
      audit: ({ params: { id = '' } }, { name }) => ({
        action: 'attachment-read',
        subject: `附件 ${id}`,
        detail: `查看附件 ${name}`,
      }),
    }),
    route({
      method: 'DELETE',
      path: '/attachments/:id',
      least: 'teacher',
      handle: ({ actor, params: { id = '' } }) => desk.remove(Number(id), actor),
      audit: (_call, { class: code, slot, name }) => ({
        action: 'attachment-removed',
        subject: code,
        detail: `移除附件 ${name}（${slot}）`,
      }),
    }),
  ];
}
