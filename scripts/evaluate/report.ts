import type { SiteThresholds } from '../../kiosk/vision/identity/site-thresholds.ts';
import type { DrawnClasses } from './classes.ts';
import type { Certainty, Evaluation } from './evaluation.ts';

const percent = (rate: number): string => `${(rate * 100).toFixed(2)} %`;
const span = ([low, high]: readonly [number, number]): string => `95 %: ${percent(low)} – ${percent(high)}`;

/** The figures in words. */
export function report(e: Evaluation, c: Certainty): string {
  const outsiders =
    e.outsiderAccepted === null || c.outsiders95 === null
      ? '外来人员 outsiders: 未提供 not given'
      : `外来人员被误认 outsiders accepted: ${percent(e.outsiderAccepted)} (${span(c.outsiders95)})`;
  return [
    `模型组合 pack: ${e.pack}; 登记 enrolled: ${e.people}; 测试 probes: ${e.probes} (有人脸 with a face: ${e.detected})`,
    `正确识别 identified: ${percent(e.tpir)} (${span(c.tpir95)}), 阈值 threshold ${e.threshold}`,
    `认成他人 taken for somebody else: ${percent(e.wrongId)} (${span(c.wrong95)})`,
    outsiders,
    `最像者为本人 rank 1: ${percent(e.rank1)}`,
    `TPR @ FPR 1e-2 / 1e-3 / 1e-4: ${percent(e.tprAt['1e-2'])} / ${percent(e.tprAt['1e-3'])} / ${percent(e.tprAt['1e-4'])}`,
    `每张人脸 per face: ${e.msPerFace} ms`,
    '区间按测试次数计算；同一人的照片彼此相关，人数少时实际不确定性更大。',
    'The intervals count probes; photos of one person are alike, so with few people the truth is less certain.',
  ].join('\n');
}

/** The figures of the classes that were drawn, in words. */
export function reportClasses({ size, drawn, tpir, wrongId, outsiderAccepted }: DrawnClasses): string {
  const both = ({ mean, worst }: DrawnClasses['tpir']): string =>
    `${percent(mean)} (最差的班 worst class: ${percent(worst)})`;
  return [
    `${drawn} 个 ${size} 人班 classes of ${size}: 正确识别 identified: ${both(tpir)}; 认成他人 somebody else: ${both(wrongId)}`,
    ...(outsiderAccepted === null ? [] : [`  外来人员被误认 outsiders accepted: ${both(outsiderAccepted)}`]),
  ].join('\n');
}

/** What was written for this site, and how sure it is. */
export function reportCalibration(site: SiteThresholds, file: string): string {
  const { people, outsiders, accepted, accepted95 } = site.from;
  const steps = site.thresholds.map(({ frames, similarity }) => `${frames}: ${similarity}`).join(', ');
  return [
    `本场所阈值已写入 site thresholds written to ${file} (帧数 frames → ${steps}; margin ${site.margin})`,
    `依据 from ${people} 名学员 trainees and ${outsiders} 名外来人员 outsiders: ${accepted} accepted wrongly; ${span(accepted95)} of strangers`,
    '要让一体机使用：以 site-thresholds.json 为名放进它的数据文件夹（kiosk.json 的 dataDir）并重启。To use it, put it into the kiosk’s data folder (dataDir of kiosk.json) as site-thresholds.json and restart.',
    ...(people + outsiders < 300
      ? [
          `要有 95 % 的把握说外来人员误认率低于 1 %，需要约 300 人；现有 ${people + outsiders} 人。To be 95 % sure of less than 1 %, about 300 people are needed.`,
        ]
      : []),
  ].join('\n');
}
