/** The strip of squares along the top of a stamped picture: 32 bits of the instant, 8 of their sum. */
export const STAMP = { width: 640, height: 360, square: 16, bits: 40 } as const;

/** Paints the instant `now` (milliseconds, modulo 2^32) into a gray picture of {@link STAMP}'s size. */
export function paintStamp(picture: Uint8Array, now: number): void {
  const { width, square, bits } = STAMP;
  const stamp = now % 2 ** 32;
  const sum = [0, 8, 16, 24].reduce((all, shift) => all + (Math.trunc(stamp / 2 ** shift) & 255), 0) & 255;
  for (let bit = 0; bit < bits; bit += 1) {
    const on = bit < 32 ? Math.trunc(stamp / 2 ** bit) % 2 === 1 : ((sum >> (bit - 32)) & 1) === 1;
    for (let y = 0; y < square; y += 1)
      picture.fill(on ? 255 : 0, y * width + bit * square, y * width + (bit + 1) * square);
  }
}

/**
 * For a page: an expression that resolves with `count` pairs [instant stamped, instant shown] of the video's next
 * pictures. Pictures whose sum does not fit are left out.
 */
export const readStamps = (count: number): string => `new Promise((resolve) => {
  const video = document.querySelector('video');
  const context = new OffscreenCanvas(${STAMP.width}, ${STAMP.square}).getContext('2d', { willReadFrequently: true });
  const pairs = [];
  const next = () => video.requestVideoFrameCallback((_now, { expectedDisplayTime }) => {
    context.drawImage(video, 0, 0, video.videoWidth, ${STAMP.square}, 0, 0, ${STAMP.width}, ${STAMP.square});
    const { data } = context.getImageData(0, 0, ${STAMP.width}, ${STAMP.square});
    const bit = (at) => data[(${STAMP.square / 2} * ${STAMP.width} + at * ${STAMP.square} + ${STAMP.square / 2}) * 4] > 127 ? 1 : 0;
    let stamp = 0; let sum = 0;
    for (let at = 0; at < 32; at += 1) stamp += bit(at) * 2 ** at;
    for (let at = 0; at < 8; at += 1) sum += bit(32 + at) << at;
    const own = [0, 8, 16, 24].reduce((all, shift) => all + (Math.trunc(stamp / 2 ** shift) & 255), 0) & 255;
    const shown = performance.timeOrigin + expectedDisplayTime;
    if (own === sum) pairs.push([stamp + Math.floor(shown / 2 ** 32) * 2 ** 32, shown]);
    if (pairs.length < ${count}) next(); else resolve(pairs);
  });
  next();
})`;
