import type { CommandAnswer } from '../../core/contract/center/link.ts';
import { commandSchema } from '../../core/contract/center/link.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { Log } from '../../core/platform/log.ts';
import type { CommandFile, UplinkPorts, UplinkSocket } from './ports.ts';

const CHUNK_WITHIN_MS = 60_000;
const CHUNK_BYTES = 256 * 1024;
/** Commands at once; more are told to come again. */
const MOST_COMMANDS = 4;

/** Carries out what the center asks, until disposed of; files follow the answer chunk by chunk, each waiting for the one before. */
export function commandsIn(socket: UplinkSocket, carryOut: UplinkPorts['carryOut'], log: Log): Disposable {
  const stop = new AbortController();
  let running = 0;
  const run = async (id: string, value: unknown, answer: (answer: CommandAnswer) => void): Promise<void> => {
    const parsed = commandSchema.safeParse(value);
    if (!parsed.success) {
      answer({ kind: 'failed', message: '教室电脑不认识这个命令，请升级教室电脑' });
      return;
    }
    if (running >= MOST_COMMANDS) {
      answer({ kind: 'failed', message: '教室电脑正忙，请稍后再试' });
      return;
    }
    running += 1;
    try {
      const { answer: told, files } = await carryOut(parsed.data, stop.signal);
      answer(told);
      for (const [file, each] of files.entries()) await sendFile(id, file, each);
    } catch (error) {
      log.warn('a command of the center failed', { command: parsed.data.kind, error });
      answer({ kind: 'failed', message: error instanceof ZaikeError ? error.message : '教室电脑未能完成' });
    } finally {
      running -= 1;
    }
  };
  const sendFile = async (command: string, file: number, { content }: CommandFile): Promise<void> => {
    const send = async (data: Uint8Array, last: boolean): Promise<void> => {
      const go: unknown = await socket.timeout(CHUNK_WITHIN_MS).emitWithAck('chunk', { command, file, data, last });
      if (go !== true) throw new ZaikeError('the center wants no more of it', { code: 'cancelled', retry: false });
    };
    for await (const data of content)
      for (let at = 0; at < data.length; at += CHUNK_BYTES) await send(data.subarray(at, at + CHUNK_BYTES), false);
    await send(new Uint8Array(0), true);
  };
  const onCommand = (id: string, value: unknown, answer: (answer: CommandAnswer) => void): void => {
    void run(id, value, answer);
  };
  socket.on('command', onCommand);
  return {
    [Symbol.dispose]: () => {
      stop.abort();
      socket.off('command', onCommand);
    },
  };
}
