const zone = { timeZone: 'Asia/Shanghai', hourCycle: 'h23' } as const;
const minute = new Intl.DateTimeFormat('zh-CN', { ...zone, hour: '2-digit', minute: '2-digit' });
const second = new Intl.DateTimeFormat('zh-CN', { ...zone, hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('zh-CN', { ...zone, month: 'long', day: 'numeric', weekday: 'long' });

/** `08:30`, in Asia/Shanghai whatever the host's zone (rules §1). */
export const minuteText = (at: number): string => minute.format(at);
/** `08:30:05`. */
export const secondText = (at: number): string => second.format(at);
/** `10月12日星期一`. */
export const dayText = (at: number): string => day.format(at);

/** A span of time to go: whole minutes while there are many (`32 分钟`), minutes and seconds at the end (`4:09`). */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds > 300) return `${Math.ceil(seconds / 60)} 分钟`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
