import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CenterClassView } from '../../core/contract/center/filings.ts';
import { plus, seconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { startCenter, type TestCenter } from '../support/center/center.ts';
import { seedClasses, seededClass } from '../support/center/seed.ts';
import type { OfficeClient } from '../support/office/client.ts';

const OWN = seededClass(0);
const KEY = 'seed+0+none';
let test: TestCenter;
let inspector: OfficeClient;
let administrator: OfficeClient;
beforeAll(async () => {
  test = await startCenter();
  await seedClasses(test.center, 2, systemClock.now());
  inspector = await test.as('inspector');
  administrator = await test.as('administrator');
});
afterAll(() => test[Symbol.asyncDispose]());

const listed = async (): Promise<string[]> =>
  (await inspector.get<CenterClassView[]>('/classes')).body.map(({ kiosk, code }) => `${kiosk}/${code}`).sort();

/** An inspector enters the code that the kiosk with this key shows. */
async function pairs(institution: string, key = KEY) {
  const now = systemClock.now();
  await test.center.kiosks.offer('ABCDEFGH', key, now, plus(now, seconds(60)));
  return inspector.send<{ id: string; error?: { code: string; message: string } }>('POST', '/kiosks', {
    ...{ code: 'ABCDEFGH', institution, room: 'B9' },
  });
}

it('the classes of a kiosk that was unpaired go on to count', async () => {
  const before = await listed();
  expect(before).toContain(`${OWN.kiosk}/${OWN.class}`);
  expect((await administrator.send('DELETE', `/kiosks/${OWN.kiosk}`)).status).toBe(200);
  expect(await listed()).toEqual(before);
});

it('another institution does not get them by pairing the same kiosk; its own has it back', async () => {
  const refused = await pairs('买下电脑的学校');
  expect([refused.status, refused.body.error?.code]).toEqual([422, 'kiosk-of-another']);
  expect(refused.body.error?.message).toContain(OWN.institution);
  expect((await pairs(OWN.institution)).body.id).toBe(OWN.kiosk);
});

it('a class that was taken to another kiosk is that one’s', async () => {
  await administrator.send('DELETE', `/kiosks/${OWN.kiosk}`);
  const { id } = (await pairs(OWN.institution, 'new+0+key')).body;
  const [filed] = await test.center.facts.of('filing', { kiosk: OWN.kiosk, key: OWN.class });
  const { body } = filed ?? expect.fail('no filing');
  await test.center.facts.put([
    { kind: 'filing', kiosk: id, key: OWN.class, class: OWN.class, day: '', item: 1, body },
  ]);
  const now = await listed();
  expect(now).toContain(`${id}/${OWN.class}`);
  expect(now).not.toContain(`${OWN.kiosk}/${OWN.class}`);
});

it('an administrator puts the institution’s name right, with all that it delivered', async () => {
  const { kiosk, class: code } = seededClass(1);
  const place = { institution: '大连职业技术学院（本部）', room: 'A1' };
  expect((await administrator.send('PUT', `/kiosks/${kiosk}/place`, place)).status).toBe(200);
  const own = (await inspector.get<CenterClassView[]>('/classes')).body.find((each) => each.code === code);
  expect(own?.institution).toBe(place.institution);
});
