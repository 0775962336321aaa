/** What is measured of a stream that is tried. */
export interface TriedStream {
  /** RFC 6381. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly kbps: number;
  /** Null: only one keyframe came in the time. */
  readonly keyframeEveryMs: number | null;
  /** Null: the camera does not tell its time. */
  readonly clockAheadMs: number | null;
}

/** Keyframes rarer than this make a room's frames costly, and segments and live pictures begin late. */
const MOST_KEYFRAME_MS = 2500;
const LEAST_FPS = 8;
const LEAST_WIDTH = 1280;
/** The rules decide by the second, by the kiosk's clock; a camera that shows another time in its picture confuses whoever looks. */
const MOST_CLOCK_MS = 5000;

/** What should be changed at the camera, in words for the person who can (zh-CN). */
export function trialWarnings(stream: TriedStream): string[] {
  const { codec, width, height, fps, keyframeEveryMs, clockAheadMs } = stream;
  const warnings: string[] = [];
  if (/^(hvc1|hev1)/.test(codec))
    warnings.push('编码为 H.265：能录像和签到，但部分浏览器看不到实时画面，建议在摄像头中改为 H.264');
  if (keyframeEveryMs === null) warnings.push('十几秒内没有第二个关键帧：请在摄像头中把关键帧（I 帧）间隔改为 1–2 秒');
  else if (keyframeEveryMs > MOST_KEYFRAME_MS)
    warnings.push(
      `关键帧（I 帧）间隔 ${text(keyframeEveryMs / 1000)} 秒，过长：请在摄像头中改为 1–2 秒，否则打开画面慢、分析耗电脑`,
    );
  if (width < LEAST_WIDTH)
    warnings.push(`画面只有 ${width}×${height}：后排的人脸可能太小，建议用主码流或提高分辨率到 1920×1080`);
  if (fps < LEAST_FPS) warnings.push(`每秒只有 ${text(fps)} 帧：建议在摄像头中改为 12 帧以上`);
  if (clockAheadMs !== null && Math.abs(clockAheadMs) > MOST_CLOCK_MS)
    warnings.push(
      `摄像头的时钟${clockAheadMs > 0 ? '快' : '慢'}了 ${durationText(Math.abs(clockAheadMs))}：考勤按教室电脑的时间计，但画面上的时间会不一致，请在摄像头中校时`,
    );
  return warnings;
}

function durationText(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1000)} 秒`;
  if (ms < 2 * 3_600_000) return `${Math.round(ms / 60_000)} 分钟`;
  return `${Math.round(ms / 3_600_000)} 小时`;
}

function text(value: number): string {
  return String(Math.round(value * 10) / 10);
}
