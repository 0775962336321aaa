import { randomInt } from 'node:crypto';
import { io } from 'socket.io-client';
import type { KioskToCenter } from '../../core/contract/center/events.ts';
import {
  CONTRACT_VERSION,
  challengeSchema,
  type HelloAnswer,
  helloAnswerSchema,
  helloText,
  KIOSK_NAMESPACE,
  offerKeptSchema,
} from '../../core/contract/center/link.ts';
import { type VisitAnswer, visitAnswerSchema } from '../../core/contract/center/visits.ts';
import type { Sha256 } from '../../core/domain/bytes.ts';
import { formatVerifierKey } from '../../core/domain/checkpoint.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { newSpokenCode, spokenCodeText } from '../../core/domain/spoken-code.ts';
import { type DurationMs, type EpochMs, minutes, plus, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import { commandsIn } from './commands-in.ts';
import { deliver } from './deliver.ts';
import { failureOf } from './failure.ts';
import { liveOut } from './live-out.ts';
import type { SigningKey, UplinkPorts, UplinkSocket } from './ports.ts';
import { prove } from './prove.ts';
import type { UplinkStatus } from './status.ts';
import { tellState } from './tell-state.ts';

export interface UplinkOptions extends UplinkPorts {
  /** `https://center.example`; clear text only to this machine itself, unless `allowClear`. */
  readonly url: string;
  readonly allowClear: boolean;
  /** Certificates to trust besides the system's, PEM: a center with one of its own. */
  readonly ca?: string;
  readonly key: SigningKey;
  readonly sha256: Sha256;
  readonly software: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The link to the center: always trying, never in the way of anything else. */
export interface Uplink extends AsyncDisposable {
  status(): UplinkStatus;
  /** Asks the center whose code was typed; null: it cannot be asked now, or gives no codes. */
  inspector(code: string): Promise<VisitAnswer | null>;
}

const CODE_LASTS: DurationMs = minutes(10);
const ANSWER_WITHIN_MS = 30_000;
/** Somebody stands there and waits. */
const INSPECTOR_WITHIN_MS = 8000;
/** After an answer that trying again soon does not change. */
const AGAIN_LATER: DurationMs = minutes(10);

/**
 * Opens the link and keeps it: connects, proves by the key who it is, delivers the outbox, tells the state, sends live
 * video and carries out commands. @throws ZaikeError `clear-text` for an address that would send people's data in the
 * clear over a network.
 */
export function openUplink(options: UplinkOptions): Uplink {
  const url = checkedUrl(options.url, options.allowClear);
  return new Link(url, options);
}

function checkedUrl(text: string, allowClear: boolean): URL {
  const url = new URL(text);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'https:' || here || allowClear) return url;
  throw new ZaikeError(
    `center ${url.origin}: expected https:// (clear text is for this machine itself), or "allowClear" in the configuration`,
    { code: 'clear-text', retry: false },
  );
}

class Link implements Uplink {
  readonly #options: UplinkOptions;
  readonly #socket: UplinkSocket;
  readonly #stop = new AbortController();
  readonly #verifierKey: string;
  #status: UplinkStatus;
  #connection = new AbortController();
  #work: Promise<void> = Promise.resolve();

  constructor(url: URL, options: UplinkOptions) {
    this.#options = options;
    this.#verifierKey = formatVerifierKey(options.sha256, options.key);
    this.#status = { kind: 'connecting', since: options.clock.now(), failure: null, detail: '' };
    this.#socket = io(`${url.origin}${KIOSK_NAMESPACE}`, {
      transports: ['websocket'],
      reconnectionDelay: 1000,
      reconnectionDelayMax: 30_000,
      forceNew: true,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    });
    this.#socket.on('challenge', (challenge) => this.#greet(challenge));
    this.#socket.on('paired', () => this.#again());
    this.#socket.on('disconnect', (reason) => this.#lost({ failure: 'cut', detail: reason }));
    this.#socket.on('connect_error', (error) => this.#lost(failureOf(error)));
  }

  status(): UplinkStatus {
    return this.#status;
  }

  async inspector(code: string): Promise<VisitAnswer | null> {
    if (this.#status.kind !== 'connected') return null;
    try {
      const answer: unknown = await this.#socket.timeout(INSPECTOR_WITHIN_MS).emitWithAck('inspector', { code });
      return visitAnswerSchema.safeParse(answer).data ?? null;
    } catch {
      return null; // no answer in time: an older center does not know the question
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#connection.abort();
    this.#socket.disconnect();
    await this.#work;
  }

  #greet(value: unknown): void {
    const { key, software, log } = this.#options;
    const parsed = challengeSchema.safeParse(value);
    if (!parsed.success) {
      log.warn('the center’s challenge could not be read', {});
      return;
    }
    this.#connection.abort();
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    const signature = Buffer.from(key.sign(helloText(parsed.data, CONTRACT_VERSION))).toString('base64');
    const hello = { contract: CONTRACT_VERSION, software, key: this.#verifierKey, signature };
    // By callback, not by promise: what the center sends right after its answer comes in the same turn, and #serve must
    // listen by then.
    this.#socket.timeout(ANSWER_WITHIN_MS).emit('hello', hello, (error: Error | null, answer: unknown) => {
      const entered = error === null ? this.#entered(answer, signal) : Promise.reject(error);
      this.#work = entered.catch((cause: unknown) => {
        if (signal.aborted) return;
        log.warn('the link to the center broke', { error: cause });
        this.#lost({ failure: 'cut', detail: cause instanceof Error ? cause.message : '' });
        this.#again(seconds(2));
      });
    });
  }

  #entered(answer: unknown, signal: AbortSignal): Promise<void> {
    const parsed = helloAnswerSchema.safeParse(answer);
    if (parsed.success) return this.#enter(parsed.data, signal);
    return Promise.reject(new ZaikeError('the center’s answer cannot be read', { code: 'contract', retry: true }));
  }

  async #enter(answer: HelloAnswer, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    switch (answer.kind) {
      case 'welcome': {
        const { institution, room } = answer;
        this.#status = { kind: 'connected', since: clock.now(), institution, room };
        log.info('linked to the center', { institution, room });
        await this.#serve(answer.acknowledged, signal);
        return;
      }
      case 'unpaired':
        await this.#offerCode(signal);
        return;
      case 'too-old':
      case 'refused':
        this.#status = { kind: answer.kind, message: answer.message };
        log.error('the center does not take this kiosk', { kind: answer.kind, message: answer.message });
        await clock.sleep(AGAIN_LATER, signal).catch(() => undefined);
        if (!signal.aborted) this.#again();
    }
  }

  /** Everything that runs while the link stands; ends with it. */
  async #serve(acknowledged: number, signal: AbortSignal): Promise<void> {
    const { outbox, live, state, carryOut, clock, log } = this.#options;
    const socket = this.#socket;
    using stack = new DisposableStack();
    const outlet = {
      init: (init) => void socket.emit('init', init),
      packet: (packet, got) => void socket.emit('packet', packet, got),
      ended: (request) => void socket.emit('ended', request),
    } satisfies Parameters<typeof liveOut>[1];
    const out = stack.use(liveOut(live, outlet, { clock, log }));
    const onWatch = (request: unknown): void => out.watch(request);
    const onUnwatch = (request: unknown): void => out.unwatch(request);
    socket.on('watch', onWatch).on('unwatch', onUnwatch);
    stack.defer(() => void socket.off('watch', onWatch).off('unwatch', onUnwatch));
    const onProve = (request: unknown, answer: unknown): void => prove(request, answer, this.#options.consistency);
    socket.on('prove', onProve);
    stack.defer(() => void socket.off('prove', onProve));
    stack.use(commandsIn(socket, carryOut, log));
    const telling = tellState(state, (now) => void socket.volatile.emit('state', now), { clock, log }, signal);
    const send = (delivery: Parameters<KioskToCenter['deliver']>[0]): Promise<unknown> =>
      socket.timeout(ANSWER_WITHIN_MS).emitWithAck('deliver', delivery);
    await deliver({ outbox, from: acknowledged, send, clock, signal });
    await telling;
  }

  /** Shows a code until an inspector has entered it; a new one every ten minutes. */
  async #offerCode(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    while (!signal.aborted) {
      const code = newSpokenCode(randomInt);
      const expiresAt: EpochMs = plus(clock.now(), CODE_LASTS);
      const answer: unknown = await this.#socket.timeout(ANSWER_WITHIN_MS).emitWithAck('offer', { code });
      if (!offerKeptSchema.safeParse(answer).success) {
        // Somebody else shows this code: another one.
        await clock.sleep(seconds(1), signal).catch(() => undefined);
        continue;
      }
      this.#status = { kind: 'unpaired', code: spokenCodeText(code), expiresAt };
      log.info('the center does not know this kiosk: an inspector enters this code there', { code: this.#status.code });
      await clock.sleep(CODE_LASTS, signal).catch(() => undefined);
    }
  }

  #lost({ failure, detail }: ReturnType<typeof failureOf>): void {
    this.#connection.abort();
    if (detail === 'io client disconnect') return;
    // What the center said of this kiosk holds until it says something else.
    if (this.#status.kind === 'too-old' || this.#status.kind === 'refused') {
      if (detail === 'io server disconnect') this.#again(AGAIN_LATER);
      return;
    }
    const { clock, log } = this.#options;
    if (this.#status.kind !== 'connecting' || this.#status.failure === null)
      log.warn('the link to the center is down; all is kept until it is back', { failure, detail });
    const since = this.#status.kind === 'connecting' ? this.#status.since : clock.now();
    this.#status = { kind: 'connecting', since, failure, detail };
    // After a cut by the center itself, socket.io does not try again.
    if (detail === 'io server disconnect') this.#again(seconds(2));
  }

  /** A new connection: the center gives each one challenge. */
  #again(after: DurationMs = seconds(0)): void {
    this.#connection.abort();
    this.#socket.disconnect();
    void this.#options.clock
      .sleep(after, this.#stop.signal)
      .then(() => this.#socket.connect())
      .catch(() => undefined);
  }
}
