import type { Actor } from '../../../core/contract/office/actor.ts';
import {
  type ChangeCamera,
  changeCameraSchema,
  type NewCamera,
  newCameraSchema,
  type OfficeCamera,
  removeCameraSchema,
  type TrialRequest,
  trialRequestSchema,
} from '../../../core/contract/office/cameras.ts';
import { type CameraId, cameraId } from '../../../core/domain/ids.ts';
import { fileAnswer } from '../../../core/web/route.ts';
import { type Route, route } from './route.ts';

/** The cameras as the office keeps them: kiosk/desk/cameras satisfies it. */
export interface CamerasOfOffice {
  list(): readonly OfficeCamera[];
  add(camera: NewCamera, actor: Actor): Promise<OfficeCamera>;
  change(id: CameraId, change: ChangeCamera, actor: Actor): Promise<OfficeCamera>;
  remove(id: CameraId, version: number, actor: Actor): Promise<void>;
  discover(): string;
  try(request: TrialRequest): string;
  snapshot(id: CameraId): Promise<Uint8Array>;
  setScene(id: CameraId): Promise<void>;
  checkPlacement(id: CameraId, actor: Actor): string;
  placementPicture(id: CameraId): Uint8Array;
}

/** The cameras: everybody sees them; an administrator sets them up. Passwords come in and never go out. */
export function cameraRoutes(cameras: CamerasOfOffice): readonly Route[] {
  const idOf = (params: Readonly<Record<string, string>>): CameraId => cameraId(params['id'] ?? '');
  return [
    route({ method: 'GET', path: '/cameras', least: 'viewer', handle: () => cameras.list() }),
    route({
      method: 'POST',
      path: '/cameras',
      least: 'administrator',
      body: newCameraSchema,
      handle: ({ body, actor }) => cameras.add(body, actor),
      audit: (_, { id, name, address }) => ({
        action: 'camera-added',
        subject: id,
        detail: `添加摄像头「${name}」，地址 ${address}`,
      }),
    }),
    route({
      method: 'PUT',
      path: '/cameras/:id',
      least: 'administrator',
      body: changeCameraSchema,
      handle: ({ params, body, actor }) => cameras.change(idOf(params), body, actor),
      audit: ({ body: { account } }, { id, name, address, role, stream }) => ({
        action: 'camera-changed',
        subject: id,
        detail: `修改摄像头「${name}」：地址 ${address}，${ROLES[role]}，${STREAMS[stream]}${account === undefined ? '' : '，更新了登录账号'}`,
      }),
    }),
    route({
      method: 'DELETE',
      path: '/cameras/:id',
      least: 'administrator',
      body: removeCameraSchema,
      handle: ({ params, body, actor }) => cameras.remove(idOf(params), body.version, actor),
      audit: ({ params }) => ({
        action: 'camera-removed',
        subject: idOf(params),
        detail: '移除摄像头；已有的录像保留',
      }),
    }),
    route({
      method: 'POST',
      path: '/cameras/search',
      least: 'administrator',
      handle: () => ({ job: cameras.discover() }),
      audit: () => null,
    }),
    route({
      method: 'POST',
      path: '/cameras/trial',
      least: 'administrator',
      body: trialRequestSchema,
      handle: ({ body }) => ({ job: cameras.try(body) }),
      audit: ({ body: { address } }) => ({ action: 'camera-tried', subject: address, detail: '测试摄像头连接' }),
    }),
    route({
      method: 'GET',
      path: '/cameras/:id/picture.jpg',
      least: 'viewer',
      handle: async ({ params }) => jpegAnswer(idOf(params), await cameras.snapshot(idOf(params))),
    }),
    route({
      method: 'POST',
      path: '/cameras/:id/scene',
      least: 'teacher',
      handle: ({ params }) => cameras.setScene(idOf(params)),
      audit: ({ params }) => ({ action: 'camera-scene-set', subject: idOf(params), detail: '把当前画面设为参照画面' }),
    }),
    route({
      method: 'POST',
      path: '/cameras/:id/placement',
      least: 'teacher',
      handle: ({ params, actor }) => ({ job: cameras.checkPlacement(idOf(params), actor) }),
      audit: ({ params }) => ({ action: 'placement-checked', subject: idOf(params), detail: '开始摆放检查' }),
    }),
    route({
      method: 'GET',
      path: '/cameras/:id/placement.jpg',
      least: 'viewer',
      handle: ({ params }) => jpegAnswer(idOf(params), cameras.placementPicture(idOf(params))),
    }),
  ];
}

const ROLES = { 'check-in': '签到', room: '教室' } as const;
const STREAMS = { main: '主码流', sub: '辅码流' } as const;

function jpegAnswer(camera: CameraId, content: Uint8Array) {
  return fileAnswer({ type: 'image/jpeg', name: `${camera}.jpg`, inline: true, content });
}
