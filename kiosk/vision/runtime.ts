import type { Model } from './manifest.ts';

/** Numbers with a shape; row-major. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** What a network is given: uint8 rgb24, `count` pictures of the same size one after the other. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** A loaded network. Runs one after the other; the caller waits. */
export interface Network extends AsyncDisposable {
  /** The outputs by name. `pixels.data` must stay unchanged until the answer. */
  run(pixels: Pixels): Promise<Readonly<Record<string, Tensor>>>;
}

/** What runs networks: ONNX Runtime, or face-api itself on TensorFlow.js. */
export interface Runtime extends AsyncDisposable {
  /** `onnx`, `face-api on tfjs-node` or `face-api on tfjs wasm`. */
  readonly name: string;
  /**
   * Loads one network for pictures of `width` × `height` (the batch may vary).
   * @throws ZaikeError `model-unfit` when this runtime has no such family or the file's shapes are others.
   */
  open(model: Model, size: { readonly width: number; readonly height: number }): Promise<Network>;
}
