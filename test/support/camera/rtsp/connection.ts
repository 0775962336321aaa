import { randomBytes, randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Clock } from '../../../../core/platform/clock.ts';
import type { Broadcast } from './broadcast.ts';
import { type Credentials, challenge, checkDigest } from './digest.ts';
import { RequestReader, type RtspRequest, response } from './messages.ts';
import { interleavedRtp, interleavedSenderReport, type MediaFrame, type RtpState } from './rtp.ts';
import { sessionDescription } from './sdp.ts';

/** What a connection asks of its server. */
export interface ConnectionHost {
  readonly clock: Clock;
  /** The stream at a path with its query, or null. */
  stream(path: string): Broadcast | null;
  /** Whom to let in; null: everybody. */
  credentials(): Credentials | null;
  /** Whether media is held back just now. */
  mediaHeld(): boolean;
}

interface Track extends RtpState {
  readonly id: string;
  readonly stream: Broadcast;
  packets: number;
  octets: number;
  needsKeyframe: boolean;
}

const TRACK = /\/trackID=0$/;
/** Unsent bytes at which a receiver that does not read loses frames up to the next keyframe. */
const MAX_UNSENT = 8 * 1024 * 1024;
const REPORT_EVERY_MS = 5_000;

/** One client: its requests, its one session, its media. */
export class RtspConnection {
  readonly #socket: Socket;
  readonly #host: ConnectionHost;
  readonly #nonce = randomBytes(16).toString('hex');
  readonly #reader = new RequestReader();
  #track: Track | null = null;
  #playing: Disposable | null = null;
  #reportDue = 0;

  constructor(socket: Socket, host: ConnectionHost) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true);
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', () => this.#stop());
    socket.on('data', (bytes) => this.#take(bytes));
  }

  get playing(): boolean {
    return this.#playing !== null;
  }

  #take(bytes: Buffer): void {
    try {
      for (const request of this.#reader.push(bytes)) this.#answer(request);
    } catch {
      this.#socket.destroy(); // no RTSP: as cameras do
    }
  }

  #answer(request: RtspRequest): void {
    if (request.method === 'OPTIONS') {
      this.#reply(request, 200, { Public: 'OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER' });
      return;
    }
    const credentials = this.#host.credentials();
    const verdict = credentials
      ? checkDigest(request.headers['authorization'], request, credentials, this.#nonce)
      : 'ok';
    if (verdict === 'ok') this.#answerAllowed(request);
    else this.#reply(request, 401, { 'WWW-Authenticate': challenge(this.#nonce, verdict === 'stale') });
  }

  #answerAllowed(request: RtspRequest): void {
    const session = request.headers['session']?.split(';')[0];
    if (session !== undefined && session !== this.#track?.id) {
      this.#reply(request, 454);
      return;
    }
    switch (request.method) {
      case 'DESCRIBE':
        this.#describe(request);
        break;
      case 'SETUP':
        this.#setup(request);
        break;
      case 'PLAY':
        this.#play(request);
        break;
      case 'TEARDOWN':
        this.#stop();
        this.#reply(request, 200);
        break;
      case 'GET_PARAMETER':
        this.#reply(request, 200, this.#track ? { Session: this.#track.id } : {});
        break;
      default:
        this.#reply(request, 501);
    }
  }

  #describe(request: RtspRequest): void {
    const stream = this.#host.stream(pathOf(request.uri));
    if (!stream) {
      this.#reply(request, 404);
      return;
    }
    const body = sessionDescription(stream.sdp, this.#socket.localAddress ?? '127.0.0.1');
    this.#reply(request, 200, { 'Content-Base': `${request.uri}/`, 'Content-Type': 'application/sdp' }, body);
  }

  #setup(request: RtspRequest): void {
    const stream = this.#host.stream(pathOf(request.uri.replace(TRACK, '')));
    const channels = /RTP\/AVP\/TCP;.*interleaved=(\d+)-(\d+)/.exec(request.headers['transport'] ?? '');
    if (!stream || !channels) {
      this.#reply(request, stream ? 461 : 404);
      return;
    }
    this.#stop();
    this.#track = {
      id: randomBytes(8).toString('hex'),
      stream,
      payloadType: stream.payloadType,
      channel: Number(channels[1]),
      ssrc: randomInt(2 ** 32),
      sequence: randomInt(2 ** 16),
      packets: 0,
      octets: 0,
      needsKeyframe: true,
    };
    const transport = `RTP/AVP/TCP;unicast;interleaved=${channels[1] ?? ''}-${channels[2] ?? ''};ssrc=${this.#track.ssrc.toString(16).padStart(8, '0')}`;
    this.#reply(request, 200, { Session: `${this.#track.id};timeout=60`, Transport: transport });
  }

  #play(request: RtspRequest): void {
    const track = this.#track;
    if (!track) {
      this.#reply(request, 455);
      return;
    }
    this.#reply(request, 200, {
      Session: track.id,
      Range: 'npt=now-',
      'RTP-Info': `url=${request.uri.replace(/\/$/, '')}/trackID=0;seq=${track.sequence}`,
    });
    this.#playing ??= track.stream.join((frame) => this.#send(track, frame));
  }

  #send(track: Track, frame: MediaFrame): void {
    if (this.#host.mediaHeld() || this.#socket.writableLength > MAX_UNSENT) track.needsKeyframe = true;
    else if (frame.keyframe) track.needsKeyframe = false;
    if (track.needsKeyframe) return;
    const packets = interleavedRtp(frame, track);
    track.packets += frame.payloads.length;
    track.octets += packets.length - 16 * frame.payloads.length;
    this.#socket.write(packets);
    this.#report(track);
  }

  #report(track: Track): void {
    const { clock } = this.#host;
    if (clock.monotonic() < this.#reportDue) return;
    this.#reportDue = clock.monotonic() + REPORT_EVERY_MS;
    const at = { wallMs: clock.now(), rtpTime: track.stream.rtpNow(), packets: track.packets, octets: track.octets };
    this.#socket.write(interleavedSenderReport(track, at));
  }

  #stop(): void {
    this.#playing?.[Symbol.dispose]();
    this.#playing = null;
    this.#track = null;
  }

  #reply(request: RtspRequest, status: number, headers: Record<string, string> = {}, body = ''): void {
    this.#socket.write(response(request, status, headers, body));
  }
}

/** Path and query of an RTSP address. */
function pathOf(uri: string): string {
  return uri.replace(/^rtsp:\/\/[^/]*/i, '').replace(/\/$/, '');
}
