import type { MediaProfile } from './profile.ts';
import { elementText, escapeXml } from './soap.ts';

/** What the camera does when somebody sets an encoder. */
export type SetBehaviour =
  /** It does so. */
  | 'accept'
  /** It answers by a fault. */
  | 'refuse'
  /** It says that it did, now and when it is asked again; the stream stays as it is. */
  | 'lie'
  /** It says that it did, and tells the old encoding when it is asked. */
  | 'ignore'
  /** It changes the main stream as well. */
  | 'spill';

export interface EncodersOptions {
  readonly profiles: readonly MediaProfile[];
  readonly set: SetBehaviour;
  /** Whether it has Media version 2. */
  readonly media2: boolean;
  /** Encodings that it offers; H264 and H265 by default. */
  readonly offers?: readonly string[];
  /** All profiles have one encoder. */
  readonly shared?: boolean;
  /** A stream is to be encoded differently from now on. */
  readonly onSet: (token: string, encoding: string) => void;
}

/** The encoders of a device: what it says of them and what becomes of a change. */
export class Encoders {
  readonly #options: EncodersOptions;
  /** What it says, by profile. */
  readonly #says: Map<string, { encoding: string; width: number; height: number }>;
  /** Which encoders somebody asked to set, in order. */
  readonly asked: string[] = [];

  constructor(options: EncodersOptions) {
    this.#options = options;
    this.#says = new Map(
      options.profiles.map(({ token, encoding = 'H264', width, height }) => [token, { encoding, width, height }]),
    );
  }

  get media2(): boolean {
    return this.#options.media2;
  }

  /** Name of the encoder of a profile. */
  tokenOf(profile: string): string {
    return `encoder-${this.#options.shared === true ? 'all' : profile}`;
  }

  /** A profile as it is told now. */
  told(profile: MediaProfile): MediaProfile {
    return { ...profile, ...this.#says.get(profile.token) };
  }

  /** `GetProfiles` of Media 2. */
  profiles2(): string {
    const profile = (each: MediaProfile): string => {
      const { token, width, height, fps, kbps, encoding = 'H264' } = this.told(each);
      return `<tr2:Profiles token="${token}" fixed="true"><tr2:Name>${token}</tr2:Name><tr2:Configurations><tr2:VideoEncoder token="${this.tokenOf(token)}" GovLength="${fps}" Profile="Main"><tt:Name>${token}</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>${encoding}</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution><tt:RateControl ConstantBitRate="false"><tt:FrameRateLimit>${fps}</tt:FrameRateLimit><tt:BitrateLimit>${kbps}</tt:BitrateLimit></tt:RateControl><tt:Quality>4</tt:Quality></tr2:VideoEncoder></tr2:Configurations></tr2:Profiles>`;
    };
    return `<tr2:GetProfilesResponse>${this.#options.profiles.map(profile).join('')}</tr2:GetProfilesResponse>`;
  }

  /** `GetVideoEncoderConfigurationOptions` of one of the encoders. */
  options(xml: string, second: boolean): string | null {
    const found = this.#find(elementText(xml, 'ConfigurationToken'));
    if (found === undefined) return null;
    const { width, height } = found;
    const sizes = [
      [width, height],
      [64, 36],
    ]
      .map(
        ([w, h]) =>
          `<tt:ResolutionsAvailable><tt:Width>${w ?? 0}</tt:Width><tt:Height>${h ?? 0}</tt:Height></tt:ResolutionsAvailable>`,
      )
      .join('');
    const offers = this.#options.offers ?? ['H264', 'H265'];
    if (second) {
      const each = (encoding: string): string =>
        `<tr2:Options GovLengthRange="1 400" ProfilesSupported="Main High"><tt:Encoding>${encoding}</tt:Encoding><tt:QualityRange><tt:Min>0</tt:Min><tt:Max>6</tt:Max></tt:QualityRange>${sizes}<tt:BitrateRange><tt:Min>32</tt:Min><tt:Max>8192</tt:Max></tt:BitrateRange></tr2:Options>`;
      return `<tr2:GetVideoEncoderConfigurationOptionsResponse>${offers.map(each).join('')}</tr2:GetVideoEncoderConfigurationOptionsResponse>`;
    }
    const h264 = offers.includes('H264')
      ? `<tt:H264>${sizes}<tt:GovLengthRange><tt:Min>1</tt:Min><tt:Max>400</tt:Max></tt:GovLengthRange><tt:FrameRateRange><tt:Min>1</tt:Min><tt:Max>25</tt:Max></tt:FrameRateRange><tt:EncodingIntervalRange><tt:Min>1</tt:Min><tt:Max>1</tt:Max></tt:EncodingIntervalRange><tt:H264ProfilesSupported>Baseline</tt:H264ProfilesSupported><tt:H264ProfilesSupported>Main</tt:H264ProfilesSupported></tt:H264>`
      : '';
    return `<trt:GetVideoEncoderConfigurationOptionsResponse><trt:Options><tt:QualityRange><tt:Min>0</tt:Min><tt:Max>6</tt:Max></tt:QualityRange>${h264}</trt:Options></trt:GetVideoEncoderConfigurationOptionsResponse>`;
  }

  /** `SetVideoEncoderConfiguration`: the answer, or null where the camera refuses. */
  set(xml: string, second: boolean): string | null {
    const token = /<(?:[\w.-]+:)?Configuration token="([^"]+)"/.exec(xml)?.[1] ?? null;
    const encoding = elementText(xml, 'Encoding');
    const found = this.#find(token);
    if (found === undefined || encoding === null) return null;
    this.asked.push(`${found.token} ${encoding}`);
    if (!this.#change(found, encoding)) return null;
    return second ? '<tr2:SetVideoEncoderConfigurationResponse/>' : '<trt:SetVideoEncoderConfigurationResponse/>';
  }

  /** @returns false when it refuses. */
  #change({ token, width, height }: MediaProfile, encoding: string): boolean {
    const { set, profiles, onSet } = this.#options;
    if (set === 'refuse') return false;
    if (set === 'ignore') return true;
    this.#says.set(token, { encoding, width, height });
    if (set === 'lie') return true;
    onSet(token, encoding);
    const main = profiles[0];
    if (set !== 'spill' || main === undefined) return true;
    // The main picture becomes smaller as long as the other is H.264.
    const { width: w, height: h } = main;
    const now = this.#says.get(main.token);
    if (now)
      this.#says.set(main.token, {
        ...now,
        ...(encoding === 'H264' ? { width: w / 2, height: h / 2 } : { width: w, height: h }),
      });
    return true;
  }

  #find(encoder: string | null): MediaProfile | undefined {
    return this.#options.profiles.find(({ token }) => this.tokenOf(token) === encoder);
  }
}

export const MEDIA2_PATH = '/onvif/media2_service';
/** Answers to what is asked of an encoder; undefined: something else was asked. */
export function encoderAnswer(
  encoders: Encoders,
  name: string | null,
  xml: string,
  path: string,
): string | null | undefined {
  const second = path === MEDIA2_PATH;
  if (second && !encoders.media2) return null;
  if (second && name === 'GetProfiles') return encoders.profiles2();
  if (name === 'GetVideoEncoderConfigurationOptions') return encoders.options(xml, second);
  if (name === 'SetVideoEncoderConfiguration') return encoders.set(xml, second);
  return undefined;
}

/** Its place among a device's services. */
export function media2Service(origin: string): string {
  return `<tds:Service><tds:Namespace>http://www.onvif.org/ver20/media/wsdl</tds:Namespace><tds:XAddr>${escapeXml(origin + MEDIA2_PATH)}</tds:XAddr><tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>`;
}
