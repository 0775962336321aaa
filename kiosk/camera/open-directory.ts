import type { Clock } from '../../core/platform/clock.ts';
import { type CameraDirectory, plainStream } from './directory.ts';
import { type DiscoveryOptions, discover } from './discovery.ts';
import { type OnvifDependencies, openOnvif, setOnvifSubH264 } from './onvif.ts';

export type DirectoryOptions = DiscoveryOptions & Pick<OnvifDependencies, 'patience'>;

/** The cameras of the networks that this machine is on, by ONVIF and by plain RTSP address. */
export function networkCameras(clock: Clock, options: DirectoryOptions = {}): CameraDirectory {
  return {
    discover: (signal) => discover(clock, options, signal),
    open: async (address, credentials, signal) =>
      /^rtsps?:/i.test(address)
        ? plainStream(address)
        : await openOnvif(address, credentials, { clock, patience: options.patience }, signal),
    setSubH264: async (address, credentials, signal) =>
      /^rtsps?:/i.test(address)
        ? { kind: 'refused', why: '摄像头只给出了 rtsp 地址，不能通过 ONVIF 设置' }
        : await setOnvifSubH264(address, credentials, { clock, patience: options.patience }, signal),
  };
}
