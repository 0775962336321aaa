import { FACE_MEAN } from './landmarks-68.ts';
import {
  add,
  averagePool,
  convolve,
  type Filters,
  filters,
  maxPool,
  onPixels,
  pixels,
  relu,
  scaled,
} from './layers.ts';
import { OnnxGraph, type Value } from './onnx.ts';
import type { Weights } from './weights.ts';

/** Residual blocks in their order, with the channels and the side of what comes out of each, for 150×150 pixels. */
const BLOCKS: readonly (readonly [name: string, kind: 'keep' | 'down'])[] = [
  ['conv32_1', 'keep'],
  ['conv32_2', 'keep'],
  ['conv32_3', 'keep'],
  ['conv64_down', 'down'],
  ['conv64_1', 'keep'],
  ['conv64_2', 'keep'],
  ['conv64_3', 'keep'],
  ['conv128_down', 'down'],
  ['conv128_1', 'keep'],
  ['conv128_2', 'keep'],
  ['conv256_down', 'down'],
  ['conv256_1', 'keep'],
  ['conv256_2', 'keep'],
  ['conv256_down_out', 'down'],
];

/**
 * face-api's FaceRecognitionNet (dlib's ResNet-29): pixels uint8 [batch, 150, 150, 3] → `embedding`
 * [batch, 128], not normalised. Topology: @vladmandic/face-api, src/faceRecognitionNet.
 */
export function faceRecognition(weights: Weights): Uint8Array {
  const graph = new OnnxGraph('face-recognition');
  const layer = (name: string): Filters =>
    scaled(
      filters(weights(`${name}/conv/filters`), weights(`${name}/conv/bias`)),
      weights(`${name}/scale/weights`).data,
      weights(`${name}/scale/biases`).data,
    );
  const first = onPixels(layer('conv32_down'), FACE_MEAN, 1 / 255);
  let x = relu(graph, convolve(graph, pixels(graph, 'batch', 150, 150), first, { stride: 2, padding: 'valid' }));
  x = maxPool(graph, x, 3, 2, 'valid');
  let side = 35;
  let channels = 32;
  for (const [name, kind] of BLOCKS) {
    const one = layer(`${name}/conv1`);
    const two = layer(`${name}/conv2`);
    if (kind === 'keep') {
      const between = relu(graph, convolve(graph, x, one));
      x = relu(graph, add(graph, convolve(graph, between, two), x));
      continue;
    }
    const between = relu(graph, convolve(graph, x, one, { stride: 2, padding: 'valid' }));
    const channelsOut = two.dims[0] ?? 0;
    const convolved = Math.floor((side - 3) / 2) + 1;
    const pooled = Math.floor(side / 2);
    // The shortcut halves by averaging; what lacks in rows, columns or channels is filled with zeros.
    const long = pad(graph, convolve(graph, between, two), pooled - convolved, 0);
    const short = pad(graph, averagePool(graph, x, 2, 2), 0, channelsOut - channels);
    x = relu(graph, add(graph, short, long));
    side = pooled;
    channels = channelsOut;
  }
  const mean = graph.node('Flatten', [graph.node('GlobalAveragePool', [x])]);
  const { dims, data } = weights('fc');
  graph.output(graph.node('MatMul', [mean, graph.constant({ dims, data })]), 'embedding', ['batch', 128]);
  return graph.finish();
}

/** Zeros after the last row and column (`sides` of each) and after the last channel. */
function pad(graph: OnnxGraph, x: Value, sides: number, channels: number): Value {
  if (sides === 0 && channels === 0) return x;
  return graph.node('Pad', [x, graph.integers(0, 0, 0, 0, 0, channels, sides, sides)]);
}
