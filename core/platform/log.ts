import { systemClock } from './clock.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** Named particulars of a log line; never credentials or full ID numbers. */
export type Fields = Readonly<Record<string, unknown>>;

/** One line of JSON an event, on stderr. `part` names the room the line comes from. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  child(part: string): Log;
}

const order: Record<Level, number> = { debug: 0, info: 1, warn: 2, error: 3 };

/** First 6 and last 4 characters stay (rules §6), wherever an 18-character ID number slips into a line. */
export function maskIdNumbers(text: string): string {
  return text.replace(/(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)/g, '$1********$2');
}

/** Takes user:password out of addresses. */
export function maskCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1***@');
}

/** A log that hands finished lines to `write` (stderr by default). */
export function createLog(part: string, least: Level = 'info', write: (line: string) => void = toStderr): Log {
  const line = (level: Level, message: string, fields: Fields | undefined): void => {
    if (order[level] < order[least]) return;
    const at = new Date(systemClock.now()).toISOString();
    const text = JSON.stringify({ at, level, part, message, ...fields }, errorsAsText);
    write(maskCredentials(maskIdNumbers(text)));
  };
  return {
    debug: (message, fields) => {
      line('debug', message, fields);
    },
    info: (message, fields) => {
      line('info', message, fields);
    },
    warn: (message, fields) => {
      line('warn', message, fields);
    },
    error: (message, fields) => {
      line('error', message, fields);
    },
    child: (name) => createLog(`${part}/${name}`, least, write),
  };
}

/** Swallows every line: for tests and one-shot commands. */
export const silentLog: Log = createLog('silent', 'error', () => undefined);

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? { name: value.name, message: value.message } : value;
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
