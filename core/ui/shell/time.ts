const date = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
const time = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' });

/** An instant as `2026-10-08 08:45:01` in Asia/Shanghai, whatever the browser's zone. */
export function dateTimeText(at: number): string {
  return `${date.format(at)} ${time.format(at)}`;
}

/** An instant's time of day, `08:45:01`. */
export function timeText(at: number): string {
  return time.format(at);
}

/** Today in Asia/Shanghai, `2026-10-08`. */
export function todayText(): string {
  return date.format();
}

/** A length in milliseconds as `42 秒`, `12 分 3 秒`, `2 小时 5 分`. */
export function lengthText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${String(seconds)} 秒`;
  if (minutes < 60) return `${String(minutes)} 分 ${String(seconds % 60)} 秒`;
  return `${String(Math.floor(minutes / 60))} 小时 ${String(minutes % 60)} 分`;
}
