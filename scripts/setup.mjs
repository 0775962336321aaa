// Makes a fresh clone ready, then runs the command it was given with the pinned Node.
// Plain JavaScript without dependencies: it must run on Node 20 before anything is installed.
//   node scripts/setup.mjs [--media] [--no-models] [SCRIPT.ts [ARGUMENT …]]
// --media      also ffmpeg, Chromium, a Chinese font and the built pages (demo, test, kiosk, bench)
// --film       also the simulated camera's film (demo)
// --servers    also PostgreSQL and Redis, which a center of several hubs needs (test, bench)
// --no-models  leave the weights alone (commands that never look at a face)
// Everything it says goes to stderr: stdout belongs to the command.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  at,
  bin,
  node24,
  outsidePath,
  readStamp,
  root,
  SetupError,
  say,
  sha256,
  step,
  tool,
  writeStamp,
} from './setup/common.mjs';
import { lock } from './setup/lock.mjs';
import { prepareMedia, prepareServers } from './setup/system.mjs';

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
