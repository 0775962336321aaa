import type { EpochMs } from '../../../core/domain/units.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import { emptyClassroom } from './film/classroom.ts';
import { type EncodedFilm, openFilm } from './film/encoded-film.ts';
import type { Airing } from './film/film-clock.ts';
import { type OnvifDevice, startOnvifDevice } from './onvif/device.ts';
import { type Discovery, type DiscoveryOptions, startDiscovery } from './onvif/discovery.ts';
import { Encoders, type EncodersOptions } from './onvif/encoders.ts';
import type { MediaProfile } from './onvif/profile.ts';
import { AudioBroadcast } from './rtsp/audio-broadcast.ts';
import { FilmBroadcast, type Instead } from './rtsp/broadcast.ts';
import type { Credentials } from './rtsp/digest.ts';
import { type RtspServer, startRtspServer } from './rtsp/rtsp-server.ts';

/** One quality of the camera's picture: MP4 files made with GOPs of one length and no B-frames. */
export interface FilmFiles {
  readonly film: string;
  /** The same camera with its light off, and turned: encoded alike. */
  readonly dark?: string;
  readonly moved?: string;
}

export interface SimulatedCameraOptions {
  readonly main: FilmFiles;
  readonly sub?: FilmFiles;
  /** An H.265 film, to be able to {@link SimulatedCamera.send} it. */
  readonly hevc?: string;
  /** How its ONVIF side takes it when its encoders are set; `subH264`: an H.264 film that its sub-stream can change to. */
  readonly encoders?: Partial<Pick<EncodersOptions, 'set' | 'media2' | 'offers' | 'shared'>> & {
    readonly subH264?: string;
    /** What the sub-stream is told to be; by default what it is. */
    readonly subSays?: string;
  };
  /** Null: the camera lets everybody in. */
  readonly credentials?: Credentials | null;
  readonly airing?: Partial<Airing>;
  /** When the film starts, past or to come; now by default. */
  readonly from?: EpochMs;
  readonly host?: string;
  readonly rtspPort?: number;
  readonly onvifPort?: number;
  /** Whether and where it answers WS-Discovery; not at all by default. */
  readonly discovery?: Omit<DiscoveryOptions, 'xaddr'>;
}

/** A camera that nobody has to own. */
export interface SimulatedCamera extends AsyncDisposable {
  /** With user and password in it. */
  readonly rtspUrl: string;
  /** Null when there is no sub-stream. */
  readonly subRtspUrl: string | null;
  readonly credentials: Credentials | null;
  /** Its RTSP side, with the faults: stall, resume, drop, refuse, accept. */
  readonly rtsp: RtspServer;
  /** The full address of its ONVIF device service. */
  readonly onvifXaddr: string;
  /** Its ONVIF side: setClockSkew. */
  readonly onvif: OnvifDevice;
  readonly encoders: Encoders;
  readonly discovery: Discovery | null;
  /** Somebody changed the password at the camera, for RTSP and ONVIF. */
  setCredentials(credentials: Credentials | null): void;
  /** Starts the film anew at an instant, past or to come. */
  play(at: { readonly from: EpochMs }): void;
  /** From the next keyframe on: the light goes off, somebody turns the camera; or all is as before. @throws Error without such a film. */
  show(what: 'film' | Instead): void;
  /** What the main stream is; a change ends the connections, as it does on a real camera. @throws Error for `h265` without such a film. */
  send(what: 'h264' | 'h265' | 'audio'): void;
}

export const DEFAULT_CREDENTIALS: Credentials = { username: 'admin', password: 'zaike-2026' };

/** Starts a camera on loopback. @throws Error when a film cannot be used or the port cannot be had. */
export async function startSimulatedCamera(options: SimulatedCameraOptions, clock: Clock): Promise<SimulatedCamera> {
  await using opened = new AsyncDisposableStack();
  const film = async (path: string): Promise<EncodedFilm> => opened.use(await openFilm(path));
  const broadcast = async (files: FilmFiles): Promise<FilmBroadcast> => {
    const instead: Partial<Record<Instead, EncodedFilm>> = {};
    for (const name of ['dark', 'moved'] as const) {
      const path = files[name];
      if (path !== undefined) instead[name] = await film(path);
    }
    const airing = options.airing === undefined ? {} : { airing: options.airing };
    return opened.use(new FilmBroadcast({ film: await film(files.film), instead, ...airing }, clock));
  };
  const main = await broadcast(options.main);
  const sub = options.sub ? await broadcast(options.sub) : null;
  const films = sub ? [main, sub] : [main];
  const hevc = options.hevc === undefined ? null : await broadcast({ film: options.hevc });
  const audio = opened.use(new AudioBroadcast(clock));
  let credentials = options.credentials === undefined ? DEFAULT_CREDENTIALS : options.credentials;
  const rtsp = opened.use(
    await startRtspServer(
      {
        streams: { '/main': main, ...(sub ? { '/sub': sub } : {}) },
        credentials,
        host: options.host ?? '127.0.0.1',
        port: options.rtspPort ?? 0,
      },
      clock,
    ),
  );
  const { subH264, subSays, ...behaviour } = options.encoders ?? {};
  const subAsH264 = subH264 === undefined ? null : await broadcast({ film: subH264 });
  if (subAsH264) films.push(subAsH264);
  const profiles = [
    profile('main', main.film, rtsp.url('/main', null)),
    ...(sub ? [profile('sub', sub.film, rtsp.url('/sub', null), subSays)] : []),
  ];
  const encoders = new Encoders({
    ...{ set: 'refuse', media2: false, profiles, ...behaviour },
    onSet: (token, encoding) => {
      if (token === 'sub' && sub) rtsp.setStream('/sub', encoding === 'H264' ? (subAsH264 ?? sub) : sub);
    },
  });
  const onvif = opened.use(
    await startOnvifDevice(
      {
        profiles,
        encoders,
        credentials: () => credentials,
        snapshot: await emptyClassroom(640, 360, 'jpeg'),
        host: rtsp.host,
        port: options.onvifPort ?? 0,
      },
      clock,
    ),
  );
  const discovery = options.discovery
    ? opened.use(await startDiscovery({ ...options.discovery, xaddr: onvif.xaddr }))
    : null;
  const play = (at: { readonly from: EpochMs }): void => {
    for (const each of films) each.play(at);
  };
  play({ from: options.from ?? clock.now() });
  const resources = opened.move();
  return {
    rtspUrl: rtsp.url('/main'),
    subRtspUrl: sub ? rtsp.url('/sub') : null,
    credentials,
    rtsp,
    onvifXaddr: onvif.xaddr,
    onvif,
    encoders,
    discovery,
    setCredentials: (next) => {
      credentials = next;
      rtsp.setCredentials(next);
    },
    play,
    show: (what) => {
      for (const each of films) each.show(what);
    },
    send: (what) => {
      const stream = { h264: main, h265: hevc, audio }[what];
      if (!stream) throw new Error('expected an H.265 film at the start to be able to send it');
      rtsp.setStream('/main', stream);
      rtsp.drop('close');
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function profile(token: string, film: EncodedFilm, uri: string, says?: string): MediaProfile {
  const encoding = says ?? (film.codec === 'h264' ? 'H264' : 'H265');
  return {
    encoding,
    token,
    uri,
    width: film.width,
    height: film.height,
    fps: film.fps,
    kbps: token === 'main' ? 4000 : 600,
  };
}
