import type { NextStep, PhotoFinding } from '../../domain/enrolment.ts';
import type { LiveHint, LiveStep } from '../../domain/live-enrolment.ts';

/** A finding about a photo in words that say what to do (zh-CN). */
export function findingText(finding: PhotoFinding): string {
  switch (finding.code) {
    case 'unreadable':
      return finding.message;
    case 'no-face':
      return '没有找到人脸，请换一张正面、清晰的照片；照片里脸太小（不到照片宽度的十分之一）时请靠近重拍';
    case 'several-faces':
      return `有 ${finding.faces} 张人脸，请换一张只有本人的照片`;
    case 'small':
      return `两眼间距 ${finding.pixels} 像素，${finding.refused ? '至少需要' : '最好不少于'} ${finding.wanted}：请靠近重拍或换高清照片`;
    case 'blurred':
      return finding.refused ? '照片太模糊，请拿稳相机、对准面部重拍' : '照片有些模糊，最好对准面部重拍';
    case 'dark':
      return finding.refused ? '面部太暗看不清，请到明亮处重拍' : '面部偏暗，最好面向光源重拍';
    case 'bright':
      return finding.refused ? '面部过曝发白，请避开强光重拍' : '面部偏亮，最好避开强光重拍';
    case 'flat':
      return '面部明暗不清楚，最好换个光线均匀的地方重拍';
    case 'half-lit':
      return '脸一半亮一半暗，最好面向光源重拍';
    case 'turned':
      return `${finding.refused ? '侧脸太大' : '侧脸偏大'}（朝本人${finding.side === 'left' ? '左' : '右'}侧 ${finding.degrees}°），请正对镜头重拍`;
    case 'nodding':
      return `${finding.way === 'up' ? '抬头' : '低头'}${finding.refused ? '太多' : '偏多'}（${finding.degrees}°），请平视镜头重拍`;
    case 'leaning':
      return `头歪得偏多（${finding.degrees}°），最好摆正重拍`;
    case 'mouth-covered':
      return '口鼻处好像被口罩、手或衣物遮住，请露出整张脸重拍（没有遮挡可不理会）';
    case 'eyes-covered':
      return '眼睛处好像戴了墨镜或被遮住，请摘下重拍（没有遮挡可不理会）';
  }
}

/** What to do next for a person (zh-CN). */
export function nextStepText(step: NextStep, photos: { readonly usable: number; readonly least: number }): string {
  switch (step) {
    case 'consent':
      return '先登记本人的书面同意，之后才会建立人脸模板';
    case 'photos':
      return photos.usable === 0
        ? '请添加照片，或用摄像头现场采集'
        : `已有 ${photos.usable} 张可用照片，还需 ${photos.least - photos.usable} 张`;
    case 'better-photos':
      return `可用照片 ${photos.usable} 张，请按提示重拍不合格的照片（需要 ${photos.least} 张）`;
    case 'embed':
      return '等待建立人脸模板（人脸识别正在启动，或需要重新登记）';
    case 'none-withdrawn':
      return '本人已撤回同意，用身份证由教师登记签到';
    case 'done':
      return '已完成，可以识别';
  }
}

const STEPS: Readonly<Record<LiveStep, { readonly label: string; readonly say: string; readonly back: string }>> = {
  front: { label: '正对镜头', say: '请正对镜头', back: '请正对镜头' },
  left: { label: '向左一点', say: '请把头向左转一点', back: '转得太多了，请转回来一点' },
  right: { label: '向右一点', say: '请把头向右转一点', back: '转得太多了，请转回来一点' },
  up: { label: '抬头一点', say: '请稍微抬头', back: '抬得太高了，请低一点' },
  'front-again': { label: '再正对镜头', say: '请再次正对镜头', back: '请正对镜头' },
};

export const liveStepLabel = (step: LiveStep): string => STEPS[step].label;

/** What the person before the camera is to do now (zh-CN). */
export function liveHintText(hint: LiveHint): string {
  switch (hint.kind) {
    case 'nobody':
      return '没有看到人脸，请站到摄像头前面';
    case 'several':
      return `看到 ${hint.faces} 张人脸，请其他人离开画面`;
    case 'finding':
      if (hint.finding.code === 'small')
        return `两眼间距 ${hint.finding.pixels} 像素，至少需要 ${hint.finding.wanted}：请走近摄像头`;
      return LIVE_FINDINGS[hint.finding.code] ?? findingText(hint.finding);
    case 'turn':
      return STEPS[hint.step].say;
    case 'back':
      return STEPS[hint.step].back;
    case 'done':
      return '采集完成，请核对照片';
  }
}

const LIVE_FINDINGS: Readonly<Partial<Record<PhotoFinding['code'], string>>> = {
  blurred: '画面模糊，请站稳不动',
  dark: '光线太暗，请开灯或面向光源',
  bright: '光线太强，请避开强光',
  'mouth-covered': '请摘下口罩，露出整张脸',
  'eyes-covered': '请摘下墨镜，露出眼睛',
};
