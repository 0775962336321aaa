/**
 * The page of an evidence package. It runs from file:// as one plain script: package-page.ts puts these files one behind the other
 * and takes out types, imports and exports. It fetches nothing and builds every element with textContent.
 */
import type { PageData, PageLesson } from '../page-data.ts';
import { el, slot } from './element.ts';
import { showLesson } from './lesson-view.ts';
import { showPeople } from './people-view.ts';
import { showHint, showProof } from './proof-view.ts';
import { stamp, time } from './words.ts';

const data = (globalThis as unknown as { ZAIKE: PageData }).ZAIKE;

let lesson: PageLesson | null = null;

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
  const { class: code, date, no } = next.manifest;
  history.replaceState(
    null,
    '',
    `#${[code, date, String(no), ...(who === null ? [] : [who])].map(encodeURIComponent).join('/')}`,
  );
  showDays();
  showLesson(next);
  showPeople(next, who, choose);
  if (who === null) showHint();
  else showProof(next, who);
}

/** Class, date, number and trainee from the address, as {@link choose} puts them there. */
function placeInAddress(): string[] {
  try {
    return location.hash.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return [];
  }
}

function start(): void {
  const scope = [data.class ?? '全部班级', data.month ?? '全部月份', `${String(data.lessons.length)} 课时`];
  slot('about').replaceChildren(
    el('div', {}, [`${scope.join(' · ')} · 导出于 ${stamp.format(data.exportedAt)}`]),
    el('div', {}, [`签名公钥 ${data.key} · 是否被改动，请用 verify-evidence 核验（见 README.txt）`]),
  );
  const [code, date, no, who] = placeInAddress();
  const wanted = data.lessons.find(
    ({ manifest }) => manifest.class === code && manifest.date === date && String(manifest.no) === no,
  );
  const first = wanted ?? data.lessons[0];
  if (first) choose(first, wanted && who !== undefined ? who : null);
}

start();
