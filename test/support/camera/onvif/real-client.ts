import type { Socket } from 'node:dgram';
import { createRequire } from 'node:module';

/** What the tests use of the npm package `node-onvif`, which has no types of its own. */
export interface RealOnvif {
  readonly OnvifDevice: new (access: { xaddr: string; user: string; pass: string }) => RealDevice;
  /** Asks for three seconds. */
  startProbe(): Promise<readonly { readonly name: string; readonly xaddrs: readonly string[] }[]>;
  /** The socket of the probe that is under way. */
  readonly _udp: Socket;
}

export interface RealDevice {
  init(): Promise<Readonly<Record<string, string>>>;
  getProfileList(): readonly { readonly token: string; readonly stream: { readonly rtsp: string } }[];
  fetchSnapshot(): Promise<{ readonly body: Buffer }>;
  readonly services: {
    readonly device: { getDeviceInformation(): Promise<unknown>; getNTP(): Promise<unknown> };
  };
}

export const realOnvif = createRequire(import.meta.url)('node-onvif') as RealOnvif;
