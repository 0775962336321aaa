import type { TroubleKind } from '../../domain/trouble.ts';

interface TroubleWords {
  /** What is wrong, on a card. */
  readonly title: string;
  /** What it means, or what to do, in a sentence. */
  readonly about: string;
}

/** What is wrong with a classroom, in plain words (zh-CN). */
export const troubleWords: Readonly<Record<TroubleKind, TroubleWords>> = {
  journal: { title: '证据链异常', about: '教室电脑的证据日志与中心留存的不一致，可能被改动；须说明并由两人签字' },
  'not-ready': { title: '还没准备好', about: '第一节课快开始了，教室的摄像头或电脑还不能用' },
  'not-connected': { title: '教室没有连接', about: '教室电脑断电或断网；它恢复后会补报记录' },
  'camera-off': { title: '摄像头没有画面', about: '摄像头断电、断网或设置不对' },
  'camera-blocked': { title: '镜头被遮挡', about: '看不到教室；这段时间不计为“已观察”' },
  'camera-frozen': { title: '画面静止或重复', about: '可能摄像头死机，也可能有人替换了画面' },
  'camera-moved': { title: '摄像头被移动', about: '座位可能拍不到' },
  'camera-dark': { title: '画面太暗', about: '看不清人；这段时间不计为“已观察”' },
  'camera-unsharp': { title: '画面模糊', about: '可能认不出人' },
  'class-rate': { title: '到课率不足 80%', about: '10 分钟内见到的人不足应到的 80%' },
  'nobody-seen': { title: '没有见到人', about: '已经上课，10 分钟内没有认出任何学员' },
  'vision-down': { title: '人脸识别停了', about: '录像继续，考勤记为待核' },
  'clock-off': { title: '时钟不准', about: '教室电脑的时间没有对准，考勤记为待核' },
  'clock-unverified': { title: '时钟未核对', about: '教室电脑没有和时间服务器对过时；记录照常，请检查网络对时' },
  disk: { title: '磁盘快满了', about: '不足 7 天；满了以后不能继续录像' },
};

/** Alarms of the journal and the outbox: only words and a second person's signature end them. */
export const graveCodes = ['journal', 'outbox-fork', 'journal-damaged'] as const;

/** Whether an alert of this code ends only by words and a second signature. */
export const isGrave = (code: string): boolean => (graveCodes as readonly string[]).includes(code);
