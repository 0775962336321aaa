import type { Detection } from '../../core/domain/face.ts';
import { Canvas, type Placement, toPicture } from './canvas.ts';
import { readTiny } from './detect-tiny.ts';
import { readYunet } from './detect-yunet.ts';
import type { Model } from './manifest.ts';
import { mostCertain } from './overlap.ts';
import type { Picture } from './ports.ts';
import { openProbed } from './probe.ts';
import type { Network, Runtime, Tensor } from './runtime.ts';

/** A detector of one input size: its canvas is kept, its network is loaded at the first use. */
export class Detector implements AsyncDisposable {
  readonly model: Model;
  readonly width: number;
  readonly height: number;
  readonly #runtime: Runtime;
  #canvas: Canvas | undefined;
  #network: Promise<Network> | undefined;

  constructor(model: Model, runtime: Runtime) {
    this.model = model;
    this.width = model.entry.input.width;
    this.height = model.entry.input.height;
    this.#runtime = runtime;
  }

  /** Faces of one picture, most certain first, boxes in its pixels. A picture of the detector's own size is not copied. */
  async find(picture: Picture): Promise<Detection[]> {
    const exact = picture.width === this.width && picture.height === this.height;
    const canvas = exact ? undefined : this.canvas();
    const placement: Placement = canvas?.show(picture) ?? { scale: 1, x: 0, y: 0 };
    const found = await this.findOn(canvas?.data ?? picture.data);
    return found.map(({ box, confidence }) => ({ box: toPicture(box, placement), confidence }));
  }

  /** Faces on rgb24 of the detector's own size, most certain first. */
  async findOn(data: Uint8Array): Promise<Detection[]> {
    const { width, height } = this;
    this.#network ??= openProbed(this.#runtime, this.model);
    const network = await this.#network;
    const outputs = await network.run({ data, count: 1, width, height });
    const facts = this.model.entry.detector ?? { confidence: 0.5, overlap: 0.4 };
    return mostCertain(this.#candidates(outputs, facts.confidence), facts.overlap);
  }

  canvas(): Canvas {
    this.#canvas ??= new Canvas(this.width, this.height);
    return this.#canvas;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const network = await this.#network?.catch(() => undefined); // that it does not load was said when it was needed
    await network?.[Symbol.asyncDispose]();
  }

  #candidates(outputs: Readonly<Record<string, Tensor>>, least: number): Detection[] {
    return 'cells' in outputs ? readTiny(outputs, least) : readYunet(outputs, this.width, least);
  }
}
