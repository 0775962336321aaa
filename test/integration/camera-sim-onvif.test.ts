import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { beforeAll, describe, expect, test } from 'vitest';
import { milliseconds, minutes } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { systemProcesses } from '../../core/platform/process.ts';
import { testFilm } from '../support/camera/film/test-film.ts';
import { type RealDevice, realOnvif } from '../support/camera/onvif/real-client.ts';
import {
  DEFAULT_CREDENTIALS,
  type SimulatedCamera,
  type SimulatedCameraOptions,
  startSimulatedCamera,
} from '../support/camera/simulated-camera.ts';

const films = { main: '', sub: '' };

beforeAll(async () => {
  films.main = await testFilm(systemProcesses);
  films.sub = await testFilm(systemProcesses, { width: 320, height: 180 });
});

const camera = (options: Partial<SimulatedCameraOptions> = {}): Promise<SimulatedCamera> =>
  startSimulatedCamera({ main: { film: films.main }, sub: { film: films.sub }, ...options }, systemClock);

const client = (here: SimulatedCamera, { username, password } = DEFAULT_CREDENTIALS): RealDevice =>
  new realOnvif.OnvifDevice({ xaddr: here.onvifXaddr, user: username, pass: password });

describe('the simulated ONVIF device, asked by the real client', () => {
  test('tells who it is, its two profiles and where their streams are', async () => {
    await using here = await camera();
    const device = client(here);
    await expect(device.init()).resolves.toMatchObject({ Manufacturer: 'Zaike', Model: 'Simulated camera' });
    const open = (path: string): string => here.rtsp.url(path, null);
    expect(device.getProfileList()).toMatchObject([
      { token: 'main', stream: { rtsp: open('/main') }, video: { encoder: { resolution: { width: 640 } } } },
      { token: 'sub', stream: { rtsp: open('/sub') }, video: { encoder: { framerate: 12, encoding: 'H264' } } },
    ]);
    expect(new Set(here.onvif.answered)).toEqual(
      new Set([
        ...['GetSystemDateAndTime', 'GetCapabilities', 'GetDeviceInformation'],
        ...['GetProfiles', 'GetStreamUri', 'GetSnapshotUri'],
      ]),
    );
  });

  test('turns away a wrong password, and nobody once it has none', async () => {
    await using here = await camera();
    const stranger = client(here, { username: 'admin', password: 'guess' });
    await expect(stranger.init()).rejects.toThrow('Sender not authorized: wrong user or password');
    here.setCredentials(null);
    await expect(stranger.init()).resolves.toBeDefined();
  });

  test('with a clock that is hours off, lets in only who asked for its time first', async () => {
    await using here = await camera();
    for (const skew of [minutes(-300), minutes(420)]) {
      here.onvif.setClockSkew(skew);
      const careless = client(here);
      await expect(careless.services.device.getDeviceInformation()).rejects.toThrow('Created is too far');
      await expect(client(here).init()).resolves.toMatchObject({ Manufacturer: 'Zaike' });
    }
    here.onvif.setClockSkew(milliseconds(0));
    await expect(client(here).services.device.getDeviceInformation()).resolves.toBeDefined();
  });

  test('gives its snapshot to who knows the password', async () => {
    await using here = await camera();
    const url = new URL('/snapshot.jpg', here.onvifXaddr);
    expect((await fetch(url)).status).toBe(401);
    const device = client(here);
    await device.init();
    const { body } = await device.fetchSnapshot();
    expect([...body.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  });

  test('says so when asked for something that it cannot do', async () => {
    await using here = await camera({ credentials: null });
    await expect(client(here).services.device.getNTP()).rejects.toThrow('No such operation or profile: GetNTP');
  });
});

describe('the simulated camera is discovered', () => {
  const PROBE = (types: string): string =>
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header><a:MessageID>uuid:1</a:MessageID></s:Header><s:Body><Probe xmlns="http://schemas.xmlsoap.org/ws/2005/04/discovery"><d:Types xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery">${types}</d:Types></Probe></s:Body></s:Envelope>`;

  async function ask(port: number, address: string, ...types: string[]): Promise<string> {
    const socket = createSocket('udp4');
    try {
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
      socket.setMulticastInterface('127.0.0.1');
      for (const each of types) socket.send(PROBE(each), port, address);
      const [answer] = (await once(socket, 'message')) as [Buffer];
      return answer.toString();
    } finally {
      socket.close();
    }
  }

  test('by unicast and by multicast on loopback, on a port of its own', async () => {
    await using here = await camera({ discovery: { port: 0 } });
    const port = here.discovery?.port ?? 0;
    for (const address of ['127.0.0.1', '239.255.255.250']) {
      const answer = await ask(port, address, 'dp0:NetworkVideoTransmitter');
      expect(answer).toContain(`<d:XAddrs>${here.onvifXaddr}</d:XAddrs>`);
      expect(answer).toContain('<wsa:RelatesTo>uuid:1</wsa:RelatesTo>');
    }
  });

  test('not by whoever looks for displays', async () => {
    await using here = await camera({ discovery: { port: 0 } });
    await ask(here.discovery?.port ?? 0, '127.0.0.1', 'dp0:NetworkVideoDisplay', 'dp0:NetworkVideoTransmitter');
    expect(here.discovery?.answered()).toBe(1);
  });

  test('by the real client on the real port', async () => {
    await using here = await camera({ discovery: { name: 'Classroom_3' } });
    const probing = realOnvif.startProbe();
    const { _udp: socket } = realOnvif;
    // The client asks on the machine's default network only: put it on loopback.
    socket.once('listening', () => socket.setMulticastInterface('127.0.0.1'));
    const found = await probing;
    expect(found.filter(({ xaddrs }) => xaddrs.includes(here.onvifXaddr))).toMatchObject([{ name: 'Classroom 3' }]);
  });
});
