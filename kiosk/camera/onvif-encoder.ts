import soap from 'node-onvif/lib/modules/soap.js';
import type { Encoder, H264Options } from './onvif-encoder-replies.ts';
import { encoders1, encoders2, h264Options1, h264Options2 } from './onvif-encoder-replies.ts';

/** What came of asking a camera to encode its sub-stream as H.264. */
export type EncoderChange =
  /** It says so now; the stream itself has the last word. */
  | { readonly kind: 'set' | 'already' }
  /** Why not, zh-CN, for people. Nothing is changed. */
  | { readonly kind: 'refused'; readonly why: string };

/** A media service with a login. */
export interface MediaAccess {
  readonly address: string;
  readonly version: 1 | 2;
  /** As XML. */
  readonly user: string;
  readonly password: string;
  /** How far the camera's clock is ahead, ms. */
  readonly ahead: number;
}

/**
 * Sets the encoder of the profile `sub` to H.264, in the size and at the rates that it has, and reads it back. The
 * encoder of `main`, which is recorded, is never set: where both share one, or where `main` turns out to have changed as
 * well, the camera is left or put back as it was.
 * @throws Error with the camera's words when it cannot be asked.
 */
export async function setH264(
  access: MediaAccess,
  profiles: { readonly main: string; readonly sub: string },
): Promise<EncoderChange> {
  const before = await encodersOf(access);
  const [main, sub] = [before.get(profiles.main), before.get(profiles.sub)];
  if (main === undefined || sub === undefined) return refused('摄像头没有说明辅码流的编码设置');
  if (main.token === sub.token) return refused('主码流和辅码流共用一个编码器，未改动');
  if (sub.encoding === 'H264') return { kind: 'already' };
  const options = await optionsOf(access, sub);
  if (options === null) return refused('辅码流不支持 H.264');
  try {
    await setEncoder(access, sub, h264(sub, options));
  } catch (error) {
    return refused(`摄像头拒绝了设置（${wordsOf(error)}）`);
  }
  const after = await encodersOf(access);
  if (!isSame(after.get(profiles.main), main)) {
    await setEncoder(access, sub, as(sub)).catch(() => undefined);
    const restored = isSame((await encodersOf(access)).get(profiles.main), main);
    return refused(`摄像头把主码流也改了，辅码流已改回${restored ? '' : '，但主码流没有恢复，请检查摄像头'}`);
  }
  if (after.get(profiles.sub)?.encoding !== 'H264') return refused('摄像头答应了设置，但没有改');
  return { kind: 'set' };
}

const refused = (why: string): EncoderChange => ({ kind: 'refused', why });

interface Wanted {
  readonly encoding: string;
  readonly width: number;
  readonly height: number;
  readonly gov: number;
  readonly profile: string;
}

/** Two seconds between keyframes; the size that it has, or the largest below it. */
function h264({ width, height, fps }: Encoder, { sizes, gov, profiles }: H264Options): Wanted {
  const largest = sizes
    .filter((each) => each.width * each.height <= width * height)
    .toSorted((a, b) => b.width * b.height - a.width * a.height)[0];
  const size = sizes.find((each) => each.width === width && each.height === height) ?? largest ?? sizes[0];
  return {
    ...{ encoding: 'H264', width: size?.width ?? width, height: size?.height ?? height },
    gov: Math.round(Math.min(gov.most, Math.max(gov.least, fps * 2))),
    profile: ['Main', 'High', 'Baseline'].find((each) => profiles.includes(each)) ?? profiles[0] ?? 'Main',
  };
}

const as = ({ encoding, width, height, fps }: Encoder): Wanted => {
  return { encoding, width, height, gov: fps * 2, profile: 'Main' };
};

function isSame(a: Encoder | undefined, b: Encoder): boolean {
  return a?.encoding === b.encoding && a.width === b.width && a.height === b.height;
}

const encodersOf = async (access: MediaAccess): Promise<ReadonlyMap<string, Encoder>> =>
  access.version === 2
    ? encoders2.parse(await ask(access, 'GetProfiles', '<tr2:Type>VideoEncoder</tr2:Type>'))
    : encoders1.parse(await ask(access, 'GetProfiles', ''));

async function optionsOf(access: MediaAccess, { token }: Encoder): Promise<H264Options | null> {
  const asked = element(access, 'ConfigurationToken', escapeXml(token));
  const reply = await ask(access, 'GetVideoEncoderConfigurationOptions', asked);
  return (access.version === 2 ? h264Options2 : h264Options1).parse(reply);
}

/** Media 1: ONVIF Media 1 §5.5; Media 2: §5.4.5. Whoever only takes the fields that it told gets them back. */
async function setEncoder(access: MediaAccess, before: Encoder, wanted: Wanted): Promise<void> {
  const { token, name, useCount, quality, fps, kbps } = before;
  const { encoding, width, height, gov, profile } = wanted;
  const head = `<tt:Name>${escapeXml(name)}</tt:Name><tt:UseCount>${useCount}</tt:UseCount><tt:Encoding>${encoding}</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution>`;
  const rates = `<tt:FrameRateLimit>${fps}</tt:FrameRateLimit>`;
  const limit = `<tt:BitrateLimit>${kbps}</tt:BitrateLimit>`;
  const multicast =
    '<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast>';
  const body =
    access.version === 2
      ? `<tr2:Configuration token="${escapeXml(token)}" GovLength="${gov}" Profile="${profile}">${head}<tt:RateControl>${rates}${limit}</tt:RateControl><tt:Quality>${quality}</tt:Quality></tr2:Configuration>`
      : `<trt:Configuration token="${escapeXml(token)}">${head}<tt:Quality>${quality}</tt:Quality><tt:RateControl>${rates}<tt:EncodingInterval>1</tt:EncodingInterval>${limit}</tt:RateControl>${encoding === 'H264' ? `<tt:H264><tt:GovLength>${gov}</tt:GovLength><tt:H264Profile>${profile}</tt:H264Profile></tt:H264>` : ''}${multicast}<tt:SessionTimeout>PT60S</tt:SessionTimeout></trt:Configuration><trt:ForcePersistence>true</trt:ForcePersistence>`;
  await ask(access, 'SetVideoEncoderConfiguration', body);
}

const element = ({ version }: MediaAccess, name: string, content: string): string => {
  const prefix = version === 2 ? 'tr2' : 'trt';
  return `<${prefix}:${name}>${content}</${prefix}:${name}>`;
};

async function ask(access: MediaAccess, operation: string, content: string): Promise<unknown> {
  const { address, user, password, ahead } = access;
  const message = soap.createRequestSoap({
    body: element(access, operation, content),
    xmlns: [
      'xmlns:trt="http://www.onvif.org/ver10/media/wsdl"',
      'xmlns:tr2="http://www.onvif.org/ver20/media/wsdl"',
      'xmlns:tt="http://www.onvif.org/ver10/schema"',
    ],
    ...{ diff: ahead, user, pass: password },
  });
  const { protocol, hostname, port, pathname, search } = new URL(address);
  const to = { protocol, hostname, port, pathname: pathname + search };
  return (await soap.requestCommand(to, operation, message)).data;
}

const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 120);

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
