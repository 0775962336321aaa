import type { Clock } from '../../core/platform/clock.ts';
import { type CameraDirectory, plainStream } from './directory.ts';
import { type DiscoveryOptions, discover } from './discovery.ts';
import { type OnvifDependencies, openOnvif } from './onvif.ts';

export type DirectoryOptions = DiscoveryOptions & Pick<OnvifDependencies, 'patience'>;

/** The cameras of the networks that this machine is on, by ONVIF and by plain RTSP address. */
export function networkCameras(clock: Clock, options: DirectoryOptions = {}): CameraDirectory {
  return {
    discover: (signal) => discover(clock, options, signal),
    open: async (address, credentials, signal) =>
      /^rtsps?:/i.test(address)
        ? plainStream(address)
        : await openOnvif(address, credentials, { clock, patience: options.patience }, signal),
  };
}
