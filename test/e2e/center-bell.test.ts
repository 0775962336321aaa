import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KioskState } from '../../core/contract/center/link.ts';
import { formatVerifierKey } from '../../core/domain/checkpoint.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { kioskKey } from '../../kiosk/evidence/key.ts';
import { startCenter, type TestCenter } from '../support/center/center.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { seedClasses, seededClass, seededState } from '../support/center/seed.ts';
import { sha256Bytes } from '../support/center/sha256.ts';
import { axeFindings, launchChromium, until } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';
/** Notes every tone that the page starts, and whether its sound runs. */
const LISTEN = `
  window.tones = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...args) {
    window.tones.push(this.frequency.value + ' ' + this.context.state);
    return start.apply(this, args);
  };
`;

describe('the bell', () => {
  let browser: Browser;
  let test: TestCenter;
  let kiosk: TestKiosk;
  const dark = new Set<string>();
  const key = kioskKey(generateKeyPairSync('ed25519').privateKey);

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    [browser, test] = await Promise.all([launchChromium(), startCenter()]);
    await seedClasses(test.center, 1, systemClock.now(), () => formatVerifierKey(sha256Bytes, key));
    kiosk = startTestKiosk(test.origin, { key, state: stateNow });
  });
  afterAll(async () => {
    await kiosk[Symbol.asyncDispose]();
    await browser.close();
    await test[Symbol.asyncDispose]();
  });

  function stateNow(): KioskState {
    const now = systemClock.now();
    const state = seededState(seededClass(0).class, now);
    const health = { kind: 'dark', since: now - 1000 } as const;
    return { ...state, cameras: state.cameras.map((one) => (dark.has(one.id) ? { ...one, health } : one)) };
  }
  const tones = (page: Page): Promise<string[]> => page.evaluate<string[]>('window.tones');
  const count = (page: Page, unseen: number) =>
    page.getByRole('button', { name: `提醒：${String(unseen)} 条未处理` }).waitFor();

  it('counts what nobody has taken note of, and a new alert sounds once; switched off it is silent', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.addInitScript(LISTEN);
    await test.signIn(page, 'inspector');
    await page.goto(`${test.origin}/center/`);
    await page.getByRole('article').first().waitFor();
    await page.getByRole('button', { name: '提醒：没有新的' }).waitFor();
    await page.getByRole('heading', { level: 1 }).click(); // browsers let a page sound after a click
    await page.getByRole('button', { name: '关闭提示音' }).waitFor();
    expect(await tones(page)).toEqual([]);

    dark.add('room');
    await count(page, 1);
    await until(page, 'window.tones.length > 0');
    expect(await tones(page)).toEqual(['660 running', '880 running']);
    expect(await page.locator('.ant-badge-count').first().getAttribute('title')).toBe('1');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-bell.png` });

    await page.getByRole('button', { name: '关闭提示音' }).click();
    await page.getByRole('button', { name: '打开提示音' }).waitFor();
    dark.add('front');
    await count(page, 2);
    await page.waitForTimeout(1000);
    expect(await tones(page)).toHaveLength(2);

    // What somebody took note of is counted no more; a page that is opened now does not sound for what is old.
    const inspector = await test.as('inspector');
    const { body } = await inspector.get<{ id: number }[]>('/alerts/open');
    for (const { id } of body) await inspector.send('POST', `/alerts/${String(id)}/note`, { note: '已电话通知' });
    await page.getByRole('button', { name: '提醒：没有新的' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: '提醒：没有新的' }).waitFor();
    await page.waitForTimeout(1000);
    expect(await tones(page)).toEqual([]);
    await context.close();
  });
});
