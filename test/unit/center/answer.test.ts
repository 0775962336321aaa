import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { answerOf } from '../../../server/hub/answer.ts';

class Line extends EventEmitter {
  connected = true;

  break(): void {
    this.connected = false;
    this.emit('disconnect');
  }
}

describe('an answer', () => {
  let line: Line;
  beforeEach(() => {
    line = new Line();
  });

  it('is what was told, and nothing of the question stays', async () => {
    const told = answerOf(line, 60_000, (answer) => setImmediate(answer, { proofs: null }));
    expect(line.listenerCount('disconnect')).toBe(1);
    expect(await told).toEqual({ proofs: null });
    expect(line.listenerCount('disconnect')).toBe(0);
  });

  it('is not waited for any more when the line breaks', async () => {
    const told = answerOf(line, 60_000, () => undefined);
    line.break();
    await expect(told).rejects.toMatchObject({ code: 'kiosk-silent', retry: true });
  });

  it('is not asked for over a line that is broken', async () => {
    line.break();
    await expect(answerOf(line, 60_000, () => expect.fail('it was asked'))).rejects.toThrow('the link broke');
  });

  it('is waited for no longer than said', async () => {
    await expect(answerOf(line, 20, () => undefined)).rejects.toThrow('no answer came within 20 ms');
  });
});
