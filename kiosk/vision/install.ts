import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { convertFaceApi } from './convert/face-api.ts';
import { type ModelEntry, type ModelManifest, sha256, stateOf } from './manifest.ts';
import { openProbed } from './probe.ts';
import type { Runtime } from './runtime.ts';

/** What an installation did: files now in place, and why others are not. */
export interface Installed {
  readonly installed: readonly string[];
  readonly faults: readonly string[];
}

/** Makes the files that are converted from face-api's weights and are missing or of another sha256. */
export async function convertMissing(folder: string, manifest: ModelManifest): Promise<Installed> {
  const installed: string[] = [];
  const faults: string[] = [];
  for (const entry of manifest.models.filter(({ converted }) => converted !== undefined)) {
    if ((await stateOf(folder, entry)) === 'installed') continue;
    const bytes = await convertFaceApi(entry);
    const got = sha256(bytes);
    if (got === entry.sha256) {
      await put(folder, entry.file, bytes);
      installed.push(entry.file);
    } else {
      faults.push(
        `${entry.file}: converting ${entry.source} gave sha256 ${got}, models/manifest.json expects ${entry.sha256}: the package or the manifest has changed`,
      );
    }
  }
  return { installed, faults };
}

/**
 * Installs what the pack `sharp` needs from a folder of files: each is known by its sha256, whatever
 * its name; of the embeddings the first of the manifest's list that is there. Files are loaded and
 * tried before they are taken.
 */
export async function installFrom(
  folder: string,
  manifest: ModelManifest,
  source: string,
  runtime: Runtime,
): Promise<Installed> {
  const names = (await readdir(source)).filter((name) => name.endsWith('.onnx')).toSorted();
  const found = new Map<string, { name: string; bytes: Uint8Array }>();
  const hashes = new Map<string, string>();
  for (const name of names) {
    const bytes = await readFile(path.join(source, name));
    const hash = sha256(bytes);
    found.set(hash, { name, bytes });
    hashes.set(name, hash);
  }
  const installed = new Set<string>();
  const faults: string[] = [];
  const install = async (entry: ModelEntry): Promise<boolean> => {
    const file = found.get(entry.sha256);
    if (!file) {
      const got = hashes.get(entry.file);
      if (got === undefined) return false;
      faults.push(
        `${path.join(source, entry.file)} was not installed: expected sha256 ${entry.sha256} (${entry.source}), got ${got}. Get the file from that source again`,
      );
      return false;
    }
    try {
      const network = await openProbed(runtime, { entry, file: file.bytes });
      await network[Symbol.asyncDispose]();
    } catch (error) {
      faults.push(`${path.join(source, file.name)}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
    await put(folder, entry.file, file.bytes);
    installed.add(entry.file);
    return true;
  };
  const entries = fetched(manifest);
  for (const entry of entries.filter(({ embedding }) => !embedding)) await install(entry);
  for (const entry of entries.filter(({ embedding }) => embedding)) if (await install(entry)) break;
  if (installed.size === 0 && faults.length === 0) {
    const wanted = [...new Set(entries.map(({ file, sha256: hash }) => `${file} (sha256 ${hash.slice(0, 12)}…)`))];
    faults.push(`${source} holds none of the files that models/manifest.json names: ${wanted.join(', ')}`);
  }
  return { installed: [...installed], faults };
}

/** What is needed of a network. */
export type Fetch = (
  url: string,
) => Promise<{ readonly ok: boolean; readonly status: number; bytes(): Promise<Uint8Array> }>;

/** Fetches the files with an address that are missing; a network that gives nothing is a fault, not an error. */
export async function fetchMissing(folder: string, manifest: ModelManifest, fetch: Fetch): Promise<Installed> {
  const installed: string[] = [];
  const faults: string[] = [];
  const byFile = new Map(fetched(manifest).map((entry) => [entry.file, entry]));
  for (const entry of byFile.values()) {
    if (entry.url === undefined || (await stateOf(folder, entry)) === 'installed') continue;
    try {
      const answer = await fetch(entry.url);
      const bytes = answer.ok ? await answer.bytes() : undefined;
      const got = bytes === undefined ? `HTTP ${answer.status}` : `sha256 ${sha256(bytes)}`;
      if (bytes !== undefined && got === `sha256 ${entry.sha256}`) {
        await put(folder, entry.file, bytes);
        installed.push(entry.file);
      } else faults.push(`${entry.url}: expected sha256 ${entry.sha256}, got ${got}: not installed`);
    } catch (error) {
      faults.push(`${entry.url}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { installed, faults };
}

/** Entries whose files are not converted here. */
function fetched(manifest: ModelManifest): ModelEntry[] {
  return manifest.models.filter(({ converted }) => converted === undefined);
}

/** Writes a file as a whole or not at all. */
async function put(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unfinished = path.join(folder, `${name}.${process.pid}.tmp`);
  try {
    await writeFile(unfinished, bytes);
    await rename(unfinished, path.join(folder, name));
  } finally {
    await rm(unfinished, { force: true });
  }
}
