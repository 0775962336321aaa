import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LiveInit, LivePacket, WatchAnswer } from '../../core/contract/live.ts';
import { SCREEN_NAMESPACE } from '../../core/contract/screen.ts';
import { cameraId } from '../../core/domain/ids.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { startKiosk, type TestKiosk } from '../support/screen/kiosk.ts';
import { LoopCamera } from '../support/screen/loop-camera.ts';
import { FRONT, resultFor, sampleClass } from '../support/screen/sample-class.ts';
import { renderSquare, type Video } from '../support/screen/video.ts';

/** A page as the wire sees it: it confirms packets as long as `confirms` is true. */
class Watcher {
  readonly socket: Socket;
  readonly got: (LiveInit | LivePacket)[] = [];
  readonly faces: unknown[] = [];
  confirms = true;
  readonly #unconfirmed: (() => void)[] = [];

  constructor(kiosk: TestKiosk) {
    this.socket = io(`http://127.0.0.1:${kiosk.http.port}${SCREEN_NAMESPACE}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    this.socket.on('init', (init: LiveInit) => this.got.push(init));
    this.socket.on('packet', (packet: LivePacket, got: () => void) => {
      this.got.push(packet);
      if (this.confirms) got();
      else this.#unconfirmed.push(got);
    });
    this.socket.on('faces', (faces: unknown) => this.faces.push(faces));
  }

  async watch(request: unknown = { camera: FRONT }): Promise<WatchAnswer> {
    return (await this.socket.timeout(5000).emitWithAck('watch', request)) as WatchAnswer;
  }

  catchUp(): void {
    this.confirms = true;
    for (const got of this.#unconfirmed.splice(0)) got();
  }

  get packets(): readonly LivePacket[] {
    return this.got.filter((one): one is LivePacket => 'frame' in one);
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 1000) throw new Error(`expected within 20 s: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('live video to the pages', () => {
  let video: Video;
  let camera: LoopCamera;
  let kiosk: TestKiosk;
  const watchers: Watcher[] = [];
  const join = (): Watcher => {
    const watcher = new Watcher(kiosk);
    watchers.push(watcher);
    return watcher;
  };
  beforeAll(async () => {
    video = await renderSquare(60);
    camera = new LoopCamera(FRONT, video, systemClock);
    kiosk = await startKiosk(sampleClass(3, systemClock.now()), camera);
  });
  afterEach(() => {
    for (const { socket } of watchers.splice(0)) socket.disconnect();
  });
  afterAll(async () => {
    await kiosk[Symbol.asyncDispose]();
    camera[Symbol.dispose]();
  });

  it('begins with the init and the current GOP, byte for byte, and goes on without a hole', async () => {
    await until(() => camera.run > 0);
    const watcher = join();
    expect(await watcher.watch()).toEqual({ ok: true });
    await until(() => watcher.packets.length > 60);
    const [init] = watcher.got;
    expect(init).toMatchObject({
      camera: FRONT,
      codec: video.codec,
      width: 640,
      height: 360,
      timescale: video.timescale,
    });
    expect(Buffer.compare(Buffer.from(init?.data as Uint8Array), video.init)).toBe(0);
    const [first] = watcher.packets;
    expect(first?.keyframe).toBe(true);
    for (const [at, packet] of watcher.packets.entries()) {
      expect(packet.frame).toBe((first?.frame ?? 0) + at);
      expect(
        Buffer.compare(Buffer.from(packet.data as Uint8Array), video.fragments[packet.frame]?.data ?? Buffer.of()),
      ).toBe(0);
    }
  });

  it('sends a new init when a new run begins, and only packets of it after that', async () => {
    const watcher = join();
    await watcher.watch();
    await until(() => watcher.packets.length > 10);
    camera.begin();
    await until(() => watcher.got.filter((one) => 'codec' in one).length === 2);
    await until(() => watcher.packets.some(({ run, frame }) => run === camera.run && frame >= 20));
    const second = watcher.got.findLastIndex((one) => 'codec' in one);
    const after = watcher.got.slice(second + 1);
    expect(new Set(after.map(({ run }) => run))).toEqual(new Set([camera.run]));
    expect(after[0]).toMatchObject({ frame: 0, keyframe: true });
  });

  it('leaves out whole stretches up to a keyframe for a page that does not keep up, and nothing for the others', async () => {
    const [slow, fast] = [join(), join()];
    slow.confirms = false;
    await Promise.all([slow.watch(), fast.watch()]);
    await until(() => fast.packets.length > 100);
    const held = slow.packets.length;
    expect(held).toBeLessThan(75);
    slow.catchUp();
    await until(() => slow.packets.length > held + 30);
    const frames = slow.packets;
    const holes = frames.filter((packet, at) => at > 0 && packet.frame !== (frames[at - 1]?.frame ?? 0) + 1);
    expect(holes).toHaveLength(1);
    expect(holes[0]?.keyframe).toBe(true);
    const whole = fast.packets.every((packet, at, all) => at === 0 || packet.frame === (all[at - 1]?.frame ?? 0) + 1);
    expect(whole).toBe(true);
  });

  it('stops reading the camera when the page stops watching or goes', async () => {
    await until(() => camera.watchers === 0);
    const [one, other] = [join(), join()];
    await Promise.all([one.watch(), other.watch()]);
    await until(() => camera.watchers === 2);
    one.socket.emit('unwatch', { camera: FRONT });
    await until(() => camera.watchers === 1);
    other.socket.disconnect();
    await until(() => camera.watchers === 0);
  });

  it('starts a watch anew when it is asked for again, without doubling it', async () => {
    const watcher = join();
    await watcher.watch();
    await until(() => watcher.packets.length > 5);
    await watcher.watch();
    await until(() => watcher.got.filter((one) => 'codec' in one).length === 2);
    await until(() => camera.watchers === 1);
  });

  it('says which camera it does not have, and refuses what is no request', async () => {
    const watcher = join();
    expect(await watcher.watch({ camera: cameraId('attic') })).toEqual({ ok: false, message: '本机没有摄像头“attic”' });
    for (const request of [
      null,
      7,
      'front',
      {},
      { camera: '' },
      { camera: FRONT, more: 1 },
      { camera: { toString: 1 } },
    ])
      expect(await watcher.watch(request)).toMatchObject({ ok: false });
    watcher.socket.emit('watch', { camera: FRONT }); // no answer wanted
    watcher.socket.emit('unwatch');
    watcher.socket.emit('nonsense', { a: 1 });
    expect(await watcher.watch()).toEqual({ ok: true });
  });

  it('sends faces of the watched camera, and not before it is watched', async () => {
    const watcher = join();
    await until(() => watcher.socket.connected);
    const show = (): void => {
      const at = systemClock.now();
      const packet = { kind: 'packet', camera: FRONT, run: 1, frame: 5, decodeTime: 5 * 3600, duration: 3600 } as const;
      const size = { width: 640, height: 360 };
      const box = { x: 0.25, y: 0.25, width: 0.1, height: 0.2 };
      const face = { track: 1, box, trainee: 't1' };
      kiosk.board.show(resultFor({ ...packet, keyframe: false, capturedAt: at, data: Buffer.of() }, size, [face]));
    };
    show();
    await watcher.watch();
    await until(() => watcher.packets.length > 0);
    expect(watcher.faces).toEqual([]);
    show();
    await until(() => watcher.faces.length === 1);
    expect(watcher.faces).toMatchObject([
      { decodeTime: 18_000, faces: [{ name: '王小明', x: 0.25, state: 'identified' }] },
    ]);
  });
});
