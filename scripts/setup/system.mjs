// What the machine itself has to have: ffmpeg, Chromium, a Chinese font, PostgreSQL and Redis; by apt where it may.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onPath, SetupError, say, step, tool } from './common.mjs';

function hasChineseFont() {
  const listed = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  if (!listed.error) return listed.stdout.trim() !== '';
  return [
    '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
    '/System/Library/Fonts/PingFang.ttc',
    'C:/Windows/Fonts/msyh.ttc',
  ].some(existsSync);
}

/** ffmpeg is needed; Chromium and the font are needed by the tests and by printing. */
export function prepareMedia() {
  const missing = [];
  if (!onPath('ffmpeg') && !onPath('ffmpeg.exe')) missing.push('ffmpeg');
  if (process.platform === 'linux' && !onPath('chromium')) missing.push('chromium');
  if (process.platform === 'linux' && !hasChineseFont()) missing.push('fonts-noto-cjk');
  const cannot = installByApt(missing);
  if (cannot !== null && missing.includes('ffmpeg')) throw new SetupError(`ffmpeg was not found: ${cannot}.`);
  if (cannot !== null)
    say(`set-up: ${missing.join(' and ')} not found: ${cannot} (pages and tests need it, recording does not).`);
  checkFfmpeg();
}

/** Installs Debian packages. @returns what a person has to do where that is not possible; null when they are there. */
function installByApt(missing) {
  if (missing.length === 0) return null;
  const isRoot = process.getuid?.() === 0;
  const sudo = !isRoot && onPath('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
  if (!onPath('apt-get') || (!isRoot && !sudo))
    return `install ${missing.join(', ')} with this system's package manager and try again`;
  step(`installing ${missing.join(', ')} with apt-get`, () => {
    const apt = (...args) =>
      tool(sudo ? 'sudo' : 'apt-get', sudo ? ['-n', 'apt-get', ...args] : args, {
        what: `installing ${missing.join(', ')}`,
        remedy: `See the lines above; by hand: apt-get update && apt-get install ${missing.join(' ')}`,
        env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }, // services are installed, not started
      });
    apt('-qq', 'update');
    apt('-qq', '-y', '-o', 'Dpkg::Use-Pty=0', 'install', '--no-install-recommends', ...missing);
  });
  return null;
}

/** Tests and benchmarks start servers of their own from these, in a folder of their own; the system's are left alone. */
export function prepareServers() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const missing = [];
  if (!onPath('postgres') && !versions.some((version) => existsSync(join(debian, version, 'bin', 'postgres'))))
    missing.push('postgresql');
  if (!onPath('redis-server')) missing.push('redis-server');
  let cannot;
  try {
    cannot = installByApt(missing);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    cannot = error.message;
  }
  if (cannot !== null) say(`set-up: ${missing.join(' and ')} not found: ${cannot} (tests that need it are skipped).`);
}

/** Version 5 is the first that writes one fragment a frame the way the capture needs. */
function checkFfmpeg() {
  const said = spawnSync('ffmpeg', ['-version'], { encoding: 'utf8' }).stdout ?? '';
  const major = Number(/ffmpeg version n?(\d+)\./.exec(said)?.[1] ?? Number.NaN);
  if (major < 5)
    throw new SetupError(
      `ffmpeg 5 or later is needed; this is ${said.split('\n')[0]}. Debian 12 and Ubuntu 24.04 have it.`,
    );
}
