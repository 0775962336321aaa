/** Expressions for a page of the check-in screen. */

/** Whether the picture has moved since this was asked last. */
export const PLAYING = `(() => { const v = document.querySelector('video'); if (!v) return false;
  const was = window.was ?? 0; window.was = v.currentTime; return v.currentTime !== was && !v.paused && v.readyState >= 3; })()`;

/** The distance of the picture from the newest packet, in seconds. */
export const LAG = `(() => { const v = document.querySelector('video');
  return v?.buffered.length ? v.buffered.end(v.buffered.length - 1) - v.currentTime : 99; })()`;

/** Whether the panel in place of the picture says `words`. */
export const trouble = (words: string): string => `document.querySelector('.trouble')?.innerText.includes('${words}')`;
