import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OfficeCamera } from '../../core/contract/office/cameras.ts';
import type { JobView } from '../../core/contract/web/job.ts';
import type { TrackInFrame } from '../../core/domain/face.ts';
import { type CameraId, cameraId, trackId } from '../../core/domain/ids.ts';
import type { Packet } from '../../core/domain/media.ts';
import { epochMs, milliseconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { systemProcesses } from '../../core/platform/process.ts';
import { cookieName } from '../../core/web/session.ts';
import { testFilm } from '../support/camera/film/test-film.ts';
import { type SimulatedCamera, startSimulatedCamera } from '../support/camera/simulated-camera.ts';
import { frameResult } from '../support/frame-result.ts';
import { type CameraOffice, startCameraOffice } from '../support/office/camera-office.ts';
import type { OfficeClient } from '../support/office/client.ts';

const ACCOUNT = { username: 'admin', password: 'zaike-2026' };

let simulated: SimulatedCamera;
let site: CameraOffice;
let admin: OfficeClient;
beforeEach(async () => {
  const film = await testFilm(systemProcesses, { width: 320, height: 180 });
  const hevc = await testFilm(systemProcesses, { codec: 'h265', width: 320, height: 180 });
  simulated = await startSimulatedCamera({ main: { film }, hevc, discovery: { port: 0, name: 'Room_3' } }, systemClock);
  const port = simulated.discovery?.port ?? 0;
  site = await startCameraOffice({ search: { networks: ['127.0.0.1'], port, listen: milliseconds(1000) } });
  admin = await site.office.as('administrator');
});
afterEach(async () => {
  await site[Symbol.asyncDispose]();
  await simulated[Symbol.asyncDispose]();
});

const rtsp = (camera = simulated): string => camera.rtspUrl.replace(/\/\/.*@/, '//');
const front = (address = rtsp()) => ({
  ...{ name: '教室前门', role: 'check-in', address, stream: 'main', account: ACCOUNT },
});

async function add(camera: object = front()): Promise<OfficeCamera> {
  const answer = await admin.send<OfficeCamera>('POST', '/cameras', camera);
  expect(answer.status).toBe(200);
  return answer.body;
}
const list = async (): Promise<OfficeCamera[]> => (await admin.get<OfficeCamera[]>('/cameras')).body;

async function until<T>(find: () => T | false | undefined | Promise<T | false | undefined>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    await systemClock.sleep(milliseconds(50));
  }
}
const shows = (id: CameraId) =>
  until(async () => (await list()).find((camera) => camera.id === id && camera.health.kind === 'ok' && camera.codec));

async function job(method: string, path: string, body?: unknown): Promise<JobView> {
  const started = await admin.send<{ job: string }>(method, path, body);
  expect(started.status).toBe(200);
  return until(async () => {
    const { body: view } = await admin.get<JobView>(`/jobs/${started.body.job}`);
    return view.state !== 'running' && view;
  });
}

/** The packets of a camera as a recorder gets them. */
function recording(id: CameraId): Packet[] {
  const packets: Packet[] = [];
  void (async () => {
    for await (const event of site.cameras.camera(id).subscribe({ name: 'recorder', keep: 'all' }))
      if (event.kind === 'packet') packets.push(event);
  })();
  return packets;
}

describe('cameras come, change and go while the others run', () => {
  test('one that is added is captured, looked at and listed; its password is kept sealed and never told', async () => {
    const added = await add();
    expect(added.id).toBe('camera-1');
    const shown = await shows(added.id);
    expect(shown).toMatchObject({ name: '教室前门', username: 'admin', width: 320, height: 180 });
    expect(JSON.stringify(await list())).not.toContain('zaike-2026');
    const { account } = site.office.db.prepare('select account from camera').get() as { account: Buffer };
    expect(account.includes('zaike-2026')).toBe(false);
    expect(site.looked().map(({ id, role }) => [id, role])).toEqual([['camera-1', 'check-in']]);
  });

  test('another name and role neither stop its capture nor begin a new run', async () => {
    const { id, version } = await add();
    await shows(id);
    const packets = recording(id);
    const { address, stream } = front();
    const change = { version, name: '后门', role: 'room', address, stream };
    expect((await admin.send('PUT', `/cameras/${id}`, change)).body).toMatchObject({ name: '后门', username: 'admin' });
    const before = packets.length;
    await until(() => packets.length > before + 15);
    expect(packets.every(({ run }) => run === 1)).toBe(true);
    expect(packets.map(({ frame }) => frame)).toEqual(packets.map((_, i) => i + (packets[0]?.frame ?? 0)));
    expect(site.looked()[0]?.role).toBe('room');
  });

  test('another address is a new run of the same camera; its readers stay; the journal knows', async () => {
    const film = await testFilm(systemProcesses, { width: 640, height: 360 });
    await using other = await startSimulatedCamera({ main: { film } }, systemClock);
    const { id, version } = await add();
    await shows(id);
    const packets = recording(id);
    await until(() => packets.length > 0);
    const { name, role, stream } = front();
    const change = { version, name, role, stream, address: rtsp(other) };
    expect((await admin.send('PUT', `/cameras/${id}`, change)).status).toBe(200);
    await until(() => packets.some(({ run }) => run === 2));
    expect(await shows(id)).toMatchObject({ width: 640, height: 360 });
    expect(site.journal).toMatchObject([{ kind: 'camera', camera: id, what: 're-pointed' }]);
  });

  test('adding and removing one does not touch another: no frame of it is missing', async () => {
    const { id } = await add();
    await shows(id);
    const packets = recording(id);
    await using other = await startSimulatedCamera(
      { main: { film: await testFilm(systemProcesses, { width: 640, height: 360 }) } },
      systemClock,
    );
    const second = await add({ ...front(rtsp(other)), name: '教室后方' });
    const running = await shows(second.id);
    expect((await admin.send('DELETE', `/cameras/${second.id}`, { version: running.version })).status).toBe(204);
    const before = packets.length;
    await until(() => packets.length > before + 5);
    expect(packets.map(({ frame }) => frame)).toEqual(packets.map((_, i) => i + (packets[0]?.frame ?? 0)));
    expect(packets.every(({ run }) => run === 1)).toBe(true);
    expect((await list()).map((camera) => camera.id)).toEqual([id]);
    expect(site.looked().map((camera) => camera.id)).toEqual([id]);
    expect(site.journal.at(-1)).toMatchObject({ kind: 'camera', camera: second.id, what: 'removed' });
  });

  test('an id is never used again', async () => {
    const { id, version } = await add();
    await admin.send('DELETE', `/cameras/${id}`, { version });
    expect((await add()).id).toBe('camera-2');
    expect(() => site.office.db.exec('delete from camera')).toThrow('evidence names cameras for ever');
  });

  test('a corrected password is used at once', async () => {
    const { id, version } = await add({ ...front(), account: { username: 'admin', password: 'wrong' } });
    const refused = await until(async () =>
      (await list()).find(({ health }) => health.kind === 'gap' && health.why === 'unauthorized'),
    );
    const { name, role, address, stream } = front();
    await admin.send('PUT', `/cameras/${id}`, { version, name, role, address, stream, account: ACCOUNT });
    expect((await shows(refused.id)).health.kind).toBe('ok');
  });

  test('what somebody else changed meanwhile is refused, and so is the same camera twice', async () => {
    const { id } = await add();
    const { name, role, address, stream } = front();
    const stale = await admin.send('PUT', `/cameras/${id}`, { version: 7, name, role, address, stream });
    expect(stale).toMatchObject({ status: 409, body: { error: { code: 'stale-camera' } } });
    const twice = await admin.send('POST', '/cameras', { ...front(), name: '另一个' });
    expect(twice).toMatchObject({ status: 409, body: { error: { message: '这个地址已经是摄像头「教室前门」' } } });
    const withAccount = await admin.send('POST', '/cameras', front('rtsp://admin:x@10.0.0.1/1'));
    expect(withAccount.status).toBe(422);
  });

  test('only an administrator sets cameras up; everybody signed in sees them, nobody else', async () => {
    const { id, version } = await add();
    const teacher = await site.office.as('teacher');
    const viewer = await site.office.as('viewer');
    expect((await teacher.send('DELETE', `/cameras/${id}`, { version })).status).toBe(403);
    expect((await teacher.send('POST', '/cameras', front())).status).toBe(403);
    expect((await viewer.send('POST', `/cameras/${id}/placement`)).status).toBe(403);
    expect((await viewer.get('/cameras')).status).toBe(200);
    expect((await site.office.stranger().get('/cameras')).status).toBe(401);
    expect((await site.office.stranger().get(`/cameras/${id}/picture.jpg`)).status).toBe(401);
  });
});

describe('before a camera is kept', () => {
  test('a search finds it and says which are known already', async () => {
    const found = await job('POST', '/cameras/search');
    expect(found.result).toMatchObject([{ name: 'Room 3', address: simulated.onvifXaddr, known: null }]);
    await add(front(simulated.onvifXaddr));
    expect((await job('POST', '/cameras/search')).result).toMatchObject([{ known: '教室前门' }]);
  });

  const trial = (changes: object = {}) =>
    job('POST', '/cameras/trial', { address: rtsp(), stream: 'main', account: ACCOUNT, accountOf: null, ...changes });

  test('a trial tells what comes, with a picture and what should be changed', async () => {
    const { result } = await trial({ address: simulated.onvifXaddr });
    expect(result).toMatchObject({
      ...{ kind: 'picture', width: 320, height: 180, keyframeEveryMs: 1000, hasSub: false },
      codec: expect.stringMatching(/^avc1\./) as string,
      picture: expect.stringMatching(/^\/9j\//) as string,
      warnings: [expect.stringContaining('画面只有 320×180') as string],
    });
    const { fps, clockAheadMs } = result as { fps: number; clockAheadMs: number };
    expect(fps).toBeCloseTo(12, 0);
    expect(Math.abs(clockAheadMs)).toBeLessThan(5000);
  });

  test('H.265 and a camera whose clock is wrong are warned of', async () => {
    simulated.send('h265');
    simulated.onvif.setClockSkew(milliseconds(3 * 3_600_000));
    const { warnings } = (await trial({ address: simulated.onvifXaddr })).result as { warnings: string[] };
    expect(warnings).toEqual([
      expect.stringContaining('H.265'),
      expect.stringContaining('320×180'),
      expect.stringContaining('快了 3 小时'),
    ]);
  });

  test.each([
    [
      'a wrong password',
      () => ({ account: { username: 'admin', password: 'no' } }),
      'unauthorized',
      '用户名或密码不对',
    ],
    ['a path that is not there', () => ({ address: `${rtsp()}x` }), 'not-found', '视频路径不存在'],
    ['nobody at the address', () => ({ address: 'rtsp://127.0.0.1:9/main' }), 'unreachable', '没有应答'],
    [
      'a sub-stream that it does not have',
      () => ({ address: simulated.onvifXaddr, stream: 'sub' }),
      'not-found',
      '没有辅码流',
    ],
  ])('%s is explained in plain words', async (_, changes, why, words) => {
    const { result } = await trial(changes());
    expect(result).toMatchObject({ kind: 'trouble', why, message: expect.stringContaining(words) as string });
    expect(JSON.stringify(result)).not.toContain('zaike-2026');
  });

  test('a kept password is tried at its own device only', async () => {
    const { id } = await add();
    expect((await trial({ account: null, accountOf: id })).result).toMatchObject({ kind: 'picture' });
    const elsewhere = { address: 'rtsp://10.9.9.9/main', stream: 'main', account: null, accountOf: id };
    const refused = await admin.send('POST', '/cameras/trial', elsewhere);
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'account-elsewhere' } } });
  });
});

test('a snapshot is a JPEG of what the camera shows now; without a picture it says so', async () => {
  const { id } = await add();
  await shows(id);
  const picture = await admin.get(`/cameras/${id}/picture.jpg`);
  expect(picture.headers.get('content-type')).toBe('image/jpeg');
  expect([...picture.bytes.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  simulated.rtsp.refuse();
  simulated.rtsp.drop('reset');
  await until(async () => (await list())[0]?.health.kind === 'gap');
  expect((await admin.get(`/cameras/${id}/picture.jpg`)).status).toBe(422);
});

test('what vision says of the picture is told, and a scene is kept and given to vision', async () => {
  const { id } = await add();
  await shows(id);
  site.troubles.set(id, { kind: 'blocked', since: epochMs(1000) });
  expect((await list())[0]?.health).toEqual({ kind: 'picture', since: 1000, trouble: 'blocked' });
  const flat = { grey: new Uint8Array(96 * 54).fill(120), detail: 3 };
  site.scenes.set(id, flat);
  expect((await admin.send('POST', `/cameras/${id}/scene`)).body).toMatchObject({ error: { code: 'scene-bare' } });
  site.scenes.set(id, { grey: flat.grey.map((_, i) => (i * 7919) % 200), detail: 30 });
  expect((await admin.send('POST', `/cameras/${id}/scene`)).status).toBe(204);
  expect((await list())[0]?.sceneAt).not.toBeNull();
  expect(site.looked()[0]?.scene?.detail).toBe(30);
});

describe('the placement check', () => {
  /** Faces at two rows: near ones large, far ones small. */
  function classIn(id: CameraId): void {
    const face = (n: number, x: number, y: number, eyeDistance: number): TrackInFrame => ({
      ...{ track: trackId(n), confidence: 0.9, identification: { kind: 'unknown' }, liveness: 'live', detected: true },
      box: { x, y, width: eyeDistance * 2.5, height: eyeDistance * 3 },
      quality: { eyeDistance, sharpness: 0.8, frontality: 0.9, light: 0.9 },
      since: epochMs(0),
    });
    const tracks = [face(1, 300, 700, 40), face(2, 1200, 690, 38), face(3, 700, 200, 9)];
    site.world.note({ ...frameResult(systemClock.now(), tracks, id) });
  }

  test('says which rows are identified, which not, where nobody was, and what to do; it is kept with its picture', async () => {
    const { id } = await add();
    await shows(id);
    const playing = setInterval(() => classIn(id), 100);
    const done = await job('POST', `/cameras/${id}/placement`);
    clearInterval(playing);
    expect(done.state).toBe('done');
    const { placement } = (await list())[0] ?? {};
    expect(placement?.result.rows.map(({ standing }) => standing)).toEqual(['good', 'bad']);
    expect(placement?.result.areas.filter(({ standing }) => standing === 'unknown')).toHaveLength(21);
    expect(placement?.result.advice).toEqual(['room-role', 'closer', 'sit-there']);
    expect((await admin.get(`/cameras/${id}/placement.jpg`)).headers.get('content-type')).toBe('image/jpeg');
  });

  test('can be cancelled, and then keeps what was there', async () => {
    const { id } = await add();
    await shows(id);
    const { body } = await admin.send<{ job: string }>('POST', `/cameras/${id}/placement`);
    await admin.send('DELETE', `/jobs/${body.job}`);
    await until(async () => (await admin.get<JobView>(`/jobs/${body.job}`)).body.state === 'cancelled');
    expect((await list())[0]?.placement).toBeNull();
  });

  test('of a camera without a picture says so', async () => {
    const { id } = await add(front('rtsp://127.0.0.1:9/main'));
    const done = await job('POST', `/cameras/${id}/placement`);
    expect(done).toMatchObject({ state: 'failed', error: expect.stringContaining('没有收到画面') as string });
  });
});

describe('the live picture of the office', () => {
  const connect = (token: string): Socket =>
    io(`${site.office.origin}/office-live`, {
      ...{ transports: ['websocket'], forceNew: true, reconnection: false },
      extraHeaders: { Cookie: `${cookieName(site.office.origin)}=${token}` },
    });

  test('comes to who is signed in, and ends with the session', { timeout: 60_000 }, async () => {
    const { id } = await add();
    await shows(id);
    await until(() => site.office.board.snapshot().cameras.some((camera) => camera.id === id));
    const viewer = await site.office.as('viewer');
    const socket = connect(viewer.token);
    const init = new Promise<{ codec: string }>((resolve) => socket.on('init', resolve));
    const packet = new Promise<{ keyframe: boolean }>((resolve) => socket.once('packet', resolve));
    socket.on('connect', () => socket.emit('watch', { camera: id }, () => undefined));
    expect((await init).codec).toMatch(/^avc1/);
    expect((await packet).keyframe).toBe(true);
    const gone = new Promise<string>((resolve) => socket.on('disconnect', resolve));
    await viewer.send('POST', '/sign-out');
    expect(await gone).toBe('io server disconnect');
  });

  test('is refused to a stranger', async () => {
    const socket = connect('x'.repeat(40));
    const refused = await new Promise<Error>((resolve) => socket.on('connect_error', resolve));
    expect(refused.message).toBe('signed-out');
    socket.disconnect();
  });
});

describe('cameras of the configuration', () => {
  const configured = (id: string, name: string, address = rtsp()) => ({
    ...{ id: cameraId(id), name, role: 'room' as const, address, stream: 'main' as const, account: null },
  });
  const names = (): string[] => site.store.list().map(({ id, name }) => `${id} ${name}`);

  test('are taken over, and followed while nobody changed them in the office', () => {
    site.store.importConfigured([configured('a', '甲'), configured('b', '乙')], epochMs(1));
    site.store.importConfigured([configured('a', '甲二')], epochMs(2));
    expect(names()).toEqual(['a 甲二']);
    site.store.importConfigured([configured('a', '甲二'), configured('b', '乙')], epochMs(3));
    expect(names()).toEqual(['a 甲二', 'b 乙']);
  });

  test('that were changed or removed in the office stay as they are there', () => {
    site.store.importConfigured([configured('a', '甲'), configured('b', '乙')], epochMs(1));
    const [a, b] = site.store.list();
    if (!a || !b) throw new Error('expected two cameras');
    site.store.change(a.id, a.version, { ...a, name: '甲，改过' });
    site.store.remove(b.id, b.version, epochMs(2));
    site.store.importConfigured([configured('a', '甲'), configured('b', '乙')], epochMs(3));
    expect(names()).toEqual(['a 甲，改过']);
  });
});
