// What the steps of the set-up share. Plain JavaScript without dependencies: see ../setup.mjs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const at = (...parts) => join(root, ...parts);
export const bin = at('node_modules', '.bin');
export const node24 = at('node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
export const outsidePath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((entry) => resolve(entry) !== bin)
  .join(delimiter);
export const say = (text) => process.stderr.write(`${text}\n`);
export const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/** A step that cannot go on: one line that names it and what to do. */
export class SetupError extends Error {}

export function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

export function writeStamp(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.tmp`, JSON.stringify(value));
  renameSync(`${file}.tmp`, file);
}

/** Runs a step that has work to do, says what it is and how long it took. */
export function step(name, work) {
  const started = performance.now();
  say(`set-up: ${name} …`);
  work();
  say(`set-up: ${name}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Runs a program with its output on stderr. */
export function tool(command, args, { what, remedy, env = {}, path = outsidePath }) {
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

export const onPath = (command) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
