import type { CaptureEvent, Gap } from '../core/domain/media.ts';

/** A stream that is no H.264 and may not be transcoded. */
export class NotH264 extends Error {
  constructor(codec: string) {
    super(`the stream is ${codec}`);
  }
}

/** A sub-stream that cannot be had. */
export class Refused extends Error {
  readonly gap: Gap;

  constructor(gap: Gap) {
    super(`${gap.why}: ${gap.detail}`);
    this.gap = gap;
  }
}

/** The events; throws {@link Refused} when a gap with a reason comes before the first picture. */
export async function* untilRefused(events: AsyncIterable<CaptureEvent>): AsyncGenerator<CaptureEvent, void> {
  let shown = false;
  for await (const event of events) {
    if (event.kind === 'init') shown = true;
    if (!shown && event.kind === 'gap' && event.why !== 'starting') throw new Refused(event);
    yield event;
  }
}

/** An event that was taken already, then the rest. */
export async function* after(
  first: CaptureEvent,
  rest: AsyncIterator<CaptureEvent>,
): AsyncGenerator<CaptureEvent, void> {
  yield first;
  for (;;) {
    const next = await rest.next();
    if (next.done === true) return;
    yield next.value;
  }
}
