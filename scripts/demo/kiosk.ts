import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A kiosk started as a program, its log lines on our stderr. */
export interface KioskProgram extends AsyncDisposable {
  readonly pid: number;
  /** Resolves with the fields of the first log line with this message; rejects when the kiosk ends before. */
  logged(message: string): Promise<Record<string, unknown>>;
  readonly exited: Promise<number | null>;
  /** Asks it to end and waits. */
  stop(): Promise<void>;
}

/** Starts kiosk/main.ts with a configuration. */
export function startKiosk(
  config: string,
  onLine: (line: Record<string, unknown>) => void = () => undefined,
): KioskProgram {
  const child: ChildProcess = spawn(process.execPath, ['kiosk/main.ts', config], {
    stdio: ['ignore', process.stderr, 'pipe'],
  });
  const waiting = new Map<string, PromiseWithResolvers<Record<string, unknown>>>();
  const seen = new Map<string, Record<string, unknown>>();
  if (!child.stderr) throw new Error('expected a piped stderr');
  createInterface({ input: child.stderr }).on('line', (text) => {
    process.stderr.write(`${text}\n`);
    const line = parsed(text);
    if (line === null || typeof line['message'] !== 'string') return;
    onLine(line);
    if (!seen.has(line['message'])) seen.set(line['message'], line);
    waiting.get(line['message'])?.resolve(line);
  });
  const exited = once(child, 'exit').then(([code]) => {
    for (const each of waiting.values()) each.reject(new Error('the kiosk ended'));
    return code as number | null;
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  return {
    pid: child.pid ?? -1,
    logged: (message) => {
      const before = seen.get(message);
      if (before) return Promise.resolve(before);
      const wait = waiting.get(message) ?? Promise.withResolvers<Record<string, unknown>>();
      waiting.set(message, wait);
      return wait.promise;
    },
    exited,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
