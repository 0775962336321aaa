import { PassThrough } from 'node:stream';
import type { Worker, WorkerExit } from '../../../core/platform/worker.ts';

/** A vision process that does what the test says. */
export class FakeWorker implements Worker {
  readonly pid = 1;
  readonly pipe = new PassThrough();
  readonly sent: { kind: string; request?: number }[] = [];
  readonly #exit = Promise.withResolvers<WorkerExit>();
  readonly exited = this.#exit.promise;
  #listener: (message: unknown) => void = () => undefined;

  send(message: { kind: string; request?: number }): void {
    this.sent.push(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }

  says(message: unknown): void {
    this.#listener(message);
  }

  ready(): void {
    const pack = { name: 'standard', modelId: 'm', embeddingLength: 2, thresholds: [{ frames: 1, similarity: 0.5 }] };
    this.says({
      kind: 'ready',
      pack: { ...pack, margin: 0.1, smallestFace: 30, damaged: [] },
      runtime: 'onnx',
      patienceMs: 1200,
      notes: [],
    });
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#exit.resolve({ code: null, signal });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill('SIGKILL');
    await this.exited;
  }
}
