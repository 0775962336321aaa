import { type ItemBody, isItemKind } from '../../core/contract/center/items.ts';
import { isGrave } from '../../core/contract/center/trouble-words.ts';
import type { AlertStore } from './alert-keeper.ts';
import type { HeadTrouble } from './heads.ts';
import type { CheckedItem } from './inbox.ts';

/** What a kiosk's alarms and heads mean for the alerts. */
export interface Alarms {
  /** Acts on delivered alarms; one that comes twice does nothing more. @returns whether any alert changed. */
  delivered(kiosk: string, items: readonly CheckedItem[], now: number): Promise<boolean>;
  /** A head that is not to be trusted. */
  head(kiosk: string, trouble: HeadTrouble, now: number): Promise<boolean>;
  /** A kiosk has not proven for long that its journal only grew. @returns whether any alert changed. */
  unproven(kiosk: string, why: keyof typeof UNPROVEN, now: number): Promise<boolean>;
  /** It has. @returns whether any alert changed. */
  proven(kiosk: string, now: number): Promise<boolean>;
}

/** Those of pictures: the kiosk's state tells them better, within the class's hours. */
const ofPictures = /^camera-/;
/** Those that say something only while a class sits there, and that the kiosk says again while they last. */
const inHoursOnly = new Set(['disk-low', 'disk-forecast', 'gap-unknown']);

/**
 * @param isWatched whether a class of that kiosk is looked after now.
 */
export function alarms(store: AlertStore, isWatched: (kiosk: string) => boolean): Alarms {
  return {
    delivered: async (kiosk, items, now) => {
      let changed = false;
      for (const item of items) {
        if (item.fault !== '' || item.kind !== 'alarm' || !isItemKind(item.kind)) continue;
        const { code, camera, over, since, message } = item.body as ItemBody<'alarm'>;
        if (ofPictures.test(code)) continue;
        const key = { kiosk, camera: camera ?? '', class: '', code };
        if (over) changed = (await end(store, key, now)) || changed;
        else if (!inHoursOnly.has(code) || isWatched(kiosk))
          changed = (await store.open({ ...key, message, at: since })) || changed;
      }
      return changed;
    },
    head: (kiosk, trouble, now) =>
      store.open({ ...{ kiosk, camera: '', class: '', code: 'journal', at: now }, message: headWords(trouble) }),
    unproven: (kiosk, why, now) => store.open({ ...unprovenOf(kiosk), at: now, message: UNPROVEN[why] }),
    proven: (kiosk, now) => end(store, unprovenOf(kiosk), now),
  };
}

const UNPROVEN = {
  'no-answer':
    '证据日志没有得到证明：教室电脑已超过 10 分钟没有回答中心的核对要求。记录照常接收；请查看教室电脑和网络，仍无回答的，到现场核对证据日志',
  'no-checkpoint':
    '证据日志没有得到证明：教室电脑送来了考勤记录，却有一个多小时没有送来证据日志的检查点。记录照常接收；请查看教室电脑，检查点仍不来的，到现场核对证据日志',
};

const unprovenOf = (kiosk: string): AlarmKey => ({ kiosk, camera: '', class: '', code: 'journal-unproven' });

type AlarmKey = { readonly kiosk: string; readonly camera: string; readonly class: string; readonly code: string };

/** Ends the alert of an alarm that has passed; a grave one waits for its signatures. */
async function end(store: AlertStore, { kiosk, camera, code }: AlarmKey, now: number): Promise<boolean> {
  if (isGrave(code)) return false;
  const ended = (await store.lasting()).filter(
    (alert) => alert.kiosk === kiosk && alert.camera === camera && alert.code === code,
  );
  await store.end(
    ended.map(({ id }) => id),
    now,
  );
  return ended.length > 0;
}

function headWords(trouble: HeadTrouble): string {
  switch (trouble.kind) {
    case 'not-signed':
      return '证据日志的签名不对：送来的检查点不是这台教室电脑签的';
    case 'shrunken':
      return `证据日志变短了：中心留存 ${String(trouble.before)} 条，现在只有 ${String(trouble.size)} 条`;
    case 'fork':
      return `证据日志被改写：第 ${String(trouble.before)} 条之前的内容与中心留存的不一致`;
  }
}
