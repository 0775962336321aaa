// The page of an evidence package. It runs from file:// as one plain script (types are taken out when the package is made),
// so it imports types only, fetches nothing, and builds every element with textContent.
import type { Opening, ProvenOpening } from '../../../core/domain/evidence.ts';
import type { LessonRecord, Outcome } from '../../../core/domain/record.ts';
import type { PageData, PageLesson } from '../page-data.ts';

const data = (globalThis as unknown as { ZAIKE: PageData }).ZAIKE;

const OUTCOMES: Record<Outcome, string> = {
  present: '出勤',
  late: '迟到',
  leftEarly: '早退',
  absent: '旷课',
  personalLeave: '事假',
  sickLeave: '病假',
  pending: '待核',
};
const NOTES: Record<string, string> = {
  'arrival-unobserved': '到达时段未被观察',
  'breaks-only': '仅课间出现',
  'departure-unobserved': '离开时段未被观察',
  left: '中途离开',
  'left-early': '并早退',
  manual: '人工签到',
  'mid-gap': '中段未见',
  'not-approved': '开班批准前',
  'off-site': '场外',
  'too-late': '到达过晚',
  'unidentified-present': '有未识别人员在场',
  unsure: '活体存疑',
};
const WINDOWS: Record<Opening['window'], string> = {
  arrival: '到达',
  inside: '课内首见',
  middle: '中段',
  departure: '离开',
  last: '末见',
};
const REASONS: Record<string, string> = {
  starting: '启动中',
  unreachable: '摄像头连不上',
  unauthorized: '摄像头密码错误',
  'not-found': '没有该视频流',
  'not-video': '不是视频',
  'unsupported-codec': '编码不支持',
  stalled: '画面中断',
  closed: '录像停止',
  'recorder-failed': '写入失败',
  'disk-full': '磁盘已满',
  'kiosk-down': '教室电脑未运行',
  'not-recording': '未安排录像',
  unknown: '原因不明',
};
const CLOCKS: Record<string, string> = {
  synchronised: '已与时间服务器同步',
  unverified: '未核对',
  stepped: '刚被调整',
};

const time = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false, timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'full' });
const stamp = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour12: false,
  dateStyle: 'medium',
  timeStyle: 'medium',
});

type Child = Node | string | null;

/** An element with attributes and children; `onclick` is the one listener. */
function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly Child[] = [],
  onclick?: (event: MouseEvent) => void,
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  if (onclick) element.addEventListener('click', onclick as (event: Event) => void);
  return element;
}

const slot = (id: string): HTMLElement => document.getElementById(id) ?? document.body;
const nameOf = (lesson: PageLesson, trainee: string): string =>
  lesson.people.find((person) => person.trainee === trainee)?.name ?? trainee;

/** The record in force for each trainee: the newest correction, else the one of the close. */
function inForce(lesson: PageLesson, record: LessonRecord): LessonRecord {
  return lesson.corrections.findLast(({ trainee }) => trainee === record.trainee) ?? record;
}

let lesson: PageLesson | null = null;
let trainee: string | null = null;

function showDays(): void {
  const byDay = Map.groupBy(
    data.lessons,
    ({ manifest }) => `${manifest.date} ${data.class === null ? manifest.class : ''}`,
  );
  slot('days').replaceChildren(
    ...[...byDay].flatMap(([name, lessons]) => [
      el('h2', {}, [name.trim()]),
      ...lessons.map((each) => {
        const { no, lesson: span } = each.manifest;
        const label = [`第${String(no)}课时`, el('small', {}, [time.format(span.from).slice(0, 5)])];
        return el('button', { 'aria-current': String(each === lesson) }, label, () => choose(each, null));
      }),
    ]),
  );
}

function choose(next: PageLesson, who: string | null): void {
  lesson = next;
  trainee = who;
  const { class: code, date, no } = next.manifest;
  history.replaceState(
    null,
    '',
    `#${[code, date, String(no), ...(who === null ? [] : [who])].map(encodeURIComponent).join('/')}`,
  );
  showDays();
  showLesson(next);
  showPeople(next);
  if (who === null) showHint();
  else showProof(next, who);
}

function showLesson(shown: PageLesson): void {
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

function showPeople(shown: PageLesson): void {
  const rows = shown.records.map((record) => {
    const now = inForce(shown, record);
    const { seen } = record;
    const person = shown.people.find((each) => each.trainee === record.trainee);
    const times = [seen.arrival ?? seen.inside, seen.last ?? seen.departure].map((each) =>
      each ? time.format(each.at) : '—',
    );
    const outcome = [
      now === record ? null : el('span', { class: `tag struck ${record.outcome}` }, [OUTCOMES[record.outcome]]),
      el('span', { class: `tag ${now.outcome}` }, [OUTCOMES[now.outcome]]),
    ];
    const selected = String(record.trainee === trainee);
    return el(
      'tr',
      { tabindex: '0', 'aria-selected': selected, 'data-trainee': record.trainee },
      [
        el('td', {}, [nameOf(shown, record.trainee), el('small', {}, [person?.idNumber ?? ''])]),
        el('td', {}, outcome),
        el('td', {}, times.slice(0, 1)),
        el('td', {}, times.slice(1)),
        el('td', {}, [now.notes.map((note) => NOTES[note] ?? note).join('、') || '—']),
      ],
      () => choose(shown, record.trainee),
    );
  });
  for (const row of rows)
    row.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') row.click();
    });
  slot('people').replaceChildren(
    el('table', {}, [
      el('thead', {}, [
        el(
          'tr',
          {},
          ['学员', '结果', '首见', '末见', '说明'].map((words) => el('th', { scope: 'col' }, [words])),
        ),
      ]),
      el('tbody', {}, rows),
    ]),
  );
}

function showHint(): void {
  slot('proof').replaceChildren(
    screen(),
    el('p', { class: 'empty' }, ['选择一名学员查看依据，或点击左侧时间条播放任一时刻。']),
  );
}

function showProof(shown: PageLesson, who: string): void {
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
      ['活体', { live: '通过', spoof: '未通过', unsure: '存疑' }[proof.liveness]],
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

/** The player: one video element over the sealed segments of one camera. */
function screen(): HTMLElement {
  const video = el('video', { controls: '', playsinline: '', muted: '' });
  const face = el('div', { class: 'face', hidden: '' });
  return el('div', {}, [
    el('div', { class: 'screen' }, [video, face]),
    el('div', { class: 'when' }, [el('span', { id: 'clock' }, ['—']), el('span', { id: 'source' }, [''])]),
    el('div', { id: 'trouble' }),
  ]);
}

function play(shown: PageLesson, camera: string, at: number, opening: ProvenOpening | null): void {
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

function start(): void {
  const scope = [data.class ?? '全部班级', data.month ?? '全部月份', `${String(data.lessons.length)} 课时`];
  slot('about').replaceChildren(
    el('div', {}, [`${scope.join(' · ')} · 导出于 ${stamp.format(data.exportedAt)}`]),
    el('div', {}, [`签名公钥 ${data.key} · 是否被改动，请用 verify-evidence 核验（见 README.txt）`]),
  );
  const [code, date, no, who] = location.hash.slice(1).split('/').map(decodeURIComponent);
  const wanted = data.lessons.find(
    ({ manifest }) => manifest.class === code && manifest.date === date && String(manifest.no) === no,
  );
  const first = wanted ?? data.lessons[0];
  if (first) choose(first, wanted && who !== undefined ? who : null);
}

start();
