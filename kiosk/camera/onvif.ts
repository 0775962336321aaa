import OnvifServiceDevice from 'node-onvif/lib/modules/service-device.js';
import OnvifServiceMedia from 'node-onvif/lib/modules/service-media.js';
import { ZaikeError } from '../../core/domain/errors.ts';
import { type DurationMs, milliseconds, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { type Credentials, redact } from './credentials.ts';
import type { OpenedCamera, StreamProfile } from './directory.ts';
import { type EncoderChange, setH264 } from './onvif-encoder.ts';
import { capabilities, clockAhead, information, media2Address, profiles, streamUri } from './onvif-replies.ts';

const DEVICE_PATH = '/onvif/device_service';

export interface OnvifDependencies {
  readonly clock: Clock;
  /** For all questions to one camera together; 15 s by default. The package gives each 3 s, but may forget to tell. */
  readonly patience?: DurationMs | undefined;
}

const PATIENCE = seconds(15);

/**
 * Asks an ONVIF camera (Media version 1, HTTP, WS-Security) for its streams. The camera's clock is asked first, without
 * a password, and `Created` is told by it: a camera whose clock is hours off lets us in.
 * @throws ZaikeError as {@link CameraDirectory.open} does.
 */
export async function openOnvif(
  address: string,
  credentials: Credentials | undefined,
  dependencies: OnvifDependencies,
  signal?: AbortSignal,
): Promise<OpenedCamera> {
  return await asking(address, credentials, dependencies, signal, async (url) => {
    const { opened } = await ask(await logIn(url, credentials, dependencies.clock), url);
    return opened;
  });
}

/**
 * Has the camera encode its sub-stream as H.264, by Media version 2 where it has it, else 1; see `setH264`.
 * @throws ZaikeError as {@link CameraDirectory.open} does, when it cannot be asked.
 */
export async function setOnvifSubH264(
  address: string,
  credentials: Credentials | undefined,
  dependencies: OnvifDependencies,
  signal?: AbortSignal,
): Promise<EncoderChange> {
  return await asking(address, credentials, dependencies, signal, async (url) => {
    const login = await logIn(url, credentials, dependencies.clock);
    const { main, sub } = await ask(login, url);
    if (sub === null) return { kind: 'refused', why: '该摄像头没有辅码流' };
    const services = await login.device.getServices({ IncludeCapability: false }).catch(() => null);
    const second = services === null ? null : media2Address.catch(null).parse(services.data);
    const { user, password, ahead } = login;
    const media =
      second === null
        ? ({ address: login.mediaAddress, version: 1 } as const)
        : ({ address: reachable(second, url), version: 2 } as const);
    return await setH264({ ...media, user, password, ahead: ahead ?? 0 }, { main: main.token, sub: sub.token });
  });
}

/** Runs questions to one camera within a time, and explains what goes wrong. */
async function asking<T>(
  address: string,
  credentials: Credentials | undefined,
  { clock, patience = PATIENCE }: OnvifDependencies,
  signal: AbortSignal | undefined,
  questions: (url: URL) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const url = deviceAddress(address);
  const asked = new AbortController();
  const late = clock.sleep(patience, asked.signal).then(() => {
    throw new Error(`Network Error: no answer within ${String(patience / 1000)} s`);
  });
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => {
    aborted.reject(new Error('aborted'));
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([questions(url), late, aborted.promise]);
  } catch (error) {
    throw explain(error, redact(url.href), credentials);
  } finally {
    signal?.removeEventListener('abort', abort);
    late.catch(() => undefined);
    asked.abort();
  }
}

/** A camera that let us in. */
interface Login {
  readonly device: OnvifServiceDevice;
  readonly mediaAddress: string;
  /** As XML. */
  readonly user: string;
  readonly password: string;
  readonly ahead: number | null;
}

async function logIn(url: URL, credentials: Credentials | undefined, clock: Clock): Promise<Login> {
  const device = new OnvifServiceDevice({ xaddr: url.href });
  const time = await device.getSystemDateAndTime().catch(refusedBeforeLogin);
  const ahead = clockAhead(time?.data, clock.now());
  const user = escapeXml(credentials?.username ?? '');
  const password = credentials?.password ?? '';
  device.setAuth(user, password);
  device.time_diff = ahead ?? 0;
  const mediaAddress = reachable(capabilities.parse((await device.getCapabilities()).data), url);
  return { device, mediaAddress, user, password, ahead };
}

type Stream = StreamProfile & { readonly lens: string; readonly token: string };

async function ask(
  { device, mediaAddress, user, password, ahead }: Login,
  url: URL,
): Promise<{ readonly opened: OpenedCamera; readonly main: Stream; readonly sub: Stream | null }> {
  const media = new OnvifServiceMedia({ xaddr: mediaAddress, time_diff: ahead ?? 0 });
  media.setAuth(user, password);
  const { maker, model } = information.parse((await device.getDeviceInformation()).data);
  const offered = profiles.parse((await media.getProfiles()).data);
  offered.sort((a, b) => b.width * b.height - a.width * a.height);
  const streams: Stream[] = [];
  for (const facts of offered) {
    const uri = streamUri.parse((await media.getStreamUri({ ProfileToken: facts.token, Protocol: 'RTSP' })).data);
    streams.push({ ...facts, address: reachable(uri, url) });
  }
  const [main] = streams;
  if (!main) throw new Error('no profile with video');
  const sub = streams.findLast(({ lens, address }) => lens === main.lens && address !== main.address) ?? null;
  const clockIs = ahead === null ? null : milliseconds(ahead);
  return { opened: { maker, model, clockAhead: clockIs, profiles: streams, main, sub }, main, sub };
}

/** Some cameras want a login even for their time: then it is taken to be ours. Any other fault is one. */
function refusedBeforeLogin(error: unknown): null {
  if (error instanceof Error && !error.message.startsWith('Network Error')) return null;
  throw error;
}

function deviceAddress(address: string): URL {
  const url = URL.parse(address);
  if (url?.protocol !== 'http:')
    throw new ZaikeError(`摄像头地址「${redact(address)}」无法使用：应为 rtsp:// 或 http:// 开头的地址`, {
      code: 'camera-not-found',
      retry: false,
    });
  if (url.pathname === '/') url.pathname = DEVICE_PATH;
  return url;
}

/** A camera behind a router, or on two networks, tells the address that it knows: its host is the one we reached. */
function reachable(told: string, reached: URL): string {
  const url = new URL(told);
  url.username = '';
  url.password = '';
  if (url.protocol === 'http:' && url.hostname !== reached.hostname) url.port = reached.port;
  url.hostname = reached.hostname;
  return url.href;
}

function explain(error: unknown, address: string, credentials: Credentials | undefined): ZaikeError {
  const said = redact(error instanceof Error ? error.message : String(error), credentials).replace(/\s+/g, ' ');
  const camera = `摄像头（${address}）`;
  const fault = (code: string, words: string, retry = true): ZaikeError =>
    new ZaikeError(`${camera}${words}（${said.slice(0, 200)}）`, { code, retry, facts: { address } }, { cause: error });
  if (/40[13]|not ?authori[sz]ed|authority failure|FailedAuthentication|password/i.test(said))
    return fault('camera-unauthorized', '用户名或密码不对，请改正', false);
  if (said.startsWith('Network Error')) return fault('camera-unreachable', '没有应答，请检查电源、网线和地址');
  if (/\b404\b/.test(said)) return fault('camera-not-found', '没有 ONVIF 服务，请检查地址或改用 rtsp 地址', false);
  return fault('camera-not-video', '的应答不是 ONVIF 摄像头的应答，请检查地址或改用 rtsp 地址', false);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
