import { beforeEach, describe, expect, it } from 'vitest';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { minutes } from '../../../core/domain/units.ts';
import { Proofs } from '../../../server/hub/proofs.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const silent = (): Promise<never> => Promise.reject(new ZaikeError('no answer', { code: 'kiosk-silent', retry: true }));
const given = (): Promise<null> => Promise.resolve(null);

describe('a kiosk’s proofs', () => {
  let clock: ManualClock;
  let lasts: boolean;
  let looked: number;
  let link: number;
  let changes: number;
  let proofs: Proofs;
  const changed = (): void => {
    changes += 1;
  };
  const fails = () => expect(proofs.over('k1', silent, changed)).rejects.toThrow('no answer');
  const delivers = (createdAt: number, kind: string, size = 0) => {
    const body = kind === 'checkpoint' ? { origin: 'zaike', size, note: 'signed' } : {};
    return proofs.delivered('k1', [{ id: 1, kind, body, createdAt, fault: '' }]);
  };

  beforeEach(() => {
    clock = new ManualClock(0);
    [lasts, looked, link, changes] = [false, 0, 1, 0];
    proofs = new Proofs({
      alarms: {
        unproven: () => {
          const isNew = !lasts;
          lasts = true;
          return Promise.resolve(isNew);
        },
        proven: () => {
          looked += 1;
          const ended = lasts;
          lasts = false;
          return Promise.resolve(ended);
        },
      },
      linkOf: () => link,
      clock,
    });
  });

  it('that are missing three times over ten minutes are an alert; it ends with the first that comes', async () => {
    await fails();
    await fails();
    clock.advance(minutes(9));
    await fails();
    expect(lasts).toBe(false);
    clock.advance(minutes(1));
    await fails();
    await fails();
    expect({ lasts, changes }).toEqual({ lasts: true, changes: 1 });
    expect(await proofs.over('k1', given, changed)).toBeNull();
    expect({ lasts, changes }).toEqual({ lasts: false, changes: 2 });
  });

  it('that are missing once in a long time are none: one that came in between counts', async () => {
    for (let times = 0; times < 5; times += 1) {
      await fails();
      clock.advance(minutes(20));
      await proofs.over('k1', given, changed);
    }
    expect({ lasts, changes }).toEqual({ lasts: false, changes: 0 });
  });

  it('are missing once only, however long ago', async () => {
    await fails();
    clock.advance(minutes(600));
    await fails();
    expect(lasts).toBe(false);
  });

  it('end what another hub told, in each new link, and are not looked up again and again', async () => {
    await proofs.over('k1', given, changed);
    await proofs.over('k1', given, changed);
    expect(looked).toBe(1);
    lasts = true;
    link = 2;
    await proofs.over('k1', given, changed);
    expect({ lasts, looked }).toEqual({ lasts: false, looked: 2 });
  });

  it('are missing too where records come and no checkpoint does for more than an hour', async () => {
    const at = (minute: number, kind: string, size = 0) => delivers(minutes(minute), kind, size);
    await at(0, 'checkpoint', 10);
    await at(60, 'record');
    clock.advance(minutes(60));
    expect(await at(71, 'coverage')).toBe(false); // no record: the journal may not have grown
    await at(71, 'record');
    clock.advance(minutes(9));
    expect(await at(75, 'record')).toBe(false);
    clock.advance(minutes(1));
    expect({ began: await at(76, 'record'), lasts }).toEqual({ began: true, lasts: true });
    await at(77, 'checkpoint', 10); // as before: the journal that is shown has not grown
    clock.advance(minutes(1));
    expect(await at(78, 'record')).toBe(false);
    expect(lasts).toBe(true);
    await at(79, 'checkpoint', 20);
    await proofs.over('k1', given, changed);
    clock.advance(minutes(60));
    await at(140, 'record');
    expect(lasts).toBe(false);
  });

  it('are not missed where a kiosk that is paired now tells of weeks that have passed', async () => {
    for (const day of [0, 7, 14]) await delivers(minutes(60 * 24 * day) - minutes(60 * 24 * 15), 'record');
    clock.advance(minutes(20));
    await delivers(minutes(20), 'coverage');
    expect(lasts).toBe(false);
  });

  it('are not missed for a clock that was set: the checkpoint that follows settles it', async () => {
    const year = minutes(60 * 24 * 365);
    await delivers(0, 'checkpoint', 10);
    await delivers(year, 'record');
    clock.advance(minutes(1));
    await delivers(year, 'checkpoint', 20);
    clock.advance(minutes(30));
    await delivers(year + minutes(30), 'record');
    expect(lasts).toBe(false);
  });

  it('are not blamed for another fault', async () => {
    const broken = () => Promise.reject(new Error('the disk is full'));
    for (let times = 0; times < 4; times += 1) {
      clock.advance(minutes(5));
      await expect(proofs.over('k1', broken, changed)).rejects.toThrow('the disk is full');
    }
    expect(lasts).toBe(false);
  });
});
