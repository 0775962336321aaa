import { systemProcesses } from '../../core/platform/process.ts';

/** A kiosk started as a program, its log lines on our stderr. */
export interface KioskProgram extends AsyncDisposable {
  readonly pid: number;
  /** Resolves with the fields of the first log line with this message; rejects when the kiosk ends before. */
  logged(message: string): Promise<Record<string, unknown>>;
  readonly exited: Promise<number | null>;
  /** Asks it to end and waits. */
  stop(): Promise<void>;
}

/** Starts kiosk/main.ts with a configuration. `mark` begins each of its log lines. */
export function startKiosk(config: string, mark = ''): KioskProgram {
  const child = systemProcesses.spawn(process.execPath, ['kiosk/main.ts', config]);
  const waiting = new Map<string, PromiseWithResolvers<Record<string, unknown>>>();
  const seen = new Map<string, Record<string, unknown>>();
  child.stdout.resume();
  child.onStderrLine((text) => {
    process.stderr.write(`${mark}${text}\n`);
    const line = parsed(text);
    const message = line?.['message'];
    if (line === null || typeof message !== 'string') return;
    if (!seen.has(message)) seen.set(message, line);
    waiting.get(message)?.resolve(line);
  });
  const exited = child.exited.then(({ code }) => {
    for (const each of waiting.values()) each.reject(new Error('the kiosk ended'));
    return code;
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
