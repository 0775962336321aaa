import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { SiteThresholds } from '../../kiosk/vision/identity/site-thresholds.ts';
import { similarity } from '../../kiosk/vision/identity/vector.ts';
import type { PackInfo, ThresholdStep } from '../../kiosk/vision/ports.ts';
import type { PhotoFace } from '../faces/embed.ts';
import { interval95 } from './intervals.ts';
import { probesOf } from './probes.ts';
import type { Enrolled } from './rates.ts';

/** At most this share of the searches of people who are not enrolled may give a name; asked of the bound, not of the mean. */
const SHARE_OF_STRANGERS = 0.01;
/** Fewer strangers (enrolled people by turns, and outsiders) say nothing about the one in a hundred. */
export const LEAST_STRANGERS = 20;

/**
 * Thresholds from a site's own people: each enrolled person is in turn a stranger to the gallery of
 * the others, and so are the outsiders. For each number of frames the threshold lies where, with
 * 95 % confidence, at most 1 % of the searches of such people are accepted ({@link bound}), and never
 * below the pack's. Written to `file`.
 * @throws ZaikeError `few-people` with fewer than LEAST_STRANGERS of them.
 */
export async function calibrate(
  pack: PackInfo,
  enrolled: readonly Enrolled[],
  probes: readonly PhotoFace[],
  outsiders: readonly PhotoFace[],
  file: string,
): Promise<SiteThresholds> {
  const single = strangers(enrolled, probes, outsiders, 1);
  if (single.greatest.length < LEAST_STRANGERS) {
    throw new ZaikeError(
      `--calibrate: 至少需要 ${LEAST_STRANGERS} 人（登记且有测试照的学员与外来人员合计），现有 ${single.greatest.length} 人。expected at least ${LEAST_STRANGERS} people with a face, enrolled and outsiders together, got ${single.greatest.length}`,
      { code: 'few-people', retry: false },
    );
  }
  const thresholds: ThresholdStep[] = [];
  for (const { frames, similarity: least } of pack.thresholds) {
    const { likest, greatest } = frames === 1 ? single : strangers(enrolled, probes, outsiders, frames);
    const before = thresholds.at(-1)?.similarity ?? least;
    thresholds.push({
      frames,
      similarity: Math.ceil(Math.max(least, before, bound(likest, greatest.length)) * 1e4) / 1e4,
    });
  }
  const [first] = thresholds;
  const accepted = single.greatest.filter((value) => first !== undefined && value >= first.similarity).length;
  const site: SiteThresholds = {
    version: 1,
    model: pack.modelId,
    thresholds,
    margin: pack.margin,
    from: {
      people: enrolled.length,
      outsiders: new Set(outsiders.map(({ person }) => person)).size,
      accepted,
      accepted95: [...interval95(accepted, single.greatest.length)],
    },
  };
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.tmp`, `${JSON.stringify(site, null, 2)}\n`);
  await rename(`${file}.tmp`, file);
  return site;
}

/** Of each search of `frames` photos, how alike the likest template of somebody else is: all, and the greatest of each person. */
export function strangers(
  enrolled: readonly Enrolled[],
  probes: readonly PhotoFace[],
  outsiders: readonly PhotoFace[],
  frames: number,
): { readonly likest: readonly number[]; readonly greatest: readonly number[] } {
  const likest: number[] = [];
  const people = new Map<string, number>();
  const look = (faces: readonly PhotoFace[], kind: string): void => {
    for (const { person, embedding } of probesOf(faces, frames)) {
      if (embedding === null) continue;
      const others = enrolled.filter((template) => kind === 'outsider' || template.person !== person);
      const alike = Math.max(-1, ...others.map((template) => similarity(embedding, template.embedding)));
      likest.push(alike);
      people.set(`${kind}:${person}`, Math.max(alike, people.get(`${kind}:${person}`) ?? -1));
    }
  };
  look(probes, 'enrolled');
  look(outsiders, 'outsider');
  return { likest, greatest: [...people.values()] };
}

/**
 * Above which, with 95 % confidence, at most 1 % of strangers' similarities lie: a one-sided tolerance
 * bound (NIST/SEMATECH e-Handbook 7.2.6.3, Natrella's approximation) of their distances √(2 − 2s), which
 * are nearly normal while similarities crowd below 1. It counts people, for searches of one person are
 * alike, and is at least what all but 1 % of the similarities stayed below. −∞ of fewer than three people.
 */
export function bound(likest: readonly number[], people: number): number {
  if (people < 3) return Number.NEGATIVE_INFINITY;
  const distances = likest.map((alike) => Math.sqrt(Math.max(0, 2 - 2 * alike)));
  const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length;
  const spread = Math.sqrt(distances.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (distances.length - 1));
  const [coverage, confidence] = [Z[SHARE_OF_STRANGERS], Z[0.05]];
  const a = 1 - confidence ** 2 / (2 * (people - 1));
  const b = coverage ** 2 - confidence ** 2 / people;
  const k = (coverage + Math.sqrt(Math.max(0, coverage ** 2 - a * b))) / a;
  const nearest = Math.max(0, mean - k * spread);
  const seen = likest.toSorted((x, y) => y - x)[Math.floor(SHARE_OF_STRANGERS * likest.length)] ?? -1;
  return Math.max(1 - nearest ** 2 / 2, seen + 1e-4);
}

/** Quantiles of the standard normal distribution: above them lies this share. */
const Z = { [SHARE_OF_STRANGERS]: 2.3263, 0.05: 1.6449 } as const;
