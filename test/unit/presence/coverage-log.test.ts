import { expect, test } from 'vitest';
import { type CameraId, cameraId } from '../../../core/domain/ids.ts';
import { type EpochMs, epochMs, seconds } from '../../../core/domain/units.ts';
import { type CoverageSink, coverageLog } from '../../../kiosk/presence/coverage-log.ts';

class Spans implements CoverageSink {
  readonly spans: { camera: string; from: number; to: number }[] = [];
  openCoverage(camera: CameraId, from: EpochMs, to: EpochMs): number {
    return this.spans.push({ camera, from, to }) - 1;
  }
  extendCoverage(row: number, to: EpochMs): void {
    const span = this.spans[row];
    if (span) span.to = to;
  }
}

const room = cameraId('room');
const options = { continuity: seconds(4), writeEvery: seconds(1) };

test('frames a second apart make one observed stretch', () => {
  const sink = new Spans();
  const log = coverageLog({ sink, ...options });
  for (let at = 0; at <= 60_000; at += 1000) log.analysed(room, epochMs(at), true);
  log.flush();
  expect(sink.spans).toEqual([{ camera: 'room', from: 0, to: 60_000 }]);
});

test('more than the continuity between two frames leaves a hole of its real size', () => {
  const sink = new Spans();
  const log = coverageLog({ sink, ...options });
  for (const at of [0, 1000, 5000, 9001, 10_000]) log.analysed(room, epochMs(at), true);
  log.flush();
  expect(sink.spans).toEqual([
    { camera: 'room', from: 0, to: 5000 },
    { camera: 'room', from: 9001, to: 10_000 },
  ]);
});

test('a frame under a stepped clock is not coverage', () => {
  const sink = new Spans();
  const log = coverageLog({ sink, ...options });
  for (const [at, trusted] of [
    [0, true],
    [1000, true],
    [2000, false],
    [3000, false],
    [4000, true],
  ] as const) {
    log.analysed(room, epochMs(at), trusted);
  }
  log.flush();
  expect(sink.spans).toEqual([
    { camera: 'room', from: 0, to: 1000 },
    { camera: 'room', from: 4000, to: 4000 },
  ]);
});

test('a clock that went back begins another stretch and lengthens none', () => {
  const sink = new Spans();
  const log = coverageLog({ sink, ...options });
  for (const at of [10_000, 11_000, 7000, 8000]) log.analysed(room, epochMs(at), true);
  log.flush();
  expect(sink.spans).toEqual([
    { camera: 'room', from: 10_000, to: 11_000 },
    { camera: 'room', from: 7000, to: 8000 },
  ]);
});

test('each camera has its own stretches', () => {
  const sink = new Spans();
  const log = coverageLog({ sink, ...options });
  const door = cameraId('door');
  for (let at = 0; at <= 10_000; at += 1000) {
    log.analysed(room, epochMs(at), true);
    if (at < 3000) log.analysed(door, epochMs(at), true);
  }
  log.flush();
  expect(sink.spans).toEqual([
    { camera: 'room', from: 0, to: 10_000 },
    { camera: 'door', from: 0, to: 2000 },
  ]);
});
