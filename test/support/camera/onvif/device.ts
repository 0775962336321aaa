import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DurationMs } from '../../../../core/domain/units.ts';
import { milliseconds } from '../../../../core/domain/units.ts';
import type { Clock } from '../../../../core/platform/clock.ts';
import { type Credentials, challenge, checkDigest } from '../rtsp/digest.ts';
import { DEVICE_PATH, MEDIA_PATH, mediaUri, plainAnswers, SNAPSHOT_PATH, systemDateAndTime } from './answers.ts';
import { type Encoders, encoderAnswer, MEDIA2_PATH } from './encoders.ts';
import type { MediaProfile } from './profile.ts';
import { checkUsernameToken, type UsedNonces } from './security.ts';
import { elementText, envelope, fault, operation } from './soap.ts';

export interface OnvifDeviceOptions {
  readonly profiles: readonly MediaProfile[];
  /** Read at every request, since it can be changed at the camera. Null: everybody is let in. */
  readonly credentials: () => Credentials | null;
  /** How it encodes, and what becomes of a change. */
  readonly encoders: Encoders;
  /** A JPEG for the snapshot address. */
  readonly snapshot: Buffer;
  readonly host?: string;
  readonly port?: number;
}

/** A running ONVIF device: HTTP and SOAP. */
export interface OnvifDevice extends AsyncDisposable {
  /** The full address of its device service. */
  readonly xaddr: string;
  /** How far its clock is ahead of ours from now on; negative: behind. */
  setClockSkew(skew: DurationMs): void;
  /** Operations that were answered without a fault, in order. */
  readonly answered: readonly string[];
}

/** Operations that need no authentication (ONVIF Core, access class PRE_AUTH). */
const OPEN = new Set(['GetSystemDateAndTime', 'GetCapabilities', 'GetServices']);
const PATHS: readonly string[] = [DEVICE_PATH, MEDIA_PATH, MEDIA2_PATH];
const MAX_BODY = 64 * 1024;

/** Starts an ONVIF device on loopback. @throws Error when the port cannot be had. */
export async function startOnvifDevice(options: OnvifDeviceOptions, clock: Clock): Promise<OnvifDevice> {
  const { profiles, encoders, credentials, snapshot, host = '127.0.0.1' } = options;
  const used: UsedNonces = new Set();
  const nonce = randomBytes(16).toString('hex');
  const answered: string[] = [];
  let skew = milliseconds(0);

  const soap = (xml: string, origin: string, path: string): { status: number; body: string } => {
    const name = operation(xml);
    const cameraNow = clock.now() + skew;
    const login = credentials();
    const refused =
      login === null || (name !== null && OPEN.has(name)) ? null : checkUsernameToken(xml, login, cameraNow, used);
    if (refused !== null) return { status: 400, body: fault('ter:NotAuthorized', `Sender not authorized: ${refused}`) };
    const asked = encoderAnswer(encoders, name, xml, path);
    const answer = asked === undefined ? answerTo(name, xml, { origin, profiles, encoders, cameraNow }) : asked;
    if (answer === null)
      return { status: 400, body: fault('ter:ActionNotSupported', `No such operation or profile: ${name ?? 'none'}`) };
    answered.push(name ?? '');
    return { status: 200, body: envelope(answer) };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
    if (request.method === 'POST' && PATHS.includes(request.url ?? '')) {
      const { status, body } = soap(await bodyOf(request), origin, request.url ?? '');
      response.writeHead(status, { 'Content-Type': 'application/soap+xml; charset=utf-8' }).end(body);
    } else if (request.method === 'GET' && request.url === SNAPSHOT_PATH) {
      const login = credentials();
      const verdict = login
        ? checkDigest(request.headers.authorization, { method: 'GET', uri: request.url }, login, nonce)
        : 'ok';
      if (verdict === 'ok') response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(snapshot);
      else response.writeHead(401, { 'WWW-Authenticate': challenge(nonce, verdict === 'stale') }).end();
    } else response.writeHead(404).end();
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  return {
    xaddr: `http://${host}:${(server.address() as AddressInfo).port}${DEVICE_PATH}`,
    setClockSkew: (next) => {
      skew = next;
    },
    answered,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function answerTo(
  name: string | null,
  xml: string,
  device: { origin: string; profiles: readonly MediaProfile[]; encoders: Encoders; cameraNow: number },
): string | null {
  if (name === 'GetSystemDateAndTime') return systemDateAndTime(device.cameraNow);
  if (name === 'GetStreamUri' || name === 'GetSnapshotUri') {
    const profile = device.profiles.find(({ token }) => token === elementText(xml, 'ProfileToken'));
    if (!profile) return null;
    return mediaUri(name, name === 'GetStreamUri' ? profile.uri : device.origin + SNAPSHOT_PATH);
  }
  return (name === null ? undefined : plainAnswers(device)[name]?.()) ?? null;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > MAX_BODY) throw new Error('expected a SOAP message of 64 KB at most');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString();
}
