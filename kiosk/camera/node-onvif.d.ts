/**
 * What is used of the npm package `node-onvif` 0.1.7, which has no types: its two services. Its `OnvifDevice` is not
 * used (docs/decisions/026-onvif.md).
 */
interface OnvifReply {
  /** The SOAP body as xml2js gives it: names without prefixes, attributes under `$`, one child alone is no array. */
  readonly data: unknown;
}

declare module 'node-onvif/lib/modules/service-device.js' {
  class OnvifServiceDevice {
    constructor(access: { readonly xaddr: string });
    /** Milliseconds that the camera's clock is ahead; `Created` is moved by it. */
    time_diff: number;
    /** Unlike the constructor it takes any characters; the user name goes into the XML as it is. */
    setAuth(user: string, password: string): void;
    getSystemDateAndTime(): Promise<OnvifReply>;
    getCapabilities(): Promise<OnvifReply>;
    getDeviceInformation(): Promise<OnvifReply>;
    getServices(request: { readonly IncludeCapability: boolean }): Promise<OnvifReply>;
  }
  export = OnvifServiceDevice;
}

declare module 'node-onvif/lib/modules/service-media.js' {
  class OnvifServiceMedia {
    constructor(access: { readonly xaddr: string; readonly time_diff: number });
    setAuth(user: string, password: string): void;
    getProfiles(): Promise<OnvifReply>;
    getStreamUri(request: { readonly ProfileToken: string; readonly Protocol: 'RTSP' }): Promise<OnvifReply>;
  }
  export = OnvifServiceMedia;
}

declare module 'node-onvif/lib/modules/soap.js' {
  interface OnvifSoap {
    /** XML to objects, in the shape of {@link OnvifReply}'s envelope. */
    parse(xml: string): Promise<unknown>;
    /** A message with a UsernameToken; `body` and `user` are XML as they are. `diff`: as `time_diff`, ms. */
    createRequestSoap(parts: {
      readonly body: string;
      readonly xmlns: readonly string[];
      readonly diff: number;
      readonly user: string;
      readonly pass: string;
    }): string;
    /** @throws Error with the camera's own words when it answers by a fault. */
    requestCommand(
      to: { readonly protocol: string; readonly hostname: string; readonly port: string; readonly pathname: string },
      operation: string,
      message: string,
    ): Promise<OnvifReply>;
  }
  const soap: OnvifSoap;
  export = soap;
}
