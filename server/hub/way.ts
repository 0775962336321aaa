import type { Command, LiveRequest } from '../../core/contract/center/link.ts';
import { answerOf } from './answer.ts';
import type { CommandLine, CommandOutcome, Commands } from './commands.ts';
import type { KioskSocket } from './kiosk-ports.ts';

/** How a kiosk is reached from here: by its own socket, or through the hub that holds it. */
export interface KioskWay {
  watch(request: LiveRequest): void;
  unwatch(request: LiveRequest): void;
  /** @throws as `Commands.ask`. */
  ask(command: Command, signal: AbortSignal): Promise<CommandOutcome>;
  /** The kiosk is reached by another way now. */
  close(): void;
}

const ANSWER_WITHIN_MS = 60_000;
/** A challenge is answered when the trainee has done it. */
const answerWithin = (command: Command): number =>
  ANSWER_WITHIN_MS + (command.kind === 'challenge' ? command.seconds * 1000 : 0);

/** The way by the kiosk's own socket. */
export function ownWay(socket: KioskSocket, kiosk: string, commands: Commands): KioskWay {
  const line: CommandLine = {
    command: (id, command) =>
      answerOf(socket, answerWithin(command), (answer) => void socket.emit('command', id, command, answer)),
    onGone: (gone) => {
      socket.once('disconnect', gone);
      return () => socket.off('disconnect', gone);
    },
  };
  return {
    watch: (request) => void socket.emit('watch', request),
    unwatch: (request) => void socket.emit('unwatch', request),
    ask: (command, signal) => commands.ask(line, kiosk, command, signal),
    close: () => void socket.disconnect(true),
  };
}
