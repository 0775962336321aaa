import { userInfo } from 'node:os';
import { type Child, systemProcesses } from '../../../../core/platform/process.ts';

/** Root may not run PostgreSQL: then the user that its package brings does. */
const asWhom = (user: string | null): readonly string[] =>
  user === null || userInfo().uid !== 0 ? [] : ['runuser', '-u', user, '--'];

/** Ends the server when our end of its stdin closes: also when we were killed. */
const WHILE_STDIN_IS_OPEN = '"$@" </dev/null & server=$!; read -r _; kill -INT $server; wait $server';

/** Starts a server that lives no longer than this process. @param user who runs it when we are root. */
export function startDaemon(command: readonly string[], user: string | null = null): Child {
  const [program = '', ...args] = [...asWhom(user), 'sh', '-c', WHILE_STDIN_IS_OPEN, 'sh', ...command];
  return systemProcesses.spawn(program, args, { stdin: true });
}

/** Ends it the gentle way and waits. */
export async function endDaemon(child: Child): Promise<void> {
  child.stdin?.end();
  await child.exited;
}

/** The command line that runs a program to its end as that user. */
export const asUser = (user: string | null, command: readonly string[]): readonly [string, ...string[]] => {
  const [program = '', ...args] = [...asWhom(user), ...command];
  return [program, ...args];
};
