import { ZaikeError } from '../../core/domain/errors.ts';
import type { Runtime } from './runtime.ts';
import { faceApiRuntime } from './runtime-face-api.ts';
import { onnxRuntime } from './runtime-onnx.ts';

/** Which runtime is asked for; `auto` takes ONNX Runtime when it loads, else face-api. */
export type RuntimeWish = 'auto' | 'onnx' | 'face-api';

/** A runtime, and what the person who runs the kiosk should know about the choice. */
export interface ChosenRuntime {
  readonly runtime: Runtime;
  readonly notes: readonly string[];
}

/** @throws ZaikeError `runtime-missing` when what is asked for does not load, with `auto` when none does. */
export async function chooseRuntime(
  wish: RuntimeWish,
  openOnnx: () => Promise<Runtime> = onnxRuntime,
  openFaceApi: () => Promise<Runtime> = faceApiRuntime,
): Promise<ChosenRuntime> {
  if (wish === 'onnx') return { runtime: await openOnnx(), notes: [] };
  if (wish === 'face-api') return { runtime: await openFaceApi(), notes: [] };
  try {
    return { runtime: await openOnnx(), notes: [] };
  } catch (error) {
    if (!(error instanceof ZaikeError)) throw error;
    const runtime = await openFaceApi();
    return { runtime, notes: [`${error.message}. Running ${runtime.name} instead, several times slower`] };
  }
}
