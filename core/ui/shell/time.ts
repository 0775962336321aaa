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
