import type { PictureTrouble } from '../domain/picture.ts';

/** What is wrong with a camera's picture, what to do, and what it means for the marks (zh-CN). */
export const pictureWords: Readonly<
  Record<PictureTrouble, { readonly title: string; readonly advice: string; readonly effect: string }>
> = {
  dark: {
    title: '画面太暗',
    advice: '请开灯，并检查镜头盖是否取下',
    effect: '恢复前不计为“已观察”，不会因此记旷课',
  },
  blocked: {
    title: '镜头被遮挡',
    advice: '请取下镜头前的遮挡物',
    effect: '恢复前不计为“已观察”，不会因此记旷课',
  },
  frozen: {
    title: '画面静止或重复',
    advice: '请将摄像头断电重启；仍不恢复请检查是否有人替换了画面',
    effect: '恢复前不计为“已观察”，画面中的人也不计到课',
  },
  moved: {
    title: '摄像头被移动',
    advice: '请把摄像头转回原位；若是有意调整，请重新设定参照画面',
    effect: '考勤继续，但座位可能拍不到',
  },
  blurred: {
    title: '画面模糊，没有对焦',
    advice: '请擦拭镜头或重新调焦',
    effect: '考勤继续，但可能认不出人',
  },
};
