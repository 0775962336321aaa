import { createRequire } from 'node:module';
import path from 'node:path';
import type { ModelEntry } from '../manifest.ts';
import { faceRecognition } from './face-recognition.ts';
import { landmarks68 } from './landmarks-68.ts';
import { ssdMobilenet } from './ssd-mobilenet.ts';
import { tinyFaceDetector } from './tiny-face-detector.ts';
import { readWeights } from './weights.ts';

/**
 * Converts one of face-api's networks, from the weights in its npm package, to ONNX. The same entry
 * gives the same bytes on every machine.
 * @throws Error when the entry is not of a family of face-api, or the package lacks the weights.
 */
export async function convertFaceApi(entry: ModelEntry): Promise<Uint8Array> {
  const { family, converted, input } = entry;
  if (converted === undefined) throw new Error(`${entry.name} is not converted from face-api's weights`);
  const require = createRequire(import.meta.url);
  const folder = path.join(path.dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  const weights = await readWeights(path.join(folder, `${converted}-weights_manifest.json`));
  switch (family) {
    case 'face-api-tiny':
      return tinyFaceDetector(weights, input.width, input.height);
    case 'face-api-ssd':
      return ssdMobilenet(weights);
    case 'face-api-landmarks':
      return landmarks68(weights);
    case 'face-api-embedding':
      return faceRecognition(weights);
    case 'yunet':
    case 'arcface-112':
      throw new Error(`${entry.name}: face-api has no network of the family ${family}`);
  }
}
