import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import soap from 'node-onvif/lib/modules/soap.js';
import { type DurationMs, milliseconds, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { FoundCamera } from './directory.ts';
import { probeMatches } from './onvif-replies.ts';

export interface DiscoveryOptions {
  /** Own IPv4 addresses, one a network to search; all of this machine but loopback by default. */
  readonly networks?: readonly string[];
  /** How long to listen; 3 s by default. */
  readonly listen?: DurationMs;
  /** 3702 but for tests. */
  readonly port?: number;
}

/** WS-Discovery 1.0 §2.4. */
const GROUP = '239.255.255.250';
const PORT = 3702;
/** UDP loses: each question is asked three times. */
const REPEATS = 3;
const REPEAT_AFTER = milliseconds(250);
/** Answers that are looked at, so that nobody on the network can fill the memory. */
const MOST_ANSWERS = 512;

/** This machine's own IPv4 addresses, one for each network that it is on. */
export function ownNetworks(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

/**
 * Searches every network for ONVIF cameras, each by a socket of its own that sends from that network's address:
 * multicast otherwise leaves by the default route only, and cameras have a network of their own. Networks that cannot
 * be searched are left out. Found cameras in the order of their names.
 */
export async function discover(
  clock: Clock,
  options: DiscoveryOptions = {},
  signal?: AbortSignal,
): Promise<readonly FoundCamera[]> {
  const { networks = ownNetworks(), listen = seconds(3), port = PORT } = options;
  const found = new Map<string, FoundCamera>();
  const answers: Promise<void>[] = [];
  await using sockets = new AsyncDisposableStack();
  const asking = networks.map(async (network) => {
    const socket = await openSocket(network);
    if (!socket) return;
    sockets.defer(() => closed(socket));
    socket.on('message', (message) => {
      if (answers.length >= MOST_ANSWERS) return;
      answers.push(read(message.toString(), found));
    });
    for (let i = 0; i < REPEATS; i += 1) {
      for (const type of ['NetworkVideoTransmitter', 'Device']) socket.send(probe(type), port, GROUP, () => undefined);
      await clock.sleep(REPEAT_AFTER, signal).catch(() => undefined);
    }
  });
  await clock.sleep(listen, signal).catch(() => undefined);
  await Promise.all(asking);
  await Promise.all(answers);
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name) || a.address.localeCompare(b.address));
}

async function openSocket(network: string): Promise<Socket | null> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('error', () => undefined); // of sending: the search goes on with what answers
  try {
    socket.bind(0, network);
    await once(socket, 'listening');
    socket.setMulticastInterface(network);
    return socket;
  } catch {
    socket.close();
    return null;
  }
}

async function closed(socket: Socket): Promise<void> {
  socket.close();
  await once(socket, 'close');
}

async function read(message: string, found: Map<string, FoundCamera>): Promise<void> {
  const parsed = probeMatches.safeParse(await soap.parse(message).catch(() => null));
  if (!parsed.success) return;
  for (const { EndpointReference, XAddrs, Scopes } of parsed.data) {
    const address = XAddrs.split(/\s+/).find((candidate) => candidate.startsWith('http://'));
    if (address === undefined) continue;
    const scope = (kind: string): string => scopeValue(Scopes, kind);
    const urn = EndpointReference.Address;
    found.set(urn, { urn, address, name: scope('name'), hardware: scope('hardware') });
  }
}

function scopeValue(scopes: string, kind: string): string {
  const value = new RegExp(`onvif://www\\.onvif\\.org/${kind}/(\\S+)`).exec(scopes)?.[1] ?? '';
  try {
    return decodeURIComponent(value).replaceAll('_', ' ');
  } catch {
    return value;
  }
}

function probe(type: string): Buffer {
  return Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?>' +
      '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header>' +
      '<a:Action s:mustUnderstand="1">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>' +
      `<a:MessageID>uuid:${randomUUID()}</a:MessageID>` +
      '<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>' +
      '<a:To s:mustUnderstand="1">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header>' +
      '<s:Body><Probe xmlns="http://schemas.xmlsoap.org/ws/2005/04/discovery">' +
      `<d:Types xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dp0="http://www.onvif.org/ver10/network/wsdl">dp0:${type}</d:Types>` +
      '</Probe></s:Body></s:Envelope>',
  );
}
