import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemProcesses } from '../../../../core/platform/process.ts';

/** A program of this folder in a process of its own: it is told lines of JSON and answers each; it ends with its parent. */
export interface BusyChild extends AsyncDisposable {
  readonly pid: number;
  tell<Answer>(line: object): Promise<Answer>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts one and tells it its options. @param onLog each line of its stderr. */
export async function startBusy(
  program: 'hub' | 'kiosks' | 'watchers' | 'plain',
  options: object,
  onLog: (line: string) => void = () => undefined,
): Promise<{ readonly child: BusyChild; readonly answer: unknown }> {
  const script = join(import.meta.dirname, `${program}.main.ts`);
  const child = systemProcesses.spawn(process.execPath, [script], { stdin: true, env: process.env });
  child.onStderrLine(onLog);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let turn: Promise<unknown> = Promise.resolve();
  const tell = <Answer>(line: object): Promise<Answer> => {
    const told = turn.then(async () => {
      child.stdin?.write(`${JSON.stringify(line)}\n`);
      const next = await answers.next();
      if (next.done === true) throw new Error(`${program} has ended: ${(await child.exited).stderr.trim()}`);
      return JSON.parse(next.value) as Answer;
    });
    turn = told.catch(() => undefined);
    return told;
  };
  const answer = await tell(options);
  const own: BusyChild = {
    ...{ pid: child.pid ?? 0, tell, kill: (signal) => child.kill(signal) },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
  return { child: own, answer };
}

/** The program's side: answers each line of stdin with one line on stdout; ends when stdin does. */
export async function answerLines(answer: (line: never) => Promise<object>): Promise<never> {
  for await (const line of createInterface({ input: process.stdin })) {
    const told = await answer(JSON.parse(line) as never);
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }
  process.exit(0);
}
