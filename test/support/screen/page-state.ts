/** Expressions for a page of the check-in screen. */

/** Whether the picture has moved since this was asked last. */
export const PLAYING = `(() => { const v = document.querySelector('video'); if (!v) return false;
  const was = window.was ?? 0; window.was = v.currentTime; return v.currentTime !== was && !v.paused && v.readyState >= 3; })()`;

/** The distance of the picture from the newest packet, in seconds. */
export const LAG = `(() => { const v = document.querySelector('video');
  return v?.buffered.length ? v.buffered.end(v.buffered.length - 1) - v.currentTime : 99; })()`;

/** Whether the panel in place of the picture says `words`. */
export const trouble = (words: string): string => `document.querySelector('.trouble')?.innerText.includes('${words}')`;

/**
 * How far the middle of the drawn box is from the middle of the white square of `renderSquare`, in each of the next
 * `frames` pictures that show both; a share of the picture's width.
 */
export const boxErrors = (frames: number): string => `new Promise((resolve) => {
  const video = document.querySelector('video');
  const overlay = document.querySelector('canvas');
  const context = new OffscreenCanvas(640, 360).getContext('2d', { willReadFrequently: true });
  const middle = (source, is) => {
    context.clearRect(0, 0, 640, 360);
    context.drawImage(source, 0, 0, 640, 360);
    const { data } = context.getImageData(0, 0, 640, 360);
    let n = 0;
    let sum = 0;
    for (let at = 0; at < data.length; at += 4)
      if (is(data[at], data[at + 1], data[at + 2], data[at + 3])) { n += 1; sum += (at / 4) % 640; }
    return n > 20 ? sum / n : null;
  };
  const errors = [];
  const step = () => video.requestVideoFrameCallback(() => {
    const square = middle(video, (r, g, b) => r > 200 && g > 200 && b > 200);
    const box = middle(overlay, (r, g, b, a) => a > 200 && g > 200 && r > 90 && r < 170);
    if (square !== null && box !== null) errors.push(Math.abs(square - box) / 640);
    if (errors.length < ${frames}) step(); else resolve(errors);
  });
  step();
})`;
