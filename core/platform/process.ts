import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** How a child ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last 4 KB of stderr: programs such as ffmpeg tell their reasons only there. */
  readonly stderr: string;
}

export interface SpawnOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Aborting kills the child (SIGKILL). */
  readonly signal?: AbortSignal;
  /** Whether the child reads from us; default false (stdin is /dev/null). */
  readonly stdin?: boolean;
}

/** A running child: disposed of (killed and awaited) when its scope ends. */
export interface Child extends AsyncDisposable {
  readonly pid: number | undefined;
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  /** Each line of stderr as it comes; the last 4 KB are kept in {@link Exit}. */
  onStderrLine(listener: (line: string) => void): void;
  readonly exited: Promise<Exit>;
  kill(signal?: NodeJS.Signals): void;
}

/** Starts programs; handed in as a parameter so that only core/platform touches child_process. */
export interface Processes {
  /** @throws nothing: a program that cannot be started resolves `exited` with code null and the reason in stderr. */
  spawn(command: string, args: readonly string[], options?: SpawnOptions): Child;
}

export const systemProcesses: Processes = { spawn: start };

const TAIL_BYTES = 4096;

function start(command: string, args: readonly string[], options: SpawnOptions = {}): Child {
  const child: ChildProcess = spawn(command, args, {
    stdio: [options.stdin === true ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const { stdin, stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error(`${command}: expected piped stdout and stderr`);
  const listeners: ((line: string) => void)[] = [];
  let tail = '';
  let unfinished = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-TAIL_BYTES);
    const lines = (unfinished + text).split(/[\r\n]+/);
    unfinished = (lines.pop() ?? '').slice(-TAIL_BYTES);
    for (const line of lines) for (const listener of listeners) listener(line);
  });
  stdin?.on('error', () => undefined); // EPIPE after the child's death is told by `exited`
  const { promise: exited, resolve } = Promise.withResolvers<Exit>();
  child.once('error', (error) => {
    resolve({ code: null, signal: null, stderr: `${tail}${error.message}` });
  });
  child.once('close', (code, signal) => {
    resolve({ code, signal, stderr: tail });
  });
  const kill = (signal: NodeJS.Signals = 'SIGTERM'): void => {
    child.kill(signal);
  };
  const abort = (): void => {
    kill('SIGKILL');
  };
  if (options.signal?.aborted === true) abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  void exited.then(() => options.signal?.removeEventListener('abort', abort));
  return {
    pid: child.pid,
    stdin,
    stdout,
    onStderrLine: (listener) => {
      listeners.push(listener);
    },
    exited,
    kill,
    [Symbol.asyncDispose]: async () => {
      kill('SIGKILL');
      stdout.destroy();
      await exited;
    },
  };
}

/** Runs a program to its end and returns what it printed. @throws Error naming the program, its exit and stderr's tail when it fails. */
export async function run(
  processes: Processes,
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Buffer> {
  await using child = processes.spawn(command, args, options);
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  if (!child.stdout.readableEnded) await Promise.race([once(child.stdout, 'close'), child.exited]);
  const exit = await child.exited;
  if (exit.code !== 0)
    throw new Error(`${command} ended with ${String(exit.code ?? exit.signal)}: ${exit.stderr.trim().slice(-600)}`);
  return Buffer.concat(parts);
}

/**
 * Runs a program in the foreground, with our stderr, and our stdout or, with `quiet`, our stderr for that too.
 * @returns its exit code; null when it was killed or could not be started (said on stderr).
 */
export async function foreground(command: string, args: readonly string[], quiet = false): Promise<number | null> {
  const child = spawn(command, args, { stdio: ['ignore', quiet ? process.stderr : 'inherit', 'inherit'] });
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('exit', resolve);
  child.once('error', (error) => {
    process.stderr.write(`${command}: ${error.message}\n`);
    resolve(null);
  });
  return promise;
}
