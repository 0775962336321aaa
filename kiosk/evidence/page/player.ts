import type { ProvenOpening } from '../../../core/domain/evidence.ts';
import type { PageLesson } from '../page-data.ts';
import { el, slot } from './element.ts';
import { stamp, time } from './words.ts';

/** The player: one video element over the sealed segments of one camera. */
export function screen(): HTMLElement {
  const video = el('video', { controls: '', playsinline: '', muted: '' });
  const face = el('div', { class: 'face', hidden: '' });
  return el('div', {}, [
    el('div', { class: 'screen' }, [video, face]),
    el('div', { class: 'when' }, [el('span', { id: 'clock' }, ['—']), el('span', { id: 'source' }, [''])]),
    el('div', { id: 'trouble' }),
  ]);
}

/** Plays a camera from an instant on, or a sighting from its very frame; goes on through the segments that follow. */
export function play(shown: PageLesson, camera: string, at: number, opening: ProvenOpening | null): void {
  const video = document.querySelector('video');
  const segments = (shown.manifest.cameras.find((each) => each.camera === camera)?.segments ?? []).filter(
    ({ path }) => !shown.missing.includes(path),
  );
  const place = opening?.place;
  const segment = segments.find(({ path, from, to }) => (place ? path === place.path : from <= at && at < to));
  slot('trouble').replaceChildren();
  if (!video) return;
  if (!segment) {
    video.removeAttribute('src');
    video.load();
    slot('trouble').replaceChildren(el('div', { class: 'warn' }, [`${camera} 在 ${time.format(at)} 没有录像`]));
    return;
  }
  const offset = place ? place.offset : (at - segment.from) / 1000;
  slot('source').textContent = `${camera} · ${segment.path.split('/').at(-1) ?? ''}`;
  video.src = segment.path;
  video.onloadedmetadata = () => {
    video.currentTime = Math.min(offset, Math.max(0, video.duration - 0.05));
  };
  video.ontimeupdate = () => follow(shown, video, { camera, from: segment.from, opening, offset });
  video.onseeked = video.ontimeupdate;
  video.onended = () => play(shown, camera, segment.to + 1, null);
  video.onerror = () =>
    slot('trouble').replaceChildren(
      el('div', { class: 'warn' }, [
        `浏览器无法播放 ${segment.path}：若摄像头使用 H.265 编码，请用 VLC 打开该文件；否则文件可能已损坏，请运行核验。`,
      ]),
    );
}

interface Playing {
  readonly camera: string;
  readonly from: number;
  readonly opening: ProvenOpening | null;
  readonly offset: number;
}

/** Keeps clock, needle and face box in step with the picture. */
function follow(shown: PageLesson, video: HTMLVideoElement, { camera, from, opening, offset }: Playing): void {
  const now = from + video.currentTime * 1000;
  slot('clock').textContent = stamp.format(now);
  const { expected } = shown.manifest;
  for (const needle of document.querySelectorAll<HTMLElement>('.bar .now')) {
    needle.hidden = needle.dataset.camera !== camera;
    needle.style.left = `${String(((now - expected.from) / (expected.to - expected.from)) * 100)}%`;
  }
  const face = document.querySelector<HTMLElement>('.face');
  const box = opening?.proof?.box;
  if (!face) return;
  face.hidden = !box || Math.abs(video.currentTime - offset) > 0.35;
  if (!box) return;
  const scale = Math.min(video.clientWidth / video.videoWidth, video.clientHeight / video.videoHeight);
  const left = (video.clientWidth - video.videoWidth * scale) / 2;
  const top = (video.clientHeight - video.videoHeight * scale) / 2;
  Object.assign(face.style, {
    left: `${String(left + box.x * scale)}px`,
    top: `${String(top + box.y * scale)}px`,
    width: `${String(box.width * scale)}px`,
    height: `${String(box.height * scale)}px`,
  });
}
