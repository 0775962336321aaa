import { z } from 'zod';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { PackInfo } from '../ports.ts';
import { thresholdFor } from './thresholds.ts';

const share = z.number().min(0).max(1);

/** What `npm run evaluate -- --calibrate` writes and the kiosk reads: thresholds measured on a site's own people. */
export const siteThresholdsSchema = z.strictObject({
  version: z.literal(1),
  /** The model that they were measured with; of no use to any other. */
  model: z.string().min(1),
  thresholds: z.array(z.strictObject({ frames: z.int().min(1), similarity: z.number().min(-1).max(1) })).min(1),
  margin: z.number().min(0),
  /** What they rest on. */
  from: z.strictObject({
    people: z.int().min(0),
    outsiders: z.int().min(0),
    /** People taken for somebody else at the single-frame threshold, and the 95 % interval of their share. */
    accepted: z.int().min(0),
    accepted95: z.tuple([share, share]),
  }),
});

export type SiteThresholds = z.infer<typeof siteThresholdsSchema>;

/**
 * The pack with a site's thresholds: of pack and site the stricter holds, for each number of frames
 * and for the margin, so that a file can never make the kiosk name people more easily.
 * @throws ZaikeError `site-thresholds-model` when they were measured with another model.
 */
export function withSiteThresholds(pack: PackInfo, site: SiteThresholds): PackInfo {
  if (site.model !== pack.modelId) {
    throw new ZaikeError(
      `本场所的阈值是用模型 ${site.model} 测得的，现在运行的是 ${pack.modelId}：请重新运行 npm run evaluate -- --calibrate`,
      { code: 'site-thresholds-model', retry: false, facts: { expected: pack.modelId, got: site.model } },
    );
  }
  const frames = [...new Set([...pack.thresholds, ...site.thresholds].map((step) => step.frames))].sort(
    (a, b) => a - b,
  );
  const thresholds = frames.map((count) => ({
    frames: count,
    similarity: Math.max(thresholdFor(pack.thresholds, count), thresholdFor(site.thresholds, count)),
  }));
  return { ...pack, thresholds, margin: Math.max(pack.margin, site.margin) };
}

/** Reads the text of a site's file. @throws ZaikeError `site-thresholds` that names each faulty key. */
export function parseSiteThresholds(text: string, file: string): SiteThresholds {
  const facts = { code: 'site-thresholds', retry: false, facts: { file } };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ZaikeError(`${file}: expected JSON. Delete it, or run npm run evaluate -- --calibrate again`, facts);
  }
  const parsed = siteThresholdsSchema.safeParse(value);
  if (parsed.success) {
    const thresholds = parsed.data.thresholds.toSorted((a, b) => a.frames - b.frames);
    return { ...parsed.data, thresholds };
  }
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ZaikeError(`${file}: ${faults.join('; ')}`, facts);
}
