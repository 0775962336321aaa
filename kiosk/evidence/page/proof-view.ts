import type { ProvenOpening } from '../../../core/domain/evidence.ts';
import type { PageLesson } from '../page-data.ts';
import { type Child, el, slot } from './element.ts';
import { nameOf } from './people-view.ts';
import { play, screen } from './player.ts';
import { CLOCKS, OUTCOMES, stamp, time, WINDOWS } from './words.ts';

/** Nobody is chosen: the player alone. */
export function showHint(): void {
  slot('proof').replaceChildren(
    screen(),
    el('p', { class: 'empty' }, ['选择一名学员查看依据，或点击左侧时间条播放任一时刻。']),
  );
}

/** What a trainee's record rests on: each sighting with its picture, its facts and its second of video. */
export function showProof(shown: PageLesson, who: string): void {
  const openings = shown.openings.filter((opening) => opening.trainee === who);
  const record = shown.records.find((each) => each.trainee === who);
  const corrections = shown.corrections.filter((each) => each.trainee === who);
  const details = el('div', { class: 'panel', id: 'details' });
  const sightings = Map.groupBy(openings, ({ at, camera }) => `${String(at)} ${camera}`);
  const buttons = [...sightings.values()].flatMap((same) =>
    same.slice(0, 1).map((opening) => openingButton(shown, opening, same, details)),
  );
  slot('proof').replaceChildren(
    el('h1', {}, [nameOf(shown, who)]),
    el('div', { class: 'sub' }, [record ? `系统结论：${OUTCOMES[record.outcome]}` : '']),
    ...corrections.map(({ correction, outcome }) =>
      el('div', { class: 'warn' }, [
        `更正为 ${OUTCOMES[outcome]}：${correction?.why ?? ''}（${correction?.by ?? ''}，复核 ${correction?.countersignedBy ?? ''}）`,
      ]),
    ),
    screen(),
    ...(openings.length === 0
      ? [el('p', { class: 'empty' }, ['本课时没有见到该学员的记录。可点击时间条查看录像。'])]
      : []),
    el('div', { class: 'openings' }, buttons),
    details,
  );
  if (buttons[0]) buttons[0].click();
  else details.remove();
}

/** One sighting, with all the windows that it opened. */
function openingButton(
  shown: PageLesson,
  opening: ProvenOpening,
  same: readonly ProvenOpening[],
  details: HTMLElement,
): HTMLButtonElement {
  const picture = shown.manifest.pictures.find(({ sha256 }) => sha256 === opening.picture);
  const button = el(
    'button',
    {},
    [
      picture ? el('img', { src: picture.path, alt: '面部画面' }) : el('span', { class: 'noface' }),
      el('span', {}, [
        el('b', {}, [time.format(opening.at)]),
        el('br'),
        `${same.map(({ window }) => WINDOWS[window]).join('、')} · ${opening.camera}`,
      ]),
      el('span', { class: 'tag plain' }, [opening.proof ? `相似度 ${opening.proof.similarity.toFixed(3)}` : '人工']),
    ],
    () => {
      for (const other of document.querySelectorAll('.openings button')) other.setAttribute('aria-current', 'false');
      button.setAttribute('aria-current', 'true');
      showDetails(shown, opening, details);
      play(shown, opening.camera, opening.at, opening);
    },
  );
  return button;
}

function showDetails(
  shown: PageLesson,
  { proof, place, at, camera, picture }: ProvenOpening,
  details: HTMLElement,
): void {
  const rows: [string, Child][] = [
    ['时刻', `${stamp.format(at)}.${String(at % 1000).padStart(3, '0')}`],
    ['摄像头', camera],
    [
      '录像',
      place ? el('a', { href: `${place.path}#t=${String(place.offset)}`, target: '_blank' }, [place.path]) : '没有录像',
    ],
    ['位置', place ? `第 ${place.offset.toFixed(2)} 秒` : '—'],
  ];
  if (proof) {
    const { box, runnerUp } = proof;
    const second = runnerUp ? `${nameOf(shown, runnerUp.trainee)} ${runnerUp.similarity.toFixed(3)}` : '无';
    rows.push(
      ['帧', `第 ${String(proof.run)} 次连接，第 ${String(proof.frame)} 帧`],
      ['人脸框', [box.x, box.y, box.width, box.height].map((value) => String(Math.round(value))).join(', ')],
      ['相似度', `${proof.similarity.toFixed(4)}（次高：${second}）`],
      ['模型', proof.model],
      ['活体', { live: '通过', spoof: '未通过', unsure: '存疑', unchecked: '未检测' }[proof.liveness]],
      ['时钟', CLOCKS[proof.clock] ?? proof.clock],
    );
  }
  if (picture !== null) rows.push(['画面哈希', picture]);
  details.replaceChildren(
    el(
      'dl',
      {},
      rows.flatMap(([term, value]) => [el('dt', {}, [term]), el('dd', {}, [value])]),
    ),
  );
}
