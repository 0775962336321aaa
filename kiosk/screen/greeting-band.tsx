import type { Greeting, ScreenState } from '../../core/contract/screen.ts';
import { greetingText, markWords, unknownWords } from '../../core/contract/screen-words.ts';
import { showsPeople } from '../../core/domain/picture.ts';
import type { Link } from './connection.ts';
import type { Shown } from './greeting-queue.ts';
import { isQuiet, promptWords } from './lesson-phase.ts';
import { FaceInFrame, MarkIcon } from './mark-icon.tsx';
import { secondText } from './time.ts';

interface GreetingBandProps {
  readonly shown: readonly Shown[];
  readonly link: Link;
  readonly state: ScreenState | null;
  readonly now: number | null;
}

/** Who has just been recognised, as large as it goes; else what to do now. */
export function GreetingBand({ shown, link, state, now }: GreetingBandProps): React.JSX.Element {
  const quiet = shown.length > 0 && isQuiet(state?.lesson ?? null, now);
  return (
    <section
      className="band"
      aria-label="签到提示"
      data-count={quiet ? 4 : Math.min(shown.length, 4)}
      data-quiet={quiet}
    >
      <p className="for-readers" aria-live="polite">
        {shown.map(({ greeting }) => greetingText(greeting)).join('；')}
      </p>
      {shown.map(({ greeting }) => (
        <Card key={greeting.id} greeting={greeting} />
      ))}
      {(shown.length === 0 || quiet) && <Prompt link={link} state={state} now={now} />}
    </section>
  );
}

function Card({ greeting }: { readonly greeting: Greeting }): React.JSX.Element {
  if (greeting.kind === 'unknown')
    return (
      <div className="card" data-mark="unknown" aria-hidden="true">
        <FaceInFrame />
        <p className="card-name">{unknownWords.title}</p>
        <p className="card-says card-long">{unknownWords.advice}</p>
        <p className="card-says card-short">{unknownWords.shortAdvice}</p>
      </div>
    );
  const { name, lesson, mark, note, at } = greeting;
  return (
    <div className="card" data-mark={mark} aria-hidden="true">
      <MarkIcon mark={mark} />
      <p className="card-name" data-long={name.length > 4}>
        {name}
      </p>
      <p className="card-says">
        <b>
          {lesson !== null && <span>第{lesson}课时 · </span>}
          {markWords[mark]}
        </b>
        <span className="card-at">{note ?? secondText(at)}</span>
      </p>
    </div>
  );
}

function Prompt({ link, state, now }: Omit<GreetingBandProps, 'shown'>): React.JSX.Element | null {
  if (link.kind !== 'offline' && (!state || now === null)) return null;
  const { title, detail } =
    link.kind === 'offline' || !state || now === null
      ? disconnected
      : (hindrance(state) ?? promptWords(state.lesson, now));
  return (
    <div className="prompt">
      <FaceInFrame />
      <p className="prompt-title">{title}</p>
      <p className="prompt-detail">{detail}</p>
    </div>
  );
}

const disconnected = { title: '暂时不能刷脸签到', detail: '服务恢复后会自动继续，已有的记录不会丢' };

/** Why nobody can be recognised now, with the way without a face; null when all is well. */
function hindrance({ vision, cameras }: ScreenState): typeof disconnected | null {
  if (vision.kind === 'starting') return { title: '识别正在启动', detail: '请稍候；也可以找老师用身份证登记签到' };
  const blind = cameras.every(
    ({ health }) => health.kind === 'gap' || (health.kind === 'picture' && !showsPeople(health.trouble)),
  );
  if (vision.kind === 'ok' && !blind) return null;
  return { title: '暂时不能刷脸签到', detail: '请找老师用身份证登记；故障时段的考勤由老师核对' };
}
