import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { oneHeapEnvironment } from './heap.ts';

/** How a worker ended. */
export interface WorkerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program of ours in a process of its own; killed and awaited when its scope ends. */
export interface Worker extends AsyncDisposable {
  readonly pid: number | undefined;
  /** A pipe into the worker's fd 4, for bytes that are too many for messages. Its errors after the worker's death are the caller's to take. */
  readonly pipe: Writable;
  /** Sends one message (typed arrays stay typed arrays). A dead worker loses it silently: `exited` tells. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  readonly exited: Promise<WorkerExit>;
  kill(signal?: NodeJS.Signals): void;
}

/** Starts workers; handed in as a parameter so that only core/platform touches child_process. */
export interface Workers {
  /**
   * Runs `program` (a .ts or .js file) with this Node. Its stdin is empty, its stdout and stderr go to
   * our stderr, fd 3 carries messages, fd 4 bytes. A program that cannot be started resolves `exited`.
   * `heap` `one`: see heap.ts; for programs whose native libraries take and free large blocks.
   */
  start(program: string, environment?: Readonly<Record<string, string>>, heap?: 'default' | 'one'): Worker;
}

export const systemWorkers: Workers = { start };

function start(
  program: string,
  environment: Readonly<Record<string, string>> = {},
  heap: 'default' | 'one' = 'default',
): Worker {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', process.stderr, 'inherit', 'ipc', 'pipe'],
    serialization: 'advanced',
    env: { ...process.env, ...(heap === 'one' ? oneHeapEnvironment : {}), ...environment },
  });
  const pipe = child.stdio[4] as Writable;
  const { promise: exited, resolve } = Promise.withResolvers<WorkerExit>();
  child.once('error', () => {
    resolve({ code: null, signal: null });
  });
  child.once('exit', (code, signal) => {
    resolve({ code, signal });
  });
  const kill = (signal: NodeJS.Signals = 'SIGTERM'): void => {
    child.kill(signal);
  };
  return {
    pid: child.pid,
    pipe,
    send: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    exited,
    kill,
    [Symbol.asyncDispose]: async () => {
      kill('SIGKILL');
      await exited;
      pipe.destroy();
    },
  };
}

/** The process that started us, as a worker sees it. */
export interface Parent {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The parent is gone or has let go of us. */
  onGone(listener: () => void): void;
  /** What the parent writes into {@link Worker.pipe}. */
  readonly pipe: AsyncIterable<Uint8Array>;
}

/** @throws Error when this process was not started by {@link Workers}. */
export function connectParent(): Parent {
  if (process.send === undefined) throw new Error('expected to be started by the kiosk, with a channel for messages');
  return {
    send: (message) => {
      process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => {
      process.on('message', listener);
    },
    onGone: (listener) => {
      process.once('disconnect', listener);
    },
    pipe: new Socket({ fd: 4, readable: true, writable: false }),
  };
}
