import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SiteThresholds } from '../../kiosk/vision/identity/site-thresholds.ts';
import { similarity } from '../../kiosk/vision/identity/vector.ts';
import type { PackInfo } from '../../kiosk/vision/ports.ts';
import type { PhotoFace } from '../faces/embed.ts';
import { interval95 } from './intervals.ts';
import { probesOf } from './probes.ts';
import type { Enrolled } from './rates.ts';

/** At most this share of people who are not enrolled may be taken for somebody; asked of the bound, not of the mean. */
const SHARE_OF_STRANGERS = 0.005;

/**
 * Thresholds from a site's own people: each enrolled person is in turn a stranger to the gallery of
 * the others, and so are the outsiders. For each number of frames the threshold lies where, with
 * 95 % confidence, at most 0.5 % of such people are accepted (one-sided normal tolerance bound of
 * each person's greatest similarity), and never below the greatest seen. Written to `file`.
 */
export async function calibrate(
  pack: PackInfo,
  enrolled: readonly Enrolled[],
  probes: readonly PhotoFace[],
  outsiders: readonly PhotoFace[],
  file: string,
): Promise<SiteThresholds> {
  const thresholds = pack.thresholds.map(({ frames, similarity: least }) => {
    const greatest = strangers(enrolled, probes, outsiders, frames);
    return { frames, similarity: Math.ceil(Math.max(least, bound(greatest)) * 1e4) / 1e4 };
  });
  const single = strangers(enrolled, probes, outsiders, 1);
  const [first] = thresholds;
  const accepted = single.filter((value) => first !== undefined && value >= first.similarity).length;
  const site: SiteThresholds = {
    version: 1,
    model: pack.modelId,
    thresholds,
    margin: pack.margin,
    from: {
      people: enrolled.length,
      outsiders: new Set(outsiders.map(({ person }) => person)).size,
      accepted,
      accepted95: [...interval95(accepted, single.length)],
    },
  };
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.tmp`, `${JSON.stringify(site, null, 2)}\n`);
  await rename(`${file}.tmp`, file);
  return site;
}

/** For each person, how alike the likest probe of `frames` photos is to the likest template of somebody else. */
export function strangers(
  enrolled: readonly Enrolled[],
  probes: readonly PhotoFace[],
  outsiders: readonly PhotoFace[],
  frames: number,
): readonly number[] {
  const greatest = new Map<string, number>();
  const look = (faces: readonly PhotoFace[], kind: string): void => {
    for (const { person, embedding } of probesOf(faces, frames)) {
      if (embedding === null) continue;
      for (const template of enrolled) {
        if (kind === 'enrolled' && template.person === person) continue;
        const key = `${kind}:${person}`;
        const alike = similarity(embedding, template.embedding);
        if (alike > (greatest.get(key) ?? -1)) greatest.set(key, alike);
      }
    }
  };
  look(probes, 'enrolled');
  look(outsiders, 'outsider');
  return [...greatest.values()];
}

/** One-sided upper tolerance bound (NIST/SEMATECH e-Handbook 7.2.6.3, Natrella's approximation), at least the greatest value. */
export function bound(values: readonly number[]): number {
  const n = values.length;
  if (n < 3) return Number.NEGATIVE_INFINITY;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const [coverage, confidence] = [Z[SHARE_OF_STRANGERS], Z[0.05]];
  const a = 1 - confidence ** 2 / (2 * (n - 1));
  const b = coverage ** 2 - confidence ** 2 / n;
  const k = (coverage + Math.sqrt(Math.max(0, coverage ** 2 - a * b))) / a;
  return Math.max(mean + k * spread, ...values.map((value) => value + 1e-4));
}

/** Quantiles of the standard normal distribution: above them lies this share. */
const Z = { [SHARE_OF_STRANGERS]: 2.5758, 0.05: 1.6449 } as const;
