import type { Gap, GapReason } from '../../core/domain/media.ts';

/** What to tell the person at the kiosk: what is wrong, and what to do. */
const WORDS: Record<GapReason, readonly [what: string, doThis: string]> = {
  starting: ['正在连接', '请稍候'],
  unreachable: ['连接不上，该地址没有应答', '请检查摄像头的电源、网线和地址'],
  unauthorized: ['用户名或密码不对，摄像头拒绝登录', '请在摄像头设置中改正用户名和密码'],
  'not-found': ['地址中的视频路径不存在', '请检查 rtsp 地址中主机之后的部分，或改用 ONVIF 地址'],
  'not-video': ['该地址有应答，但给出的不是视频', '请检查地址是否为摄像头的视频流'],
  'unsupported-codec': ['视频编码不支持', '请在摄像头中把编码改为 H.264（或 H.265）'],
  stalled: ['画面中断：连接还在，但没有新画面', '系统正在重新连接；若反复出现，请检查网络和摄像头'],
  closed: ['摄像头断开了连接', '系统正在重新连接；若反复出现，请检查摄像头和网络'],
  'recorder-failed': ['录像写入失败', '请检查录像磁盘'],
  'disk-full': ['录像磁盘已满', '请联系管理员扩充磁盘，录像未到期不会被删除'],
  'kiosk-down': ['教室电脑当时没有运行', '请检查教室电脑的电源'],
  'not-recording': ['当时未在录像', '上课时间内会自动录像，无需处理'],
  unknown: ['没有画面，原因不明', '请检查摄像头；若反复出现，请把括号中的信息告诉技术人员'],
};

/** Reasons whose own words are enough; for the others the camera's answer helps whoever repairs it. */
const PLAIN = new Set<GapReason>(['starting', 'kiosk-down', 'not-recording', 'disk-full']);

/**
 * One sentence in Chinese that names the camera, what is wrong and what to do, for the screen and the institution's
 * pages. `name` is what people call the camera; its id stands in when there is none.
 */
export function explainGap(gap: Pick<Gap, 'camera' | 'why' | 'detail'>, name: string = gap.camera): string {
  const [what, doThis] = WORDS[gap.why];
  const said = PLAIN.has(gap.why) || gap.detail === '' ? '' : `（${gap.detail}）`;
  return `摄像头「${name}」${what}。${doThis}。${said}`;
}
