import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { PipeWriter } from '../../kiosk/camera/pipe-writer.ts';
import { classroom, openOn, Witness } from './camera-scene.ts';

/** Reads capture events on fd 4 as the vision process does, and prints one line an event. */
const READER = `
  import { createReadStream } from 'node:fs';
  import { decodeEvents } from ${JSON.stringify(fileURLToPath(new URL('../../kiosk/camera/packet-pipe.ts', import.meta.url)))};
  for await (const event of decodeEvents(createReadStream('', { fd: 4 })))
    console.log(event.kind, event.run ?? '', event.frame ?? '', event.keyframe ?? '');
`;

interface Reader extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly pipe: Writable;
  readonly lines: string[];
  /** Resolves once a line fits. */
  line(words: RegExp): Promise<void>;
}

function startReader(): Reader {
  const args = ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', READER];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc', 'pipe'] });
  const lines: string[] = [];
  let changed = Promise.withResolvers<undefined>();
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.trim().split('\n'));
    changed.resolve(undefined);
    changed = Promise.withResolvers<undefined>();
  });
  return {
    child,
    pipe: child.stdio[4] as Writable,
    lines,
    line: async (words) => {
      while (!lines.some((line) => words.test(line))) await changed.promise;
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

beforeAll(async () => {
  await using _ = await classroom(); // renders the films
});

describe('the process that reads packets for vision', () => {
  test('gets every event of the camera over its pipe', async () => {
    await using simulated = await classroom();
    await using camera = openOn(simulated);
    await using reader = startReader();
    const writer = new PipeWriter(reader.pipe);
    void pump(camera.subscribe({ name: 'vision', keep: 'latest' }), (event) => writer.write(event));
    await reader.line(/packet 1 20 /);
    const packets = reader.lines.filter((line) => line.startsWith('packet'));
    expect(packets.slice(0, 20).map((line) => Number(line.split(' ')[2]))).toEqual(
      Array.from({ length: 20 }, (_, i) => i),
    );
    expect(reader.lines.find((line) => line.startsWith('init'))).toBeDefined();
  });

  test('may stall and be killed: what the recorder gets has no gap and no frame is missing', async () => {
    await using simulated = await classroom();
    await using camera = openOn(simulated);
    const recorder = new Witness(camera.subscribe({ name: 'recorder', keep: 'all' }));
    await using reader = startReader();
    const writer = new PipeWriter(reader.pipe, 50_000);
    void pump(camera.subscribe({ name: 'vision', keep: 'latest' }), (event) => writer.write(event));
    await reader.line(/packet 1 3 /);

    reader.child.kill('SIGSTOP');
    await recorder.until(() => writer.dropped > 5);
    await recorder.run(1, recorder.packets.length + 12);
    reader.child.kill('SIGKILL');
    await once(reader.child, 'close');
    const packets = await recorder.run(1, recorder.packets.length + 24);

    expect(packets.map((packet) => packet.frame)).toEqual(packets.map((_, i) => i));
    expect(packets.map((packet) => packet.decodeTime)).toEqual(packets.map((_, i) => i * 7500));
    expect(recorder.gaps.filter((gap) => gap.why !== 'starting')).toEqual([]);
  });

  test('goes on at a keyframe after it was too slow', async () => {
    await using simulated = await classroom();
    await using camera = openOn(simulated);
    await using reader = startReader();
    const writer = new PipeWriter(reader.pipe, 50_000);
    const seen = new Witness(camera.subscribe({ name: 'witness', keep: 'all' }));
    void pump(camera.subscribe({ name: 'vision', keep: 'latest' }), (event) => writer.write(event));
    await reader.line(/packet 1 3 /);
    reader.child.kill('SIGSTOP');
    await seen.until(() => writer.dropped > 5);
    const written = seen.packets.length;
    reader.child.kill('SIGCONT');
    await seen.run(1, written + 36);
    await reader.line(new RegExp(`packet 1 ${seen.packets.length} `));
    const packets = reader.lines.filter((line) => line.startsWith('packet')).map((line) => line.split(' '));
    const jumps = packets.filter((packet, i) => i > 0 && Number(packet[2]) !== Number(packets[i - 1]?.[2]) + 1);
    expect(jumps.length).toBeGreaterThan(0);
    expect(jumps.every((packet) => packet[3] === 'true')).toBe(true);
  });
});

async function pump<T>(source: AsyncIterable<T>, take: (event: T) => void): Promise<void> {
  for await (const event of source) take(event);
}
