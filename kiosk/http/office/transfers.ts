import type { Readable } from 'node:stream';
import type { Actor } from '../../../core/contract/office/actor.ts';
import {
  checkTransferSchema,
  commitTransferSchema,
  recordFileSchema,
  type TransferBegun,
  type TransfersView,
} from '../../../core/contract/office/transfer.ts';
import { fileAnswer } from '../../../core/web/route.ts';
import { type Route, route } from './route.ts';

/** Carrying classes and records between kiosks: `kiosk/desk/transfer` satisfies it. */
export interface TransferDesk {
  view(code: string): TransfersView;
  makeClassFile(code: string, actor: Actor): { readonly job: string; readonly passphrase: string };
  makeRecordsFile(code: string, month: string, actor: Actor): string;
  file(id: string): { readonly path: string; readonly name: string };
  begin(upload: Readable, actor: Actor): Promise<TransferBegun>;
  check(id: string, passphrase: string | undefined, actor: Actor): string;
  commit(
    id: string,
    confirmed: { readonly overwrite: boolean; readonly kioskConfirmed: boolean },
    actor: Actor,
  ): string;
  cancel(id: string, actor: Actor): Promise<void>;
}

/** 50 people with five photos of 20 MB each are below this by far. */
const MOST_UPLOAD = 2_000_000_000;

/**
 * The routes of 多台设备. Making and importing are an administrator's (rules §7); what came of a job is audited by the
 * job, which knows how it ended.
 */
export function transferRoutes(desk: TransferDesk): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/classes/:code/transfers',
      least: 'viewer',
      handle: ({ params: { code = '' } }) => desk.view(code),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/class-files',
      least: 'administrator',
      handle: ({ params: { code = '' }, actor }) => desk.makeClassFile(code, actor),
      audit: () => null,
    }),
    route({
      method: 'POST',
      path: '/classes/:code/record-files',
      least: 'administrator',
      body: recordFileSchema,
      handle: ({ params: { code = '' }, body: { month }, actor }) => ({
        job: desk.makeRecordsFile(code, month, actor),
      }),
      audit: () => null,
    }),
    route({
      method: 'GET',
      path: '/transfer-files/:id',
      least: 'administrator',
      handle: ({ params: { id = '' } }) => {
        const { path, name } = desk.file(id);
        return fileAnswer({ type: 'application/octet-stream', name, content: { path } });
      },
    }),
    ...importRoutes(desk),
  ];
}

function importRoutes(desk: TransferDesk): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/transfer-imports',
      least: 'administrator',
      upload: { mostBytes: MOST_UPLOAD },
      handle: ({ upload, actor }) => desk.begin(upload, actor),
      audit: () => null,
    }),
    route({
      method: 'POST',
      path: '/transfer-imports/:id/check',
      least: 'administrator',
      body: checkTransferSchema,
      handle: ({ params: { id = '' }, body: { passphrase }, actor }) => ({ job: desk.check(id, passphrase, actor) }),
      audit: () => null,
    }),
    route({
      method: 'POST',
      path: '/transfer-imports/:id/commit',
      least: 'administrator',
      body: commitTransferSchema,
      handle: ({ params: { id = '' }, body, actor }) => ({ job: desk.commit(id, body, actor) }),
      audit: () => null,
    }),
    route({
      method: 'DELETE',
      path: '/transfer-imports/:id',
      least: 'administrator',
      handle: ({ params: { id = '' }, actor }) => desk.cancel(id, actor),
      audit: () => null,
    }),
  ];
}
