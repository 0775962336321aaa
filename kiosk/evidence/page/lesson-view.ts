import type { Outcome } from '../../../core/domain/record.ts';
import type { PageLesson } from '../page-data.ts';
import { type Child, el, slot } from './element.ts';
import { inForce } from './people-view.ts';
import { play } from './player.ts';
import { day, OUTCOMES, REASONS, stamp, time } from './words.ts';

/** A lesson's head: counts, a bar of time for each camera, gaps. A click on a bar plays that moment. */
export function showLesson(shown: PageLesson): void {
  const { manifest, records } = shown;
  const counts = Map.groupBy(
    records.map((record) => inForce(shown, record).outcome),
    (outcome) => outcome,
  );
  const files: Child[] = [
    ...shown.clips.map(({ camera, path }) => el('a', { href: path, target: '_blank' }, [`合并录像 ${camera}`])),
    shown.sheet === null ? null : el('a', { href: shown.sheet, target: '_blank' }, ['缩略图']),
  ];
  slot('lesson').replaceChildren(
    el('h1', {}, [`${day.format(manifest.lesson.from)} 第${String(manifest.no)}课时`]),
    el('div', { class: 'sub' }, [
      `班级 ${manifest.class} · ${time.format(manifest.lesson.from)}–${time.format(manifest.lesson.to)} · 封存于 ${stamp.format(manifest.closedAt)}`,
    ]),
    el('div', { class: 'counts' }, [
      ...(Object.keys(OUTCOMES) as Outcome[]).map((outcome) => {
        const count = counts.get(outcome)?.length ?? 0;
        return count === 0 ? null : el('span', { class: `tag ${outcome}` }, [`${OUTCOMES[outcome]} ${String(count)}`]);
      }),
    ]),
    el('div', { class: 'panel' }, [
      ...manifest.cameras.map((camera) => track(shown, camera)),
      el('div', { class: 'legend' }, [
        key('background:#3c9f6c', '录像'),
        key('background:repeating-linear-gradient(-45deg,#b3261e 0 5px,#f3c2be 5px 10px)', '没有录像'),
        key('background:#ffd866', '有效观察'),
        key('border-left:2px dashed #0c1a15;width:2px;height:14px', '课时起止'),
        el(
          'span',
          {},
          files.flatMap((file, i) => (i === 0 || file === null ? [file] : [' · ', file])),
        ),
      ]),
      gapList(shown),
    ]),
  );
}

const key = (style: string, words: string): HTMLElement => el('span', {}, [el('i', { style }), words]);

function track(shown: PageLesson, camera: PageLesson['manifest']['cameras'][number]): HTMLElement {
  const { expected, lesson: span } = shown.manifest;
  const length = expected.to - expected.from;
  const at = (instant: number): number => Math.min(100, Math.max(0, ((instant - expected.from) / length) * 100));
  const piece = (kind: string, from: number, to: number, title: string): HTMLElement =>
    el('i', { class: kind, style: `left:${String(at(from))}%;width:${String(at(to) - at(from))}%`, title });
  const bar = el('div', { class: 'bar', title: '点击播放这一刻' }, [
    ...camera.segments
      .filter(({ path }) => !shown.missing.includes(path))
      .map(({ from, to }) => piece('video', from, to, `${time.format(from)}–${time.format(to)}`)),
    ...camera.gaps.map(({ from, to, why }) => piece('gap', from, to ?? expected.to, REASONS[why] ?? why)),
    ...shown.coverage
      .filter((each) => each.camera === camera.camera)
      .map(({ from, to }) => piece('seen', from, to, '有效观察')),
    ...[span.from, span.to].map((edge) => el('i', { class: 'edge', style: `left:${String(at(edge))}%` })),
    el('i', { class: 'now', 'data-camera': camera.camera, hidden: '' }),
  ]);
  bar.addEventListener('click', (event) => {
    const { left, width } = bar.getBoundingClientRect();
    play(shown, camera.camera, expected.from + ((event.clientX - left) / width) * length, null);
  });
  return el('div', { class: 'track' }, [el('span', {}, [camera.camera]), bar]);
}

function gapList({ manifest, missing }: PageLesson): HTMLElement | null {
  const gaps = manifest.cameras.flatMap(({ camera, gaps: told, segments }) => [
    ...told.map(({ from, to, why, detail }) => {
      const end = to ?? manifest.expected.to;
      const span = `${time.format(Math.max(from, manifest.expected.from))}–${time.format(Math.min(end, manifest.expected.to))}`;
      return `${camera} ${span} ${REASONS[why] ?? why}${detail === '' ? '' : `（${detail}）`}`;
    }),
    ...segments
      .filter(({ path }) => missing.includes(path))
      .map(({ from, to }) => `${camera} ${time.format(from)}–${time.format(to)} 录像已不在`),
  ]);
  return gaps.length === 0
    ? null
    : el(
        'ul',
        { class: 'gaps' },
        gaps.map((words) => el('li', {}, [words])),
      );
}
