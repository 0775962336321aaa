import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startHub, type TestHub } from '../support/center/hub.ts';
import { pair, startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { FRONT, LoopingCamera } from '../support/center/looping-camera.ts';
import { describeOnBothStores } from '../support/center/stores.ts';
import { Viewer } from '../support/center/viewer.ts';

describeOnBothStores('live video from a kiosk through the hub', ({ fresh }) => {
  let center: TestHub;
  let camera: LoopingCamera;
  let kiosk: TestKiosk;
  beforeEach(async () => {
    center = await startHub(await fresh());
    camera = new LoopingCamera();
    kiosk = startTestKiosk(center.url, {
      live: camera,
      carryOut: (command) =>
        Promise.resolve({
          answer: {
            kind: 'done',
            result: { for: command.by },
            files: [{ name: 'a.jpg', type: 'image/jpeg', bytes: 700_000 }],
          },
          files: [
            {
              ...{ name: 'a.jpg', type: 'image/jpeg', bytes: 700_000 },
              content: (async function* () {
                await Promise.resolve();
                yield new Uint8Array(400_000).fill(1);
                yield new Uint8Array(300_000).fill(2);
              })(),
            },
          ],
        }),
    });
    await pair(center, 'k1', kiosk.verifierKey);
    await vi.waitFor(() => expect(center.hub.figures().kiosks).toBe(1), 30_000);
  });
  afterEach(async () => {
    await kiosk[Symbol.asyncDispose]();
    await center[Symbol.asyncDispose]();
  });

  it('is sent once however many watch, and to nobody when nobody does', async () => {
    expect(camera.subscribers).toBe(0);
    const viewers = [new Viewer(), new Viewer(), new Viewer()];
    const leave = viewers.map((viewer) => center.hub.watch('k1', { camera: FRONT, size: 'sub' }, viewer));
    await vi.waitFor(() => expect(viewers.every(({ packets }) => packets.length > 20)).toBe(true), 30_000);
    expect(camera.subscribers).toBe(1);
    for (const { packets } of viewers)
      expect(packets.map(({ frame }) => frame)).toEqual(packets.map((_, i) => (packets[0]?.frame ?? 0) + i));
    expect(viewers[0]?.packets[0]?.keyframe).toBe(true);
    for (const each of leave) each();
    await vi.waitFor(() => expect(camera.subscribers).toBe(0), 30_000);
  });

  it('goes on by itself when the link broke', async () => {
    const viewer = new Viewer();
    center.hub.watch('k1', { camera: FRONT, size: 'sub' }, viewer);
    await vi.waitFor(() => expect(viewer.packets.length).toBeGreaterThan(5), 30_000);
    center.hub.socket('k1')?.disconnect(true);
    await vi.waitFor(() => expect(viewer.ends).toContain('教室电脑没有连接'), 30_000);
    const before = viewer.packets.length;
    // socket.io does not come back by itself after the server cut it: the uplink does.
    await vi.waitFor(() => expect(viewer.packets.length).toBeGreaterThan(before + 5), 20_000);
    expect(viewer.inits).toHaveLength(2);
  });

  it('a command is answered with its files, whole', async () => {
    const outcome = await center.hub.ask('k1', { kind: 'snapshot', by: '张检查' }, new AbortController().signal);
    expect(outcome.answer.result).toEqual({ for: '张检查' });
    const [file] = outcome.files;
    expect(file?.data).toHaveLength(700_000);
    expect([file?.data[0], file?.data[399_999], file?.data[400_000], file?.data.at(-1)]).toEqual([1, 1, 2, 2]);
  });

  it('a kiosk that is not linked is said to be so', async () => {
    const asked = center.hub.ask('k9', { kind: 'snapshot', by: '张检查' }, new AbortController().signal);
    await expect(asked).rejects.toMatchObject({ code: 'kiosk-silent' });
  });
});
