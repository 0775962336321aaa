import { open } from 'node:fs/promises';
import { readVideoTrack, type Sample, type VideoTrack } from './mp4.ts';

/** One encoded picture: its NAL units without start codes or lengths, without parameter sets and delimiters. */
export type Picture = readonly Buffer[];

/** A pre-encoded film whose GOPs are all of one length, so that any of them can follow any other. */
export interface EncodedFilm extends AsyncDisposable {
  readonly codec: VideoTrack['codec'];
  readonly parameterSets: readonly Buffer[];
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly fps: number;
  /** Pictures of each GOP. */
  readonly gopFrames: number;
  /** Length of each GOP in milliseconds. */
  readonly gopMs: number;
  /** How many whole GOPs there are; an unfinished last one is left out. */
  readonly gops: number;
  /** The pictures of GOP `index` (0 … gops − 1), the keyframe first. */
  readGop(index: number): Promise<readonly Picture[]>;
}

/** Opens an MP4 film. @throws Error when it has B-frames, a changing frame rate, or GOPs of different lengths. */
export async function openFilm(path: string): Promise<EncodedFilm> {
  const file = await open(path);
  try {
    const track = await readVideoTrack(file, path);
    const groups = equalGops(track, path);
    const first = groups[0] ?? [];
    const gopMs = (first.reduce((sum, { duration }) => sum + duration, 0) / track.timescale) * 1000;
    return {
      codec: track.codec,
      parameterSets: track.parameterSets,
      width: track.width,
      height: track.height,
      fps: (first.length * 1000) / gopMs,
      gopFrames: first.length,
      gopMs,
      gops: groups.length,
      readGop: async (index) => {
        const group = groups[index];
        if (!group) throw new RangeError(`${path}: expected a GOP of 0 … ${groups.length - 1}, got ${index}`);
        return Promise.all(
          group.map(async ({ offset, size }) => {
            const sample = Buffer.alloc(size);
            await file.read(sample, 0, size, offset);
            return nalUnits(sample, track);
          }),
        );
      },
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function equalGops({ samples }: VideoTrack, path: string): Sample[][] {
  const groups: Sample[][] = [];
  for (const sample of samples) {
    if (sample.keyframe) groups.push([]);
    groups.at(-1)?.push(sample);
  }
  const length = groups[0]?.length ?? 0;
  if (groups.length > 1 && (groups.at(-1)?.length ?? 0) < length) groups.pop();
  const odd = groups.findIndex((group) => group.length !== length);
  if (length === 0 || odd >= 0)
    throw new Error(`${path}: expected GOPs of ${length} pictures, GOP ${odd} has ${groups[odd]?.length ?? 0}`);
  return groups;
}

function nalUnits(sample: Buffer, { nalLengthSize, codec }: VideoTrack): Picture {
  const units: Buffer[] = [];
  for (let at = 0; at + nalLengthSize < sample.length; ) {
    const size = sample.readUIntBE(at, nalLengthSize);
    units.push(sample.subarray(at + nalLengthSize, at + nalLengthSize + size));
    at += nalLengthSize + size;
  }
  return units.filter((unit) => isPictureData(unit, codec));
}

/** Slices and SEI stay; parameter sets and delimiters are the sender's business. */
function isPictureData(unit: Buffer, codec: VideoTrack['codec']): boolean {
  const type = codec === 'h264' ? (unit[0] ?? 0) & 0x1f : ((unit[0] ?? 0) >> 1) & 0x3f;
  return codec === 'h264' ? type < 7 : type < 32 || type > 35;
}
