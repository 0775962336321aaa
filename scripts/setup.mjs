// Makes a fresh clone ready, then runs the command it was given with the pinned Node.
// Plain JavaScript without dependencies: it must run on Node 20 before anything is installed.
//   node scripts/setup.mjs [--media] [--no-models] [SCRIPT.ts [ARGUMENT …]]
// --media      also ffmpeg, Chromium, a Chinese font and the built pages (demo, test, kiosk, bench)
// --film       also the simulated camera's film (demo)
// --servers    also PostgreSQL and Redis, which a center of several hubs needs (test, bench)
// --no-models  leave the weights alone (commands that never look at a face)
// Everything it says goes to stderr: stdout belongs to the command.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const bin = at('node_modules', '.bin');
const node24 = at('node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
const outsidePath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((entry) => resolve(entry) !== bin)
  .join(delimiter);
const say = (text) => process.stderr.write(`${text}\n`);
const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/** A step that cannot go on: one line that names it and what to do. */
class SetupError extends Error {}

function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

function writeStamp(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.tmp`, JSON.stringify(value));
  renameSync(`${file}.tmp`, file);
}

/** Runs a step that has work to do, says what it is and how long it took. */
function step(name, work) {
  const started = performance.now();
  say(`set-up: ${name} …`);
  work();
  say(`set-up: ${name}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Runs a program with its output on stderr. */
function tool(command, args, { what, remedy, env = {}, path = outsidePath }) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    env: { ...process.env, PATH: path, ...env },
  });
  if (result.error || result.status !== 0) {
    const how = result.error ? result.error.message : `exit ${result.status ?? result.signal}`;
    throw new SetupError(`${what} failed (${command} ${args.slice(0, 3).join(' ')}: ${how}). ${remedy}`);
  }
}

const onPath = (command) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));

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
function prepareMedia() {
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
function prepareServers() {
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

/** Packages as package-lock.json names them. The stamp is written last: without it node_modules is not trusted. */
function preparePackages() {
  const stamp = at('node_modules', '.zaike-setup.json');
  const wanted = {
    lock: sha256(readFileSync(at('package-lock.json'))),
    platform: `${process.platform}-${process.arch}`,
  };
  const got = readStamp(stamp);
  if (got.lock === wanted.lock && got.platform === wanted.platform && existsSync(node24)) return;
  rmSync(stamp, { force: true });
  step('installing packages (npm ci)', () => {
    tool(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      what: 'installing packages',
      remedy: 'Check the network to the npm registry and the free disk space, then run the same command again.',
      env: { ONNXRUNTIME_NODE_INSTALL: 'skip', ONNXRUNTIME_NODE_INSTALL_CUDA: 'skip' },
    });
    const version = spawnSync(node24, ['--version'], { encoding: 'utf8' });
    if (version.status !== 0 || !version.stdout.startsWith('v24.')) {
      throw new SetupError(
        'The pinned Node 24 is not there after npm ci (its install script may have been refused). Allow install scripts of the package "node" and try again.',
      );
    }
    keepOwnBinaries(at('node_modules', 'onnxruntime-node', 'bin'));
    // Compiled once here, so that the first replay of a fresh clone is as quick as the next.
    const warm = { NODE_COMPILE_CACHE: at('.cache', 'compile') };
    spawnSync(node24, ['scripts/replay.ts', 'test/data/scenarios/lesson-windows.json'], {
      cwd: root,
      env: { ...process.env, ...warm },
    });
    writeStamp(stamp, wanted);
  });
}

/** onnxruntime-node carries the binaries of every platform; only this one's stay. */
function keepOwnBinaries(folder) {
  if (!existsSync(folder)) return;
  for (const napi of readdirSync(folder)) {
    for (const platform of readdirSync(join(folder, napi))) {
      if (platform !== process.platform) {
        rmSync(join(folder, napi, platform), { recursive: true, force: true });
        continue;
      }
      for (const arch of readdirSync(join(folder, napi, platform))) {
        if (arch !== process.arch) rmSync(join(folder, napi, platform, arch), { recursive: true, force: true });
      }
    }
  }
}

/** What decides whether the weights are as they were left: the manifest, and each file's size and time. */
function modelsState() {
  const folder = at('models');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.onnx'))
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return [name, size, mtimeMs];
    });
  return JSON.stringify([
    sha256(readFileSync(at('models', 'manifest.json'))),
    readStamp(at('node_modules', '.zaike-setup.json')).lock,
    files,
  ]);
}

function prepareModels() {
  const stamp = at('.cache', 'models.json');
  if (readStamp(stamp).state === modelsState()) return;
  step('preparing models', () => {
    tool(node24, ['scripts/models.ts', '--quiet'], {
      what: 'preparing models',
      remedy: 'See the line above; "npm run models" does this step alone.',
      path: `${bin}${delimiter}${outsidePath}`,
    });
    writeStamp(stamp, { state: modelsState() });
  });
}

/** The film of the simulated class: rendered once for the sources that make it. */
function prepareFilm() {
  const stamp = at('.cache', 'film', 'ready.json');
  const sources = at('test', 'support', 'camera', 'film');
  const state = sha256(
    readdirSync(sources)
      .sort()
      .map((name) => readFileSync(join(sources, name)))
      .join('\0'),
  );
  if (readStamp(stamp).state === state) return;
  step('rendering the class film', () => {
    tool(node24, ['scripts/film.ts'], {
      what: 'rendering the class film',
      remedy: 'See the lines above; it needs ffmpeg with libx264 and 200 MB in .cache.',
      path: `${bin}${delimiter}${outsidePath}`,
    });
    writeStamp(stamp, { state });
  });
}

function preparePages() {
  tool(node24, ['scripts/pages.ts'], {
    what: 'building the pages',
    remedy: 'See the lines above.',
    path: `${bin}${delimiter}${outsidePath}`,
  });
}

/** One set-up at a time in a clone: two at once would delete each other's node_modules. */
function lock() {
  const folder = at('.cache', 'setup.lock');
  mkdirSync(at('.cache'), { recursive: true });
  for (let waited = 0; ; waited += 1) {
    try {
      mkdirSync(folder);
      writeFileSync(join(folder, 'pid'), String(process.pid));
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!isAlive(holder(folder)) && waited > 2) rmSync(folder, { recursive: true, force: true });
      if (waited === 10) say('set-up: waiting for another set-up of this clone to end …');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

function holder(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function setUp({ media, models, film, servers }) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20)
    throw new SetupError(
      `Node 20 or later is needed to begin with; this is ${process.version}. Install it from your system's packages.`,
    );
  const unlock = lock();
  try {
    if (media) prepareMedia();
    if (servers) prepareServers();
    preparePackages();
    if (models) prepareModels();
    if (media) preparePages();
    if (film) prepareFilm();
  } finally {
    unlock();
  }
}

/** Runs the command in the foreground with the pinned Node; its exit code is ours. */
function run(script, args) {
  const child = spawn(node24, [script, ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${delimiter}${outsidePath}`, NODE_COMPILE_CACHE: at('.cache', 'compile') },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal); // at a terminal the whole group already got it
    });
  }
  child.on('error', (error) => {
    say(`set-up: ${node24}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

const words = process.argv.slice(2);
const flags = { media: false, film: false, servers: false, models: true };
while (words[0]?.startsWith('--')) {
  const word = words.shift();
  if (word === '--media') flags.media = true;
  else if (word === '--film') flags.film = true;
  else if (word === '--servers') flags.servers = true;
  else if (word === '--no-models') flags.models = false;
  else {
    say(`set-up: unknown option ${word}`);
    process.exit(2);
  }
}

try {
  const started = performance.now();
  const [script, ...args] = words;
  setUp(script === undefined ? { media: true, models: true, film: false, servers: true } : flags);
  if (script === undefined) say(`set-up: ready in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  else run(at(script), args);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(`set-up: ${error.message}`);
  process.exitCode = 1;
}
