import { expect, test } from 'vitest';
import type { FrameResult } from '../../../core/domain/face.ts';
import { cameraId } from '../../../core/domain/ids.ts';
import type { PictureTrouble } from '../../../core/domain/picture.ts';
import { epochMs, seconds } from '../../../core/domain/units.ts';
import { type PictureAlarm, pictureNews } from '../../../kiosk/picture-news.ts';
import { frameResult } from '../../support/frame-result.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const camera = cameraId('room');
const frame = (at: number, kind: PictureTrouble | null): FrameResult => ({
  ...frameResult(at, []),
  picture: { observed: kind === null, trouble: kind && { kind, since: epochMs(1000) } },
});

function news() {
  const clock = new ManualClock(0);
  const alarms: PictureAlarm[] = [];
  const pictures = pictureNews({ clock, nameOf: () => '教室后方', alarm: (alarm) => alarms.push(alarm) });
  return { clock, alarms, pictures };
}

test('a trouble is an alarm once when it begins, in words that say what to do, and once when it is over', () => {
  const { alarms, pictures } = news();
  for (const at of [2000, 3000, 4000]) pictures.note(frame(at, 'blocked'));
  pictures.note(frame(5000, null));
  expect(alarms).toEqual([
    {
      ...{ code: 'camera-blocked', camera, over: false, since: 1000 },
      message: '摄像头「教室后方」镜头被遮挡。请取下镜头前的遮挡物。恢复前不计为“已观察”，不会因此记旷课。',
    },
    {
      ...{ code: 'camera-blocked', camera, over: true, since: 1000 },
      message: '摄像头「教室后方」画面已恢复（此前镜头被遮挡）',
    },
  ]);
});

test('another trouble in its place ends the first', () => {
  const { alarms, pictures } = news();
  pictures.note(frame(2000, 'moved'));
  pictures.note(frame(3000, 'dark'));
  expect(alarms.map(({ code, over }) => [code, over])).toEqual([
    ['camera-moved', false],
    ['camera-moved', true],
    ['camera-dark', false],
  ]);
});

test('what vision said half a minute ago says nothing any more', () => {
  const { clock, pictures } = news();
  pictures.note(frame(2000, 'dark'));
  expect(pictures.troubleOf(camera)).toEqual({ kind: 'dark', since: 1000 });
  clock.advance(seconds(31));
  expect(pictures.troubleOf(camera)).toBeNull();
});
