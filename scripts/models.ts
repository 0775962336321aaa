/**
 * `npm run models`: prepares models/. Converts face-api's weights (the pack standard), fetches what
 * the network gives of the pack sharp, and says which pack runs and what it costs to run without the
 * other. `--from DIR` installs the files of the pack sharp from a folder; `--quiet` (the set-up) only
 * converts and says nothing unless something is wrong. Everything goes to stderr.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ZaikeError } from '../core/domain/errors.ts';
import { convertMissing, type Fetch, fetchMissing, type Installed, installFrom } from '../kiosk/vision/install.ts';
import { type ModelManifest, readManifest } from '../kiosk/vision/manifest.ts';
import { choosePack } from '../kiosk/vision/pack.ts';
import { onnxRuntime } from '../kiosk/vision/runtime-onnx.ts';

const folder = path.join(import.meta.dirname, '..', 'models');
/** A file of 39 MB over a slow line. */
const FETCH_MS = 120_000;
const CONNECT_MS = 8_000;

const say = (line: string): void => {
  process.stderr.write(`models: ${line}\n`);
};

/** Tells what was done. @returns whether all went well. */
function report({ installed, faults }: Installed, how: string): boolean {
  for (const file of installed) say(`${how} ${file}`);
  for (const fault of faults) say(fault);
  return faults.length === 0;
}

const fetchFile: Fetch = async (url) => {
  const head = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(CONNECT_MS) });
  if (!head.ok) return { ok: false, status: head.status, bytes: () => Promise.resolve(new Uint8Array()) };
  const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) });
  return { ok: answer.ok, status: answer.status, bytes: () => answer.bytes() };
};

async function tellPack(manifest: ModelManifest): Promise<void> {
  const { info, notes } = await choosePack(folder, manifest, 'auto');
  say(`pack ${info.name} runs; templates will name ${info.modelId}`);
  for (const note of notes) say(note);
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { quiet: { type: 'boolean' }, from: { type: 'string' } } });
  const manifest = await readManifest(folder);
  const converted = await convertMissing(folder, manifest);
  if (values.quiet === true) return report({ installed: [], faults: converted.faults }, '');
  let well = report(converted, 'converted');
  if (values.from !== undefined) {
    await readdir(values.from).catch(() => {
      throw new ZaikeError(`--from ${values.from ?? ''}: expected a folder with .onnx files, found none`, {
        code: 'models-from',
        retry: false,
      });
    });
    well = report(await installFrom(folder, manifest, values.from, await onnxRuntime()), 'installed') && well;
  } else report(await fetchMissing(folder, manifest, fetchFile), 'fetched');
  await tellPack(manifest);
  return well;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
