import './presence-strip.css';

/** A stretch of a trainee's lesson; see `presenceStrip` in core/domain. */
export interface StripPiece {
  readonly from: number;
  readonly to: number;
  readonly state: 'seen' | 'notSeen' | 'unobserved' | 'toCome';
}

interface Props {
  readonly parts: readonly StripPiece[];
  /** The windows in which somebody must be seen, marked by brackets below. */
  readonly windows: { readonly arrival: Stretch; readonly departure: Stretch };
  /** The lesson itself: the bell. */
  readonly lesson: Stretch;
  /** The strip in words, for those who do not see it. */
  readonly label: string;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What the strip's shapes mean. */
export const STRIP_LEGEND = '实心：见到；细线：摄像机看着但没见到；斜线：摄像机没有观察；下方括号：到课、离课时段';

const WIDTH = 600;
/** A single sighting is drawn this wide at least. */
const LEAST = 4;

/**
 * When a trainee was seen in a lesson: filled where seen, a thin line where the cameras looked and saw nobody, hatched
 * where they did not look, empty for what is to come. Shapes differ, colour only helps.
 */
export function PresenceStrip({ parts, windows, lesson, label }: Props): React.JSX.Element {
  const from = parts[0]?.from ?? 0;
  const to = parts.at(-1)?.to ?? 1;
  const x = (at: number): number => ((at - from) / Math.max(1, to - from)) * WIDTH;
  const bracket = ({ from: left, to: right }: Stretch): string => `M${x(left) + 1} 26v3H${x(right) - 1}v-3`;
  return (
    <svg className="strip" viewBox={`0 0 ${WIDTH} 30`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className="strip-bell" d={`M${x(lesson.from)} 0V24M${x(lesson.to)} 0V24`} />
      {parts.map((part) => (
        <Piece key={`${part.state} ${part.from}`} part={part} x={x} />
      ))}
      <path className="strip-window" d={`${bracket(windows.arrival)} ${bracket(windows.departure)}`} />
    </svg>
  );
}

function Piece({ part, x }: { readonly part: StripPiece; readonly x: (at: number) => number }): React.JSX.Element {
  const [left, right] = [x(part.from), x(part.to)];
  const width = right - left;
  switch (part.state) {
    case 'seen':
      return (
        <rect
          className="strip-seen"
          x={Math.min(left, WIDTH - LEAST) - (width < LEAST ? LEAST / 2 : 0)}
          y="2"
          width={Math.max(width, LEAST)}
          height="20"
        />
      );
    case 'notSeen':
      return <rect className="strip-not-seen" x={left} y="10.5" width={width} height="3" />;
    case 'unobserved':
      return <path className="strip-unobserved" d={hatches(left, right)} />;
    case 'toCome':
      return <rect className="strip-to-come" x={left} y="11.5" width={width} height="1" />;
  }
}

/** Slanted lines from `left` to `right`. */
function hatches(left: number, right: number): string {
  const lines: string[] = [];
  for (let at = left; at < right; at += 7) lines.push(`M${at} 22l${Math.min(6, right - at)} -20`);
  return lines.join('');
}
