import type { CameraRole } from './media.ts';

/** One look at one face during a placement check. */
export interface FaceLook {
  readonly track: number;
  /** Middle and height of the face's box, as shares of the picture. */
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** Pixels between the eyes, in the picture that is looked at (a check-in's is shrunk). */
  readonly eyeDistance: number;
  readonly sharpness: number;
  readonly frontality: number;
  readonly light: number;
  /** Whether the person was identified. */
  readonly identified: boolean;
}

/** With what the faces were looked at. */
export interface PlacementMeans {
  /** The running pack's narrowest box that is found at least 9 times of 10, in pixels. */
  readonly smallestFace: number;
  /** The camera's own picture. */
  readonly width: number;
  readonly height: number;
  readonly stream: 'main' | 'sub';
  readonly role: CameraRole;
}

/** Whether people are identified there; `unknown`: nobody was there, which is not "good". */
export type PlacementStanding = 'good' | 'borderline' | 'bad' | 'unknown';
export type PlacementReason = 'small' | 'blurred' | 'dark' | 'turned';
/** What helps, the cheapest first. */
export type PlacementAdvice =
  | 'main-stream'
  | 'room-role'
  | 'resolution'
  | 'light'
  | 'focus'
  | 'angle'
  | 'closer'
  | 'sit-there';

/** What was measured in one part of the picture. */
export interface PlacementPart {
  readonly standing: PlacementStanding;
  /** Different faces that were followed there. */
  readonly people: number;
  readonly looks: number;
  /** How many of them were identified by name. */
  readonly identified: number;
  /** The median, in pixels of the picture looked at; null where nobody was. */
  readonly eyeDistance: number | null;
  readonly reasons: readonly PlacementReason[];
}

/** A row of seats as it lies in the picture: heads between `top` and `bottom`, shares of the height. */
export interface PlacementRow extends PlacementPart {
  readonly top: number;
  readonly bottom: number;
}

/** The result of a placement check. */
export interface Placement {
  /** {@link GRID}, row by row from the upper left. */
  readonly areas: readonly PlacementPart[];
  /** Rows of people, the nearest (lowest in the picture) first. */
  readonly rows: readonly PlacementRow[];
  readonly advice: readonly PlacementAdvice[];
  /** Eye distances from which a face is identified, and below which it is not, in pixels. */
  readonly goodFrom: number;
  readonly badBelow: number;
}

/** How the picture is divided. */
export const GRID = { columns: 6, rows: 4 } as const;

/** Eyes are this share of the width of a detector's box apart (docs/accuracy.md: 60 px wide, 24 px between the eyes). */
const EYES_OF_BOX = 0.4;
/** Eyes so far apart leave the embedding most of its power (32 px faces lose 3 to 8 points of TPR, 40 px ones hardly any). */
const SURE_EYES = 16;
/** Fewer looks say nothing: a face that passed by. */
const LEAST_LOOKS = 3;
/** Medians of the qualities below which people are identified less often, and hardly at all. */
const POOR = { sharpness: 0.3, light: 0.35, frontality: 0.3 } as const;
const USELESS = { sharpness: 0.12, light: 0.12, frontality: 0.08 } as const;
/** Heads this many of their heights apart, up and down, sit in different rows. */
const ROW_APART = 0.9;
/** Below this width of the picture a larger one is to be had cheaply. */
const FULL_HD = 1920;
/** A check-in camera is looked at no wider than this. */
const CHECK_IN_WIDTH = 1280;

/** Judges where in the picture people are identified, from looks gathered for about a minute. */
export function judgePlacement(looks: readonly FaceLook[], means: PlacementMeans): Placement {
  const badBelow = Math.round(EYES_OF_BOX * means.smallestFace);
  const goodFrom = Math.max(SURE_EYES, Math.round(badBelow * 1.25));
  const judge = (part: readonly FaceLook[]): PlacementPart => judgePart(part, goodFrom, badBelow);
  const byArea = Map.groupBy(looks, areaOf);
  const areas = Array.from({ length: GRID.columns * GRID.rows }, (_, area) => judge(byArea.get(area) ?? []));
  const rows = rowsOf(looks).map(
    (row): PlacementRow => ({
      ...judge(row),
      top: Math.max(0, Math.min(...row.map(({ y, height }) => y - height / 2))),
      bottom: Math.min(1, Math.max(...row.map(({ y, height }) => y + height / 2))),
    }),
  );
  return { areas, rows, advice: adviceFor([...areas, ...rows], means), goodFrom, badBelow };
}

function areaOf({ x, y }: FaceLook): number {
  const column = Math.min(GRID.columns - 1, Math.max(0, Math.floor(x * GRID.columns)));
  const row = Math.min(GRID.rows - 1, Math.max(0, Math.floor(y * GRID.rows)));
  return row * GRID.columns + column;
}

function judgePart(looks: readonly FaceLook[], goodFrom: number, badBelow: number): PlacementPart {
  const people = new Set(looks.map(({ track }) => track)).size;
  const identified = new Set(looks.filter((look) => look.identified).map(({ track }) => track)).size;
  if (looks.length < LEAST_LOOKS)
    return { standing: 'unknown', people, looks: looks.length, identified, eyeDistance: null, reasons: [] };
  const middle = (of: (look: FaceLook) => number): number => median(looks.map(of));
  const eyes = middle(({ eyeDistance }) => eyeDistance);
  const qualities = [
    {
      reason: 'blurred',
      value: middle(({ sharpness }) => sharpness),
      poor: POOR.sharpness,
      useless: USELESS.sharpness,
    },
    { reason: 'dark', value: middle(({ light }) => light), poor: POOR.light, useless: USELESS.light },
    {
      reason: 'turned',
      value: middle(({ frontality }) => frontality),
      poor: POOR.frontality,
      useless: USELESS.frontality,
    },
  ] as const;
  const poor = qualities.filter(({ value, poor: limit }) => value < limit);
  const reasons: PlacementReason[] = poor.map(({ reason }) => reason);
  if (eyes < goodFrom) reasons.unshift('small');
  const bad = eyes < badBelow || qualities.some(({ value, useless }) => value < useless);
  const standing = bad ? 'bad' : reasons.length > 0 ? 'borderline' : 'good';
  return { standing, people, looks: looks.length, identified, eyeDistance: Math.round(eyes * 10) / 10, reasons };
}

/** Looks by rows of people, lowest in the picture first: where a person's place is, is the median of the looks at them. */
function rowsOf(looks: readonly FaceLook[]): FaceLook[][] {
  const people = [...Map.groupBy(looks, ({ track }) => track).values()]
    .filter((seen) => seen.length >= LEAST_LOOKS)
    .map((seen) => ({ seen, y: median(seen.map(({ y }) => y)), height: median(seen.map(({ height }) => height)) }))
    .sort((a, b) => b.y - a.y);
  const rows: { looks: FaceLook[]; y: number }[] = [];
  for (const { seen, y, height } of people) {
    const row = rows.at(-1);
    if (row !== undefined && row.y - y < height * ROW_APART) {
      row.looks.push(...seen);
      row.y = y;
    } else rows.push({ looks: [...seen], y });
  }
  return rows.map((row) => row.looks);
}

function adviceFor(parts: readonly PlacementPart[], { stream, role, width }: PlacementMeans): PlacementAdvice[] {
  const reasons = new Set(parts.flatMap((part) => part.reasons));
  const advice: PlacementAdvice[] = [];
  if (reasons.has('small') && stream === 'sub') advice.push('main-stream');
  if (reasons.has('small') && role === 'check-in' && width > CHECK_IN_WIDTH) advice.push('room-role');
  if (reasons.has('small') && stream === 'main' && width < FULL_HD) advice.push('resolution');
  if (reasons.has('dark')) advice.push('light');
  if (reasons.has('blurred')) advice.push('focus');
  if (reasons.has('turned')) advice.push('angle');
  if (reasons.has('small')) advice.push('closer');
  if (parts.some(({ standing }) => standing === 'unknown')) advice.push('sit-there');
  return advice;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[middle] ?? 0];
  return (low + high) / 2;
}
