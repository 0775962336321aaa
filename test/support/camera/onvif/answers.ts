import { type Encoders, media2Service } from './encoders.ts';
import type { MediaProfile } from './profile.ts';
import { escapeXml } from './soap.ts';

/** What a device says about itself. */
export interface DeviceFacts {
  /** `http://host:port`, without a path. */
  readonly origin: string;
  readonly profiles: readonly MediaProfile[];
  readonly encoders: Encoders;
}

export const DEVICE_PATH = '/onvif/device_service';
export const MEDIA_PATH = '/onvif/media_service';
export const SNAPSHOT_PATH = '/snapshot.jpg';

/** The clock, by itself: UTC and local time of the camera. Seconds only, as the standard has it. */
export function systemDateAndTime(cameraNowMs: number): string {
  const time = (name: string, ms: number): string => {
    const at = new Date(ms);
    return `<tt:${name}><tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time><tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date></tt:${name}>`;
  };
  const shanghai = cameraNowMs + 8 * 3_600_000;
  return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>CST-8</tt:TZ></tt:TimeZone>${time('UTCDateTime', cameraNowMs)}${time('LocalDateTime', shanghai)}</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
}

/** Answers to the operations that need no argument, by name. */
export function plainAnswers({ origin, profiles, encoders }: DeviceFacts): Readonly<Record<string, () => string>> {
  const device = escapeXml(origin + DEVICE_PATH);
  const media = escapeXml(origin + MEDIA_PATH);
  const service = (namespace: string, address: string): string =>
    `<tds:Service><tds:Namespace>${namespace}</tds:Namespace><tds:XAddr>${address}</tds:XAddr><tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>`;
  return {
    GetCapabilities: () =>
      `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Device><tt:XAddr>${device}</tt:XAddr></tt:Device><tt:Media><tt:XAddr>${media}</tt:XAddr><tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast><tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>`,
    GetServices: () =>
      `<tds:GetServicesResponse>${service('http://www.onvif.org/ver10/device/wsdl', device)}${service('http://www.onvif.org/ver10/media/wsdl', media)}${encoders.media2 ? media2Service(origin) : ''}</tds:GetServicesResponse>`,
    GetDeviceInformation: () =>
      '<tds:GetDeviceInformationResponse><tds:Manufacturer>Zaike</tds:Manufacturer><tds:Model>Simulated camera</tds:Model><tds:FirmwareVersion>1</tds:FirmwareVersion><tds:SerialNumber>SIM-1</tds:SerialNumber><tds:HardwareId>none</tds:HardwareId></tds:GetDeviceInformationResponse>',
    GetProfiles: () =>
      `<trt:GetProfilesResponse>${profiles.map((each) => profileXml(encoders.told(each), encoders.tokenOf(each.token))).join('')}</trt:GetProfilesResponse>`,
  };
}

/** An answer that carries an address: `GetStreamUri` or `GetSnapshotUri`. */
export function mediaUri(operation: 'GetStreamUri' | 'GetSnapshotUri', uri: string): string {
  return `<trt:${operation}Response><trt:MediaUri><tt:Uri>${escapeXml(uri)}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:${operation}Response>`;
}

function profileXml({ token, width, height, fps, kbps, encoding = 'H264' }: MediaProfile, encoder: string): string {
  return `<trt:Profiles token="${token}" fixed="true"><tt:Name>${token}</tt:Name><tt:VideoSourceConfiguration token="source"><tt:Name>source</tt:Name><tt:UseCount>2</tt:UseCount><tt:SourceToken>source</tt:SourceToken><tt:Bounds x="0" y="0" width="1920" height="1080"/></tt:VideoSourceConfiguration><tt:VideoEncoderConfiguration token="${encoder}"><tt:Name>${encoder}</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>${encoding}</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution><tt:Quality>4</tt:Quality><tt:RateControl><tt:FrameRateLimit>${fps}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>${kbps}</tt:BitrateLimit></tt:RateControl><tt:H264><tt:GovLength>${fps}</tt:GovLength><tt:H264Profile>Baseline</tt:H264Profile></tt:H264><tt:SessionTimeout>PT60S</tt:SessionTimeout></tt:VideoEncoderConfiguration></trt:Profiles>`;
}
