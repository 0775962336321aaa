import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { elementText, envelope, escapeXml } from './soap.ts';

/** Where WS-Discovery listens (WS-Discovery 1.0 §2.4). */
export const DISCOVERY = { group: '239.255.255.250', port: 3702 } as const;

const LOOPBACK = '127.0.0.1';

export interface DiscoveryOptions {
  /** The address of the device service that is told to whoever asks. */
  readonly xaddr: string;
  /** Shown by clients. */
  readonly name?: string;
  /** UDP port; 3702 is what cameras use, 0 lets the system choose (then ask by unicast). */
  readonly port?: number;
  /** The network on which the multicast group is joined, by its address; loopback by default, and then nobody else is answered. */
  readonly multicastInterface?: string;
}

/** A camera that answers WS-Discovery probes. */
export interface Discovery extends AsyncDisposable {
  readonly port: number;
  /** How many probes were answered. */
  answered(): number;
}

/** Listens for probes. @throws Error when the port cannot be had. */
export async function startDiscovery(options: DiscoveryOptions): Promise<Discovery> {
  const endpoint = `urn:uuid:${randomUUID()}`;
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  let answered = 0;
  const network = options.multicastInterface ?? LOOPBACK;
  socket.on('message', (bytes, from) => {
    if (network === LOOPBACK && !from.address.startsWith('127.')) return;
    const probe = bytes.toString();
    if (!asksForCameras(probe)) return;
    answered++;
    socket.send(probeMatch(probe, endpoint, options), from.port, from.address);
  });
  socket.bind(options.port ?? DISCOVERY.port);
  await once(socket, 'listening');
  socket.addMembership(DISCOVERY.group, network);
  return {
    port: socket.address().port,
    answered: () => answered,
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function asksForCameras(xml: string): boolean {
  if (!/<(?:[\w.-]+:)?Probe[\s>/]/.test(xml)) return false;
  const types = elementText(xml, 'Types') ?? '';
  return types === '' || /(^|[\s:])(NetworkVideoTransmitter|Device)(\s|$)/.test(types);
}

function probeMatch(
  probe: string,
  endpoint: string,
  { xaddr, name = 'Zaike_simulated_camera' }: DiscoveryOptions,
): string {
  const header = `<wsa:MessageID>urn:uuid:${randomUUID()}</wsa:MessageID><wsa:RelatesTo>${escapeXml(elementText(probe, 'MessageID') ?? '')}</wsa:RelatesTo><wsa:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:To><wsa:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</wsa:Action>`;
  const scopes = [
    'onvif://www.onvif.org/Profile/Streaming',
    `onvif://www.onvif.org/name/${encodeURIComponent(name)}`,
    'onvif://www.onvif.org/hardware/none',
    'onvif://www.onvif.org/location/classroom',
  ];
  return envelope(
    `<d:ProbeMatches><d:ProbeMatch><wsa:EndpointReference><wsa:Address>${endpoint}</wsa:Address></wsa:EndpointReference><d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types><d:Scopes>${scopes.join(' ')}</d:Scopes><d:XAddrs>${escapeXml(xaddr)}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch></d:ProbeMatches>`,
    header,
  );
}
