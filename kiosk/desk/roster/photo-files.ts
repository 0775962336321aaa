import { type ZipFault, ZipRefusal, type ZipSource, zipEntries } from '../tables/zip.ts';
import { checkPhoto } from './photo-check.ts';
import { isLitter } from './photo-names.ts';
import type { Staging } from './staging.ts';

/** A photo that was handed in; `sha256` null: it cannot be taken, `what` says why (zh-CN) and `advice` what to do. */
export type StagedPhoto =
  | { readonly path: string; readonly sha256: string }
  | { readonly path: string; readonly sha256: null; readonly what: string; readonly advice: string };

/** What a file of photos gave. `refused`: the .zip as a whole, nothing of it is kept. */
export type PhotoFiles =
  | { readonly kind: 'photos'; readonly photos: readonly StagedPhoto[] }
  | { readonly kind: 'refused'; readonly what: string; readonly advice: string };

/** Fifty people with ten photos each, four times over. */
const LIMITS = { entries: 2000, entryBytes: 20_000_001, totalBytes: 2_000_000_000 };

const REFUSALS: Readonly<Record<ZipFault, readonly [what: string, advice: string]>> = {
  damaged: ['压缩包已损坏，无法读取', '请重新压缩为 .zip 后再选'],
  'too-many': [`压缩包里超过 ${LIMITS.entries} 个文件`, '请只留本班学员的照片'],
  'too-large': ['压缩包里有过大的文件，或总量超过 2 GB', '请把照片缩小到每张 20 MB 以内'],
  bomb: ['压缩包异常：解开后会大得离谱（疑似压缩炸弹），已拒绝', '请用照片文件重新压缩'],
  outside: ['压缩包里的文件名指向包外（../ 或绝对路径），已拒绝', '请用照片文件重新压缩'],
  encrypted: ['压缩包设有密码', '请不加密码重新压缩'],
};

/** Keeps one photo, if it can be one. */
export async function stagePhoto(path: string, bytes: Uint8Array, staging: Staging): Promise<StagedPhoto> {
  const check = await checkPhoto(bytes);
  if (check.kind === 'fault') return { path, sha256: null, what: check.what, advice: check.advice };
  return { path, sha256: await staging.put(bytes) };
}

/**
 * Keeps the photos of a .zip, which is never whole in memory. Entries are unpacked one by
 * one; what is no photo is named, litter of operating systems is passed over.
 */
export async function stageZip(source: ZipSource, staging: Staging, signal: AbortSignal): Promise<PhotoFiles> {
  const photos: StagedPhoto[] = [];
  try {
    for await (const entry of zipEntries(source, LIMITS)) {
      signal.throwIfAborted();
      if (isLitter(entry.path)) continue;
      photos.push(await stagePhoto(entry.path, await entry.read(), staging));
    }
  } catch (error) {
    if (!(error instanceof ZipRefusal)) throw error;
    const [what, advice] = REFUSALS[error.fault];
    return { kind: 'refused', what: error.path === null ? what : `${what}（${error.path}）`, advice };
  }
  if (photos.length === 0) return { kind: 'refused', what: '压缩包里没有照片', advice: '请确认选对了文件' };
  return { kind: 'photos', photos };
}
