import { open } from 'node:fs/promises';
import { digestOf } from './digest.ts';
import { initBytes } from './segment-head.ts';

/** Streams are copied, so only segments of one init go into one clip: a camera may have been set anew in between. */
export async function byInit<Part extends { readonly file: string }>(parts: readonly Part[]): Promise<Part[][]> {
  const groups: Part[][] = [];
  let last: string | null = null;
  for (const part of parts) {
    const init = await initOf(part.file);
    if (init !== last) groups.push([]);
    groups.at(-1)?.push(part);
    last = init;
  }
  return groups;
}

async function initOf(path: string): Promise<string> {
  await using file = await open(path, 'r');
  const start = Buffer.alloc(64 << 10);
  const { bytesRead } = await file.read(start, 0, start.length, 0);
  return digestOf(initBytes(start.subarray(0, bytesRead)));
}
