import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { ZaikeError } from '../../core/domain/errors.ts';
import { milliseconds, minutes, seconds } from '../../core/domain/units.ts';
import { systemClock as clock } from '../../core/platform/clock.ts';
import { systemProcesses } from '../../core/platform/process.ts';
import { streamAddress } from '../../kiosk/camera/directory.ts';
import { networkCameras } from '../../kiosk/camera/open-directory.ts';
import { testFilm } from '../support/camera/film/test-film.ts';
import {
  type SimulatedCamera,
  type SimulatedCameraOptions,
  startSimulatedCamera,
} from '../support/camera/simulated-camera.ts';
import { openOn, Witness } from './camera-scene.ts';

const films = { main: '', sub: '' };
const directory = networkCameras(clock, { networks: ['127.0.0.1'], patience: seconds(5) });

beforeAll(async () => {
  films.main = await testFilm(systemProcesses, { width: 320, height: 180 });
  films.sub = await testFilm(systemProcesses, { width: 160, height: 90 });
});

const simulate = (options: Partial<SimulatedCameraOptions> = {}): Promise<SimulatedCamera> =>
  startSimulatedCamera({ main: { film: films.main }, sub: { film: films.sub }, ...options }, clock);

const login = (camera: SimulatedCamera) => camera.credentials ?? undefined;

describe('a camera asked by ONVIF', () => {
  test('tells its maker, its streams with codec and size, and which is the main and which the sub-stream', async () => {
    await using here = await simulate();
    const camera = await directory.open(here.onvifXaddr, login(here));
    expect(camera).toMatchObject({
      maker: 'Zaike',
      model: 'Simulated camera',
      main: { codec: 'H264', width: 320, height: 180, fps: 12 },
      sub: { codec: 'H264', width: 160, height: 90, fps: 12 },
    });
    expect(streamAddress(camera, 'main')).toBe(here.rtsp.url('/main', null));
    expect(streamAddress(camera, 'sub')).toBe(here.rtsp.url('/sub', null));
  });

  test('is never asked for its snapshot', async () => {
    await using here = await simulate();
    await directory.open(here.onvifXaddr, login(here));
    expect(here.onvif.answered).not.toContain('GetSnapshotUri');
    expect(here.onvif.answered[0]).toBe('GetSystemDateAndTime');
  });

  test('lets us in when its clock is hours or months off, and tells how far', async () => {
    await using here = await simulate();
    for (const skew of [minutes(-300), minutes(420), minutes(60 * 24 * 100)]) {
      here.onvif.setClockSkew(skew);
      const { clockAhead } = await directory.open(here.onvifXaddr, login(here));
      expect(Math.abs((clockAhead ?? Number.NaN) - skew)).toBeLessThan(60_000);
    }
  });

  test('is found by its host alone: the path is the usual one', async () => {
    await using here = await simulate();
    const { main } = await directory.open(new URL(here.onvifXaddr).origin, login(here));
    expect(main.width).toBe(320);
  });

  test('without a sub-stream says so when the sub-stream is wanted', async () => {
    await using here = await startSimulatedCamera({ main: { film: films.main } }, clock);
    const camera = await directory.open(here.onvifXaddr, login(here));
    expect(() => streamAddress(camera, 'sub')).toThrow(/没有辅码流/);
  });

  test('gives the address that is captured, asked anew before each run', async () => {
    await using here = await simulate();
    const source = async (signal: AbortSignal): Promise<string> =>
      streamAddress(await directory.open(here.onvifXaddr, login(here), signal), 'sub');
    await using camera = openOn(here, { source });
    const seen = new Witness(camera.subscribe({ name: 'test', keep: 'all' }));
    await seen.run(1, 2);
    expect(seen.events.find((event) => event.kind === 'init')).toMatchObject({ width: 160, height: 90 });
    here.rtsp.drop('reset');
    await seen.run(2, 1);
  });

  test('whose password is wrong is a gap of capture with that reason', async () => {
    await using here = await simulate();
    const source = async (): Promise<string> => (await directory.open(here.onvifXaddr, WRONG)).main.address;
    await using camera = openOn(here, { source });
    const seen = new Witness(camera.subscribe({ name: 'test', keep: 'all' }));
    expect(JSON.stringify(await seen.gap('unauthorized'))).not.toContain(WRONG.password);
  });
});

const WRONG = { username: 'admin', password: '<猜&猜>' };

/** What opening `address` is refused with. */
async function refusal(address: string, credentials = WRONG): Promise<ZaikeError> {
  const error: unknown = await directory.open(address, credentials).catch((reason: unknown) => reason);
  if (error instanceof ZaikeError) return error;
  throw new Error(`expected a ZaikeError, got ${String(error)}`);
}

async function serve(answer: RequestListener): Promise<{ server: Server; address: string } & AsyncDisposable> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/onvif/device_service`;
  return {
    server,
    address,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('an address that is no camera for us is one clear message', () => {
  test('when the password is wrong, whatever characters it has', async () => {
    await using here = await simulate();
    const error = await refusal(here.onvifXaddr);
    expect(error).toMatchObject({ code: 'camera-unauthorized', retry: false });
    expect(error.message).toMatch(/用户名或密码不对/);
    expect(error.message).not.toContain(WRONG.password);
  });

  test('when nobody listens', async () => {
    const gone = await serve(() => undefined);
    await gone[Symbol.asyncDispose]();
    expect(await refusal(gone.address)).toMatchObject({ code: 'camera-unreachable', retry: true });
  });

  test('when it takes the question and never answers', async () => {
    await using silent = await serve(() => undefined);
    expect(await refusal(silent.address)).toMatchObject({ code: 'camera-unreachable' });
  });

  test('when it begins an answer and never ends it', async () => {
    await using halting = await serve((_, response) => {
      response.writeHead(200).write('<?xml version="1.0"?>');
    });
    expect(await refusal(halting.address)).toMatchObject({ code: 'camera-unreachable' });
  });

  test('when it is a web page, or has no such page', async () => {
    await using page = await serve((_, response) => response.end('<html>路由器</html>'));
    expect(await refusal(page.address)).toMatchObject({ code: 'camera-not-video' });
    await using nothing = await serve((_, response) => response.writeHead(404).end());
    expect(await refusal(nothing.address)).toMatchObject({ code: 'camera-not-found' });
  });

  test('when it is neither RTSP nor HTTP', async () => {
    expect((await refusal('ftp://127.0.0.1/')).message).toMatch(/rtsp:\/\/ 或 http:\/\//);
  });
});

test('a plain RTSP address is taken as it is, and nobody is asked', async () => {
  const address = 'rtsp://192.0.2.1:554/stream1';
  expect(await directory.open(address)).toMatchObject({ main: { address, codec: null }, sub: null });
});

describe('a search of the network', () => {
  test('finds a camera on the network that it is told to search, with its full address', async () => {
    await using here = await simulate({ discovery: { port: 0, name: 'Classroom_3' } });
    const port = here.discovery?.port ?? 0;
    const found = await networkCameras(clock, { networks: ['127.0.0.1'], port, listen: milliseconds(1500) }).discover();
    expect(found).toMatchObject([{ name: 'Classroom 3', hardware: 'none', address: here.onvifXaddr }]);
  });

  test('leaves out a network that this machine is not on', async () => {
    const networks = ['203.0.113.9'];
    await expect(networkCameras(clock, { networks, listen: milliseconds(10) }).discover()).resolves.toEqual([]);
  });
});
