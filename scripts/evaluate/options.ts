import { parseArgs } from 'node:util';
import { ZaikeError } from '../../core/domain/errors.ts';

export const USAGE = `npm run --silent evaluate -- --gallery DIR --probes DIR [--outsiders DIR] [--pack standard|sharp]
       [--track K] [--face-px N] [--class N] [--calibrate [--out FILE]] [--models DIR] [--json]
文件夹内每人一个子文件夹：人名/照片.jpg。--gallery 与 --probes 为同一文件夹时，每人前 3 张作登记照，其余作测试照。--class N：另从登记的人中抽 20 个 N 人的班分别计算，未抽到的人算外来人员。
Each folder holds person/photo.jpg. With one folder for both, the first 3 photos of each person are enrolled.
--class N: the rates also in 20 classes of N drawn from the enrolled; who is left out is an outsider to it.`;

/** What `evaluate` was asked to do; paths as given. */
export interface EvaluateOptions {
  readonly gallery: string;
  readonly probes: string;
  readonly outsiders: string | undefined;
  readonly pack: 'auto' | 'standard' | 'sharp';
  /** How many photos of a person are averaged into one probe, ≥ 1. */
  readonly track: number;
  /** Width to which each probe's face is scaled, in pixels; undefined: as it is. */
  readonly facePx: number | undefined;
  /** People of the classes that are drawn besides, ≥ 2; undefined: none. */
  readonly classOf: number | undefined;
  readonly calibrate: boolean;
  readonly out: string;
  /** Folder of the models; undefined: the product's. */
  readonly models: string | undefined;
  readonly json: boolean;
}

/** @throws ZaikeError `usage` that says what was expected and what was got. */
export function evaluateOptions(args: readonly string[]): EvaluateOptions {
  const values = parse(args);
  const { gallery, probes, pack = 'auto' } = values;
  if (gallery === undefined || probes === undefined) throw usage(`expected --gallery DIR and --probes DIR\n${USAGE}`);
  if (pack !== 'auto' && pack !== 'standard' && pack !== 'sharp') {
    throw usage(`--pack: expected standard or sharp, got ${pack}`);
  }
  return {
    gallery,
    probes,
    outsiders: values.outsiders,
    pack,
    track: whole('--track', values.track ?? '1', 1, 50),
    facePx: values['face-px'] === undefined ? undefined : whole('--face-px', values['face-px'], 8, 1000),
    classOf: values.class === undefined ? undefined : whole('--class', values.class, 2, 1000),
    calibrate: values.calibrate === true,
    out: values.out ?? 'models/site-thresholds.json',
    models: values.models,
    json: values.json === true,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        gallery: text,
        probes: text,
        outsiders: text,
        pack: text,
        track: text,
        'face-px': text,
        class: text,
        out: text,
        models: text,
        calibrate: flag,
        json: flag,
      },
    }).values;
  } catch (error) {
    throw usage(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw usage(`${name}: expected a whole number from ${least} to ${most}, got ${text}`);
}

function usage(message: string): ZaikeError {
  return new ZaikeError(message, { code: 'usage', retry: false });
}
