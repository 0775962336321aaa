import { PATCH, STAGE, seatCorner } from './classroom.ts';
import type { FilmScript, Stay } from './script.ts';

/** Seconds in which somebody slides into the seat, and how far on the stage, in pixels. */
const WALK = { seconds: 0.9, pixels: 80 };

/** Size of a person's patch in a picture of `width` pixels; even. */
export function patchSize(width: number): { width: number; height: number } {
  const scale = width / STAGE.width;
  return { width: 2 * Math.round((PATCH.width * scale) / 2), height: 2 * Math.round((PATCH.height * scale) / 2) };
}

/**
 * The filter_complex of a class film. Input 0 is the empty classroom, input n + 1 the patch of person
 * n, each a single picture; output `[main]` in full size, `[sub]` in `sub` size. Each person slides in,
 * stays, sways by a few pixels, and is gone; the light drifts; noise lies on everything.
 */
export function filmFilter(
  script: FilmScript,
  { width, fps, sub }: { width: number; fps: number; sub: { width: number; height: number } },
): string {
  const scale = width / STAGE.width;
  const stage = `[0:v]format=yuv420p,loop=loop=-1:size=1:start=0,fps=${fps},setpts=N/${fps}/TB[s0]`;
  const patches = script.stays.map((_, n) => `[${n + 1}:v]format=yuva420p[p${n}]`);
  const people = script.stays.map(({ stays }, n) => {
    const { x, y } = seatCorner(n);
    const walk = stays.map(
      ({ from }) => `between(t,${text(from)},${text(from + WALK.seconds)})*(1-(t-${text(from)})/${WALK.seconds})`,
    );
    const sway = `6*sin(t*${text(1.7 + 0.13 * n)}+${n})`;
    const nod = `4*sin(t*${text(1.1 + 0.11 * n)}+${2 * n})`;
    const left = `${text(scale)}*(${x}+${sway}+${WALK.pixels}*(${walk.join('+') || '0'}))`;
    const top = `${text(scale)}*(${y}+${nod})`;
    return `[s${n}][p${n}]overlay=eof_action=repeat:x='${left}':y='${top}':enable='${during(stays)}'[s${n + 1}]`;
  });
  const light = `eq=eval=frame:brightness='0.05*sin(2*PI*t/31)':contrast='1+0.05*sin(2*PI*t/47)'`;
  const last = `[s${script.stays.length}]${light},noise=alls=7:allf=t,format=yuv420p,split[main][big]`;
  const small = `[big]scale=${sub.width}:${sub.height}:flags=area[sub]`;
  return [stage, ...patches, ...people, last, small].join(';\n');
}

function during(stays: readonly Stay[]): string {
  return stays.map(({ from, to }) => `between(t,${text(from)},${text(to)})`).join('+') || '0';
}

/** A number without rounding noise, so that the same script gives the same text. */
function text(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
