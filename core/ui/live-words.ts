import type { GapReason } from '../domain/media.ts';
import type { LiveStatus } from './live-playback.ts';

/** What is wrong, and what the person in front of the screen can do. */
export interface Words {
  readonly title: string;
  readonly advice: string;
}

/** Why a camera gives no picture (zh-CN). */
export const gapWords: Readonly<Record<GapReason, Words>> = {
  starting: { title: '正在连接摄像头', advice: '请稍候' },
  unreachable: { title: '连不上摄像头', advice: '请检查摄像头的电源和网线' },
  unauthorized: { title: '摄像头密码不对', advice: '请管理员在设置里更新摄像头的用户名和密码' },
  'not-found': { title: '摄像头上没有这路画面', advice: '请管理员核对摄像头的地址' },
  'not-video': { title: '摄像头地址给出的不是视频', advice: '请管理员核对摄像头的地址' },
  'unsupported-codec': { title: '摄像头的视频编码不支持', advice: '请管理员把摄像头编码改为 H.264' },
  stalled: { title: '摄像头画面停住了', advice: '正在重新连接；长时间不恢复请检查网线' },
  closed: { title: '摄像头断开了连接', advice: '正在重新连接；长时间不恢复请检查电源和网线' },
  'recorder-failed': { title: '录像写入失败', advice: '请管理员检查硬盘' },
  'disk-full': { title: '硬盘已满', advice: '请管理员清理或更换硬盘' },
  'kiosk-down': { title: '考勤机刚才没有运行', advice: '正在恢复' },
  'not-recording': { title: '当前没有录像', advice: '请管理员检查录像设置' },
  unknown: { title: '摄像头没有画面', advice: '请检查摄像头的电源和网线' },
};

/** What a player that shows no moving picture says; null while all is well. */
export function statusWords(status: LiveStatus): Words | null {
  switch (status.kind) {
    case 'playing':
      return null;
    case 'connecting':
      return { title: '正在打开画面', advice: '请稍候' };
    case 'stalled':
      return { title: '画面停住了', advice: '正在恢复' };
    case 'unsupported': {
      const hevc = /^(hvc1|hev1)/.test(status.codec);
      const title = hevc ? '浏览器不能播放 H.265 画面' : `浏览器不能播放这种画面（${status.codec}）`;
      return { title, advice: '签到不受影响；要看画面，请管理员把摄像头编码改为 H.264' };
    }
    case 'refused':
      return { title: '打不开画面', advice: status.message };
  }
}

/** How live video of a camera comes to the center. */
export const liveWords = {
  main: '摄像头的主码流',
  sub: '摄像头的辅码流',
  transcoded: '由教室电脑转码',
  none: '不能播放',
} as const;
