import { beforeEach, describe, expect, it } from 'vitest';
import { cameraId } from '../../../core/domain/ids.ts';
import { minutes, seconds } from '../../../core/domain/units.ts';
import { silentLog } from '../../../core/platform/log.ts';
import { DiskTrouble } from '../../../kiosk/evidence/disk-trouble.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });

describe('trouble with the disk', () => {
  let clock: ManualClock;
  let told: string[];
  let trouble: DiskTrouble;
  beforeEach(() => {
    clock = new ManualClock(0);
    told = [];
    trouble = new DiskTrouble({
      ...{ camera: cameraId('room'), clock, log: silentLog },
      alarm: ({ code }) => void told.push(code),
    });
  });

  it('is told once while a full disk takes a little now and then', () => {
    for (let second = 0; second < 600; second += 1) {
      trouble.failed(full);
      clock.advance(seconds(1));
      trouble.recovered();
    }
    expect(told).toEqual(['disk-full']);
  });

  it('is told again when it comes back after it was over', () => {
    trouble.failed(full);
    trouble.recovered();
    clock.advance(minutes(1));
    trouble.failed(full);
    expect(told).toEqual(['disk-full', 'disk-full']);
  });

  it('is not over because nothing was written: once, however long', () => {
    trouble.failed(full);
    clock.advance(minutes(10));
    trouble.failed(full);
    expect(told).toEqual(['disk-full']);
  });

  it('lets the disk be tried again after a second', () => {
    trouble.failed(full);
    expect(trouble.waiting).toBe(true);
    clock.advance(seconds(1));
    expect(trouble.waiting).toBe(false);
  });
});
