import { randomBytes } from 'node:crypto';
import { type Command, type CommandAnswer, commandAnswerSchema } from '../../core/contract/center/link.ts';
import { ZaikeError } from '../../core/domain/errors.ts';

/** A file that a kiosk sent: its bytes as they came. */
export interface ReceivedFile {
  readonly name: string;
  readonly type: string;
  readonly data: Uint8Array;
}

export interface CommandOutcome {
  readonly answer: Extract<CommandAnswer, { kind: 'done' }>;
  readonly files: readonly ReceivedFile[];
}

/** A chunk as it comes: nothing of it is known yet. */
interface Chunk {
  readonly command?: unknown;
  readonly file?: unknown;
  readonly data?: unknown;
  readonly last?: unknown;
}

/** Where a command goes out. */
export interface CommandLine {
  /** Resolves with the answer, of which nothing is known yet. @throws when none came in time. */
  command(id: string, command: Command): Promise<unknown>;
  /** Calls when the line breaks, until the returned function is called. */
  onGone(gone: () => void): () => void;
  /** Nobody waits for this one any more. */
  cancel?(id: string): void;
}

/** Asks kiosks and gathers the files that follow their answers. */
export interface Commands {
  /**
   * Asks a kiosk and waits for its answer and all its files.
   * @throws ZaikeError `command-failed` with the kiosk's own words; `kiosk-silent`; `too-large`; the signal's reason.
   */
  ask(line: CommandLine, kiosk: string, command: Command, signal: AbortSignal): Promise<CommandOutcome>;
  /** Takes a chunk; whether more is wanted. Chunks of another kiosk than the one asked are not. */
  chunk(kiosk: string, chunk: Chunk): boolean;
}

/** Of one command: an hour of a sub-stream is 225 MB; who wants more takes the evidence package. */
const MOST_BYTES = 256 << 20;

interface Waiting {
  readonly kiosk: string;
  readonly parts: Uint8Array[][];
  readonly done: Set<number>;
  bytes: number;
  readonly moved: () => void;
  readonly failed: (error: Error) => void;
}

export function createCommands(): Commands {
  const waiting = new Map<string, Waiting>();
  return {
    ask: async (line, kiosk, command, signal) => {
      const id = randomBytes(12).toString('base64url');
      const { promise, reject, resolve } = Promise.withResolvers<undefined>();
      let expected = Number.POSITIVE_INFINITY;
      const own: Waiting = {
        ...{ kiosk, parts: [], done: new Set<number>(), bytes: 0 },
        moved: () => {
          if (own.done.size >= expected) resolve(undefined);
        },
        failed: reject,
      };
      promise.catch(() => undefined); // awaited below, or given up with the answer
      const stop = (): void => {
        line.cancel?.(id);
        reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
      };
      signal.addEventListener('abort', stop, { once: true });
      const off = line.onGone(() => reject(silent()));
      waiting.set(id, own);
      try {
        const told: unknown = await Promise.race([
          line.command(id, command).catch(() => {
            throw silent();
          }),
          promise.then(() => new Promise<never>(() => undefined)),
        ]);
        const answer = commandAnswerSchema.parse(told);
        if (answer.kind === 'failed') throw new ZaikeError(answer.message, { code: 'command-failed', retry: true });
        expected = answer.files.length;
        own.moved();
        await promise;
        const files = answer.files.map(({ name, type }, i) => ({ name, type, data: joined(own.parts[i] ?? []) }));
        return { answer, files };
      } finally {
        waiting.delete(id);
        signal.removeEventListener('abort', stop);
        off();
      }
    },
    chunk: (kiosk, { command, file, data, last }) => {
      const own = typeof command === 'string' ? waiting.get(command) : undefined;
      if (own?.kiosk !== kiosk || typeof file !== 'number' || !Number.isInteger(file) || file < 0 || file > 63)
        return false;
      if (!(data instanceof Uint8Array)) return false;
      own.bytes += data.length;
      if (own.bytes > MOST_BYTES) {
        own.failed(new ZaikeError('录像太长，请缩短时间段', { code: 'too-large', retry: false }));
        return false;
      }
      (own.parts[file] ??= []).push(data);
      if (last === true) own.done.add(file);
      own.moved();
      return true;
    },
  };
}

function silent(): ZaikeError {
  return new ZaikeError('教室电脑没有回答，可能已断开', { code: 'kiosk-silent', retry: true });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
