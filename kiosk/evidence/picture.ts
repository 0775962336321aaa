import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dateAt } from '../../core/domain/day.ts';
import type { JournalFact, KeptFile } from '../../core/domain/evidence.ts';
import type { CameraId, TraineeId } from '../../core/domain/ids.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import { digestOf } from './digest.ts';
import { writeWholeSync } from './disk.ts';

/** The surroundings of a face whose sighting first opened a window. */
export interface FacePicture {
  readonly camera: CameraId;
  readonly trainee: TraineeId;
  /** The capture instant of its frame: the sighting's `at`. */
  readonly capturedAt: EpochMs;
  /** The JPEG file's bytes. */
  readonly jpeg: Uint8Array;
}

/** Keeps a picture under its own hash and journals it; a lesson's close finds it by camera, trainee and instant. @throws the disk's error. */
export async function keepPicture(
  { directory, append }: { readonly directory: string; readonly append: (fact: JournalFact) => Promise<unknown> },
  { camera, trainee, capturedAt, jpeg }: FacePicture,
): Promise<KeptFile> {
  const sha256 = digestOf(jpeg);
  const file = { path: `pictures/${dateAt(capturedAt)}/${sha256}.jpg`, bytes: jpeg.length, sha256 };
  await mkdir(dirname(join(directory, file.path)), { recursive: true });
  writeWholeSync(join(directory, file.path), jpeg);
  await append({ kind: 'picture', camera, trainee, capturedAt, ...file });
  return file;
}
