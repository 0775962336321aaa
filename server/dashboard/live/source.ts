import type { Watch } from '../../../core/contract/center/inspector.ts';
import { liveInitSchema, livePacketSchema } from '../../../core/contract/live.ts';
import type { LiveSink, LiveSource } from '../../../core/ui/live-source.ts';
import { type InspectorLink, inspectorLink } from './link.ts';

/** How long after a stream ended it is asked for again: a camera that is off may be back. */
const AGAIN_AFTER_MS = 4000;

interface Open {
  readonly watch: Watch;
  readonly sink: LiveSink;
}

/** All streams of this page over its one link. */
class Streams {
  readonly #link: InspectorLink;
  readonly #open = new Map<string, Open>();
  #count = 0;

  constructor(link: InspectorLink) {
    this.#link = link;
    link.on('connect', () => {
      for (const stream of this.#open.keys()) this.#ask(stream);
    });
    link.on('init', (stream, message) => {
      const { success, data } = liveInitSchema.safeParse(message);
      if (success) this.#open.get(stream)?.sink.init(data);
    });
    link.on('packet', (stream, message, got) => {
      got();
      const { success, data } = livePacketSchema.safeParse(message);
      if (success) this.#open.get(stream)?.sink.packet(data);
    });
    link.on('ended', (stream, why) => {
      this.#open.get(stream)?.sink.refused(why);
      setTimeout(() => this.#ask(stream), AGAIN_AFTER_MS);
    });
  }

  watch(of: Omit<Watch, 'stream'>, sink: LiveSink): () => void {
    this.#count += 1;
    const stream = String(this.#count);
    this.#open.set(stream, { watch: { ...of, stream }, sink });
    this.#ask(stream);
    return () => {
      this.#open.delete(stream);
      if (this.#link.connected) this.#link.emit('unwatch', { stream });
    };
  }

  #ask(stream: string): void {
    const open = this.#open.get(stream);
    if (open === undefined || !this.#link.connected) return;
    this.#link.emit('watch', open.watch, (answer) => {
      if (!answer.ok) this.#open.get(stream)?.sink.refused(answer.message);
    });
  }
}

let streams: Streams | undefined;

/** The live video of a kiosk's cameras, at one size. */
export function kioskLive(kiosk: string, size: Watch['size']): LiveSource {
  streams ??= new Streams(inspectorLink());
  const all = streams;
  return { watch: (camera, sink) => all.watch({ kiosk, camera, size }, sink) };
}
