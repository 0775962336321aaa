import type { CenterFailure, CenterLink, CenterView } from '../../../core/contract/office/center.ts';

/** What is wrong, and what whoever reads it can do. */
export interface LinkWords {
  readonly tone: 'success' | 'info' | 'warning' | 'error';
  readonly title: string;
  readonly advice: string;
}

const KEPT = '录像与考勤不受影响，要报送的内容都存在教室电脑上，恢复连接后自动补送，不用重做。';

const FAILURES: Readonly<Record<CenterFailure, readonly [title: string, advice: string]>> = {
  name: ['找不到中心的地址', '请检查教室电脑的网络是否接通，以及配置文件里中心的地址是否写对。'],
  unreachable: ['网络不通，连不到中心', '请检查网线、路由器和外网；别的网站也打不开时，请联系网络管理员。'],
  'not-listening': ['中心的机器在，但监管程序没有运行', '请联系监管中心；也请核对配置文件里的地址和端口。'],
  certificate: [
    '中心的证书不被信任',
    '请向监管中心索取证书文件，写进配置的 center.ca；不要改用不加密的地址。地址写错时也会这样。',
  ],
  clock: ['证书不在有效期内', '请先核对教室电脑的日期和时间；时间无误时，请联系监管中心更换证书。'],
  'no-center': ['这个地址上不是监管中心', '请核对配置文件里 center.url 的地址和端口。'],
  cut: ['与中心的连接断开了', '正在自动重新连接，一般不用处理；长时间连不上时请检查网络。'],
  other: ['连不上中心', '正在自动重试；长时间不恢复时，请把下面的原因告诉维护人员。'],
};

/** The link in plain words. */
export function linkWords(link: CenterLink): LinkWords {
  switch (link.kind) {
    case 'off':
      return {
        tone: 'info',
        title: '没有设置监管中心',
        advice:
          '在教室电脑的配置文件里写上 center.url（中心的地址）并重新启动，就能与监管中心配对。此前的班级、考勤和月报会在配对时一并报送。',
      };
    case 'misconfigured':
      return { tone: 'error', title: link.message, advice: `请改正配置文件后重新启动。${KEPT}` };
    case 'connecting': {
      if (link.failure === null) return { tone: 'info', title: '正在连接中心…', advice: KEPT };
      const [title, advice] = FAILURES[link.failure];
      return { tone: 'warning', title, advice: `${advice}${KEPT}` };
    }
    case 'unpaired':
      return {
        tone: 'info',
        title: '已连上中心，等待配对',
        advice: '请把下面的配对码告诉监管中心的检查员，由其在中心输入，并写明机构和教室。配对后本页会自动变化。',
      };
    case 'too-old':
      return { tone: 'error', title: '教室电脑的软件版本太旧', advice: `${link.message}。请联系维护人员升级。${KEPT}` };
    case 'refused':
      return { tone: 'error', title: '中心没有接受这台教室电脑', advice: `${link.message}。请联系监管中心。${KEPT}` };
    case 'connected':
      return { tone: 'success', title: '已连接监管中心', advice: '一切正常，不用做任何事。' };
  }
}

/** What to say of the kiosk's clock; null: nothing. */
export function clockWords(clock: CenterView['clock']): string | null {
  switch (clock) {
    case 'synchronised':
      return null;
    case 'unverified':
      return '教室电脑的时间还没有和时间服务器核对过，请检查网络对时。';
    case 'stepped':
      return '教室电脑的时间刚被改动过，这段时间的记录会标为待核。请检查网络对时。';
  }
}

/** A stretch in words: `8 分钟`, `3 小时`, `2 天`. */
export function lengthText(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 1) return '不到 1 分钟';
  if (minutes < 60) return `${minutes} 分钟`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} 小时`;
  return `${Math.floor(minutes / 60 / 24)} 天`;
}
