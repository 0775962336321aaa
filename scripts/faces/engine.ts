import { fileURLToPath } from 'node:url';
import { openEngine } from '../../kiosk/vision/engine.ts';
import { readManifest } from '../../kiosk/vision/manifest.ts';
import { choosePack, type PackWish } from '../../kiosk/vision/pack.ts';
import type { VisionEngine } from '../../kiosk/vision/ports.ts';
import { onnxRuntime } from '../../kiosk/vision/runtime-onnx.ts';

export const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));

/** The engine as the kiosk runs it, of the models that are installed in `folder`. @throws ZaikeError as choosePack and openEngine do. */
export async function installedEngine(wish: PackWish, folder = MODELS): Promise<VisionEngine> {
  const pack = await choosePack(folder, await readManifest(folder), wish);
  return openEngine(folder, pack, await onnxRuntime());
}
