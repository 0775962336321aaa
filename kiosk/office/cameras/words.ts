import type { OfficeCamera } from '../../../core/contract/office/cameras.ts';
import { pictureWords } from '../../../core/contract/picture-words.ts';
import type {
  PlacementAdvice,
  PlacementPart,
  PlacementReason,
  PlacementStanding,
} from '../../../core/domain/placement.ts';
import { gapWords } from '../../../core/ui/live-words.ts';

export const roleWords = { 'check-in': '签到（每秒看 5 次）', room: '教室（每秒看 1 次，看得更远）' } as const;
export const streamWords = { main: '主码流', sub: '辅码流' } as const;

/** How a camera is: a word for its tag, and sentences. */
export interface CameraWords {
  readonly tone: 'success' | 'warning' | 'error' | 'processing';
  readonly title: string;
  /** What to do and what it means; empty when all is well. */
  readonly advice: string;
  readonly since: number | null;
}

export function healthWords(health: OfficeCamera['health']): CameraWords {
  if (health.kind === 'ok') return { tone: 'success', title: '正常', advice: '', since: null };
  if (health.kind === 'picture') {
    const { title, advice, effect } = pictureWords[health.trouble];
    return { tone: 'warning', title, advice: `${advice}。${effect}。`, since: health.since };
  }
  const { title, advice } = gapWords[health.why];
  const tone = health.why === 'starting' ? 'processing' : 'error';
  return { tone, title, advice: `${advice}。`, since: health.since };
}

export const standingWords: Readonly<Record<PlacementStanding, string>> = {
  good: '能认出',
  borderline: '勉强',
  bad: '认不出',
  unknown: '未测到人',
};

const reasonWords: Readonly<Record<PlacementReason, string>> = {
  small: '人脸太小',
  blurred: '人脸模糊',
  dark: '光线不足',
  turned: '角度太偏',
};

export const adviceWords: Readonly<Record<PlacementAdvice, string>> = {
  'main-stream': '把码流改为主码流：画面更大，人脸像素更多',
  'room-role': '把用途改为“教室”：按原尺寸分析，比“签到”看得更远',
  resolution: '在摄像头中把分辨率提高到 1920×1080 或以上',
  light: '增加照明，避免人脸背光（如窗帘、灯）',
  focus: '擦拭镜头并重新对焦；快门过慢也会使人脸模糊',
  angle: '把摄像头放低或移到正前方，使人脸正对镜头',
  closer: '把摄像头移近，或换焦距更长的镜头；看不清的排另加一个摄像头',
  'sit-there': '有些区域没有人，结果未知：请让人坐到这些座位上再检查一次',
};

/** A part in one sentence: `两眼间距约 21 像素，见到 3 人（认出 2 人）；人脸模糊`. */
export function partText({ standing, eyeDistance, people, identified, reasons }: PlacementPart): string {
  if (standing === 'unknown') return '没有测到人脸：可能没有人，也可能人脸太小、太暗';
  const why = reasons.length === 0 ? '' : `；${reasons.map((reason) => reasonWords[reason]).join('、')}`;
  const named = identified === 0 ? '' : `（认出 ${identified} 人）`;
  return `两眼间距约 ${String(eyeDistance ?? 0)} 像素，见到 ${people} 张人脸${named}${why}`;
}
