import type { ChallengeEnd } from '../../core/domain/challenge.ts';

const FAULTS = {
  'too-slow': '本人到场，但没有在规定时间内按提示完成动作',
  'wrong-moves': '本人到场，但多次做了与提示不同的动作',
  spoof: '镜头前疑似照片或屏幕，不是真人',
  'not-recognised-after': '动作之后没有再认出本人',
} as const;

const UNCHECKED = {
  cancelled: '抽查已取消',
  'vision-down': '人脸识别或签到摄像头当时没有运行，本次抽查无效，不说明学员缺席',
  'not-enrolled': '该学员没有采集人脸，无法用人脸抽查，请电话或现场核对',
} as const;

/** How a spot check ended, in words for the inspector. @param began whether the moves were being asked for */
export function challengeWhy(
  end: ChallengeEnd | null,
  unchecked: keyof typeof UNCHECKED | null,
  began: boolean,
): string {
  if (unchecked !== null || end === null) return UNCHECKED[unchecked ?? 'cancelled'];
  switch (end.kind) {
    case 'passed':
      return '本人到场，按提示完成了全部动作';
    case 'failed':
      return end.fault === 'too-slow' && !began
        ? '认出了本人，但没有完成：没有正对镜头，或中途离开'
        : FAULTS[end.fault];
    case 'other-person':
      return '做动作的不是同一个人：中途认出是另一名学员';
    case 'wrong-person':
      return end.trainee === null ? '没有认出该学员，镜头前的人不认识' : '没有认出该学员，镜头前是另一名学员';
    case 'no-show':
      return '规定时间内没有人来到签到摄像头前';
  }
}
