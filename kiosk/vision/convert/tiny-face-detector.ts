import { type Constants, constants, depthwiseFilters, filters, maxPool, onPixels } from './layers.ts';
import { OnnxGraph, type Value } from './onnx.ts';
import { strips } from './strips.ts';
import type { Weights } from './weights.ts';

const MEAN = [117.001, 114.697, 97.404];
/** How many maxima of halved size the strips reach down to, and how many strips there are. */
const DEPTH = 3;
const STRIPS = 8;
/** Of so many pixels the coarse look takes one. */
const COARSE = 3;

/**
 * face-api's TinyFaceDetector (a small YOLO v2 of separable convolutions): pixels uint8
 * [1, height, width, 3] → `cells` [1, 25, rows, columns], stride 32, per anchor x, y, width, height
 * and confidence before their sigmoids; the 25 are 5 anchors × 5.
 * Topology: @vladmandic/face-api, src/tinyYolov2/TinyYolov2Base.ts (runMobilenet), src/tinyFaceDetector.
 *
 * The first layers, whose maps are the largest (16 channels at full size: 133 MB at 1080p), are
 * computed strip by strip with the rows that overlap computed twice: the same numbers, 220 instead
 * of 475 MB of peak memory at the same speed.
 */
export function tinyFaceDetector(weights: Weights, width: number, height: number): Uint8Array {
  const graph = new OnnxGraph('tiny-face-detector');
  const first = constants(graph, onPixels(filters(weights('conv0/filters'), weights('conv0/bias')), MEAN, 1 / 255));
  const layers = [1, 2, 3, 4, 5].map((i) => ({
    depthwise: constants(graph, depthwiseFilters(weights(`conv${i}/depthwise_filter`))),
    pointwise: constants(graph, filters(weights(`conv${i}/pointwise_filter`), weights(`conv${i}/bias`))),
  }));
  const input = graph.input('pixels', 'uint8', [1, height, width, 3]);
  const parts = strips(height, DEPTH, STRIPS).map(({ input: rows, pads }) => {
    const part = graph.node('Slice', [input, graph.integers(rows[0]), graph.integers(rows[1]), graph.integers(1)]);
    const turned = graph.node('Transpose', [part], { perm: [0, 3, 1, 2] });
    let x = leaky(graph, convolve(graph, graph.node('Cast', [turned], { to: 1 }), first, [0, 0], 0));
    x = maxPool(graph, x, 2, 2, 'same');
    for (const [i, pad] of pads.entries()) x = maxPool(graph, block(graph, x, layers[i], pad), 2, 2, 'same');
    return x;
  });
  const last = constants(graph, filters(weights('conv8/filters'), weights('conv8/bias')));
  const head = (from: Value, firstLayer: number): Value => {
    let x = from;
    for (let i = firstLayer; i < layers.length; i++) {
      x = block(graph, x, layers[i], [1, 1]);
      x = maxPool(graph, x, 2, i < layers.length - 1 ? 2 : 1, 'same');
    }
    return convolve(graph, x, last, [0, 0], 0);
  };
  const cells = head(graph.node('Concat', parts, { axis: 2 }), DEPTH - 1);
  graph.output(cells, 'cells', [1, 25, Math.ceil(height / 32), Math.ceil(width / 32)]);
  const every = graph.integers(1, COARSE, COARSE);
  const ends = graph.integers(1, height, width);
  const sparse = graph.node('Slice', [input, graph.integers(0, 1, 1), ends, graph.integers(0, 1, 2), every]);
  const turned = graph.node('Cast', [graph.node('Transpose', [sparse], { perm: [0, 3, 1, 2] })], { to: 1 });
  const start = maxPool(graph, leaky(graph, convolve(graph, turned, first, [0, 0], 0)), 2, 2, 'same');
  const [coarseHeight, coarseWidth] = [coarse(height), coarse(width)];
  graph.output(head(start, 0), 'coarse', [1, 25, Math.ceil(coarseHeight / 32), Math.ceil(coarseWidth / 32)]);
  return graph.finish();
}

/** Pixels of a side that are left when every third one is taken, from the second on. */
export function coarse(side: number): number {
  return Math.ceil((side - 1) / COARSE);
}

interface Layer {
  readonly depthwise: Constants;
  readonly pointwise: Constants;
}

/** Depthwise 3×3 with the given zero rows above and below, pointwise, leaky ReLU. */
function block(graph: OnnxGraph, x: Value, layer: Layer | undefined, rows: readonly [number, number]): Value {
  if (!layer) throw new RangeError('expected a layer');
  const between = convolve(graph, x, layer.depthwise, rows, 1, layer.depthwise.dims[0]);
  return leaky(graph, convolve(graph, between, layer.pointwise, [0, 0], 0));
}

function convolve(
  graph: OnnxGraph,
  x: Value,
  layer: Constants,
  [above, below]: readonly [number, number],
  beside: number,
  group = 1,
): Value {
  return graph.node('Conv', [x, ...layer.values], {
    group,
    kernel_shape: layer.dims.slice(2),
    pads: [above, beside, below, beside],
  });
}

function leaky(graph: OnnxGraph, x: Value): Value {
  return graph.node('LeakyRelu', [x], { alpha: { float: 0.1 } });
}
