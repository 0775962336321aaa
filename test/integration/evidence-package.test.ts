import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, systemProcesses } from '../../core/platform/process.ts';
import { openKey } from '../../kiosk/evidence/key.ts';
import { testKey } from '../support/evidence/key.ts';
import { openKiosk } from '../support/evidence/kiosk.ts';
import { type MorningPackage, morningData, morningPackage } from '../support/evidence/lesson.ts';
import { axeFindings, launchChromium, openPage, until } from '../support/screen/browser.ts';

const script = (name: string): string => join(import.meta.dirname, '../../scripts', name);
let made: MorningPackage;

beforeAll(async () => {
  made = await morningPackage();
});
afterAll(() => made[Symbol.asyncDispose]());

async function ended(
  name: string,
  args: readonly string[],
): Promise<{ code: number | null; out: string; err: string }> {
  await using child = systemProcesses.spawn(process.execPath, [script(name), ...args]);
  let out = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  const { code, stderr } = await child.exited;
  return { code, out, err: stderr };
}

describe('a package', () => {
  it('holds the sealed segments byte for byte, and plays its joined clips', async () => {
    const segments = readdirSync(join(made.path, 'segments'), { recursive: true, withFileTypes: true });
    for (const entry of segments.filter((each) => each.isFile())) {
      const copied = join(entry.parentPath, entry.name);
      expect(readFileSync(copied).equals(readFileSync(copied.replace('/package/', '/evidence/')))).toBe(true);
    }
    const clips = readdirSync(join(made.path, 'clips/DSJ-2026-01'));
    expect(clips).toHaveLength(4);
    for (const clip of clips) {
      const file = join(made.path, 'clips/DSJ-2026-01', clip);
      expect((await run(systemProcesses, 'ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'])).toString()).toBe(
        '',
      );
    }
    expect(existsSync(join(made.path, 'sheets/DSJ-2026-01/2026-10-08-02.jpg'))).toBe(true);
  });

  it('keeps wall time in a joined clip across a gap', async () => {
    const clip = join(made.path, 'clips/DSJ-2026-01/2026-10-08-02-door.mp4');
    const probe = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', clip];
    const duration = Number((await run(systemProcesses, 'ffprobe', probe)).toString());
    const manifest = JSON.parse(
      readFileSync(join(made.path, 'lessons/DSJ-2026-01/2026-10-08-02/manifest.json'), 'utf8'),
    ) as { cameras: { camera: string; segments: { from: number; to: number }[] }[] };
    const segments = manifest.cameras.find(({ camera }) => camera === 'door')?.segments ?? [];
    expect(duration).toBeCloseTo(((segments.at(-1)?.to ?? 0) - (segments[0]?.from ?? 0)) / 1000, 0);
  });

  it('opens from a folder without a server: a sighting opens the video at its second', async () => {
    await using browser = await launchChromium();
    const { page, faults } = await openPage(browser, pathToFileURL(join(made.path, 'index.html')).href);
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    expect(await page.locator('nav button').count()).toBe(2);
    await page.locator('tr[data-trainee="t2"]').click();
    await until(page, `document.querySelector('video').currentTime === 26`);
    await until(page, `document.querySelector('video').readyState >= 2`);
    expect(await page.locator('#clock').textContent()).toContain('08:00:26');
    expect(await page.evaluate('document.querySelector(".face").hidden')).toBe(false);
    expect(await page.evaluate('document.querySelector("video").videoWidth')).toBe(320);
    const shot = await page.locator('video').screenshot();
    expect(await colours(shot)).toBeGreaterThan(50);
    await page.locator('.openings button').nth(1).click();
    await until(page, `document.querySelector('#clock').textContent.includes('08:01:18')`);
    await page.evaluate('document.querySelector("video").play()');
    await until(page, `document.querySelector('#clock').textContent.includes('08:01:20')`);
    expect(faults).toEqual([]);
    expect(requested.filter((url) => !url.startsWith('file://'))).toEqual([]);
  });

  it('shows a gap, a correction and somebody who was never seen, and has no barrier for anybody', async () => {
    await using browser = await launchChromium();
    const { page, faults } = await openPage(browser, pathToFileURL(join(made.path, 'index.html')).href);
    await page.locator('nav button').nth(1).click();
    expect(await page.locator('.gaps').textContent()).toContain('摄像头连不上');
    await page.locator('tr[data-trainee="t4"]').click();
    expect(await page.locator('#proof').textContent()).toContain('摄像头故障，任课教师证明在场');
    const door = page.locator('.bar').first();
    const { width = 0, height = 0 } = (await door.boundingBox()) ?? {};
    await door.click({ position: { x: width * 0.5, y: height / 2 } });
    await until(page, `document.querySelector('#trouble').textContent.includes('没有录像')`);
    await door.click({ position: { x: width * 0.1, y: height / 2 } });
    await until(page, `document.querySelector('video').readyState >= 2`);
    expect(await axeFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('takes names as text, never as markup', () => {
    expect(readFileSync(join(made.path, 'data.js'), 'utf8')).not.toMatch(/[<>]/);
  });
});

describe('the evidence command', () => {
  it('packs what a kiosk left, says what it packed in one line, and the package verifies with key and head', async () => {
    await using data = await morningData();
    await mkdir(join(data.path, 'forms'));
    await writeFile(join(data.path, 'forms/附件6.html'), '<p>附件6</p>');
    const out = join(data.path, 'out');
    const packing = await ended('evidence.ts', [
      '--data',
      data.path,
      '--out',
      out,
      '--class',
      'DSJ-2026-01',
      '--month',
      '2026-10',
      '--forms',
      join(data.path, 'forms'),
    ]);
    expect(packing.err).toContain('复制录像');
    expect(packing.code).toBe(0);
    expect(JSON.parse(packing.out)).toMatchObject({ lessons: 2, missing: [], without: [] });
    const verified = await ended('verify-evidence.ts', [
      out,
      '--key',
      join(out, 'public-key.txt'),
      '--head',
      join(out, 'journal/checkpoints'),
    ]);
    expect(verified).toMatchObject({ code: 0 });
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, faults: [] });
    expect(existsSync(join(out, 'forms/附件6.html'))).toBe(true);
  });

  it('can be packed again and again, each package whole in itself', async () => {
    await using data = await morningData();
    for (const name of ['first', 'second']) {
      const out = join(data.path, name);
      expect((await ended('evidence.ts', ['--data', data.path, '--out', out])).code).toBe(0);
      expect((await ended('verify-evidence.ts', [out])).code).toBe(0);
    }
  });

  it('says what is wrong: no kiosk there, a folder in use, nothing to pack, a running kiosk', async () => {
    await using data = await morningData();
    const out = join(data.path, 'out');
    const tried = async (...args: string[]) => {
      const { code, out: stdout, err } = await ended('evidence.ts', args);
      expect(stdout).toBe('');
      expect(code).not.toBe(0);
      return err;
    };
    expect(await tried('--out', out)).toContain('expected --data');
    expect(await tried('--data', '/nowhere', '--out', out)).toContain('zaike.db');
    expect(await tried('--data', data.path, '--out', out, '--month', '2026-13')).toContain('YYYY-MM');
    expect(await tried('--data', data.path, '--out', join(data.path, 'evidence'))).toContain('不是空文件夹');
    expect(await tried('--data', data.path, '--out', out, '--month', '2027-01')).toContain('没有已封存的课时');
    const key = testKey('other');
    await expect(openKiosk(data.path, { key })).rejects.toMatchObject({ code: 'journal-key' });
    await using running = await openKiosk(data.path, { key: openKey(join(data.path, 'keys/journal.pem')) });
    expect(await tried('--data', data.path, '--out', out)).toContain('stop the kiosk first');
    expect(running.alarms).toEqual([]);
  });
});

/** How many different colours a picture has. */
async function colours(png: Buffer): Promise<number> {
  const pixels = await sharp(png).removeAlpha().raw().toBuffer();
  const seen = new Set<number>();
  for (let i = 0; i + 2 < pixels.length; i += 3) seen.add(pixels.readUIntBE(i, 3));
  return seen.size;
}
