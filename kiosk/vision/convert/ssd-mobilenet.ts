import { convolve, depthwiseFilters, type Filters, filters, normalised, pixels, scaled } from './layers.ts';
import { OnnxGraph, type Value } from './onnx.ts';
import type { Weights } from './weights.ts';

const EPSILON = 0.0010000000474974513;
const STRIDE_TWO: ReadonlySet<number> = new Set([2, 4, 6, 12]);

/**
 * face-api's SSD MobileNet V1: pixels uint8 [1, 512, 512, 3] → `boxes` [1, 5118, 4] as offsets to the
 * anchors (y, x, height, width, in their units), `confidences` [1, 5118] 0–1 and, as a constant,
 * `anchors` [5118, 4] (top, left, bottom, right as fractions).
 * Topology: @vladmandic/face-api, src/ssdMobilenetv1.
 */
export function ssdMobilenet(weights: Weights): Uint8Array {
  const graph = new OnnxGraph('ssd-mobilenet');
  const clipped = (x: Value): Value => graph.node('Clip', [x, scalar(graph, 0), scalar(graph, 6)]);
  const pointwise = (x: Value, name: string, stride = 1): Value => {
    const layer = filters(weights(`${name}/weights`), weights(`${name}/convolution_bn_offset`));
    return clipped(convolve(graph, x, layer, { stride }));
  };
  let x = normalised(graph, pixels(graph, 1, 512, 512), [127.5, 127.5, 127.5], 1 / 127.5);
  x = pointwise(x, 'MobilenetV1/Conv2d_0_pointwise', 2);
  let eleventh = x;
  for (let i = 1; i <= 13; i++) {
    const layer = batchNormalised(weights, `MobilenetV1/Conv2d_${i}_depthwise`);
    const stride = STRIDE_TWO.has(i) ? 2 : 1;
    x = clipped(convolve(graph, x, layer, { stride, group: layer.dims[0] ?? 1 }));
    x = pointwise(x, `MobilenetV1/Conv2d_${i}_pointwise`);
    if (i === 11) eleventh = x;
  }
  const maps = [eleventh, x];
  for (let i = 0; i < 8; i++) {
    x = pointwise(x, `Prediction/Conv2d_${i}_pointwise`, i % 2 === 0 ? 1 : 2);
    if (i % 2 === 1) maps.push(x);
  }
  const predict = (map: Value, index: number, kind: string, values: number): Value => {
    const name = `Prediction/BoxPredictor_${index}/${kind}`;
    const out = convolve(graph, map, filters(weights(`${name}/weights`), weights(`${name}/biases`)));
    const last = graph.node('Transpose', [out], { perm: [0, 2, 3, 1] });
    return graph.node('Reshape', [last, graph.integers(1, -1, values)]);
  };
  const boxes = maps.map((map, index) => predict(map, index, 'BoxEncodingPredictor', 4));
  const classes = maps.map((map, index) => predict(map, index, 'ClassPredictor', 3));
  const all = graph.node('Concat', classes, { axis: 1 });
  const face = graph.node('Slice', [all, graph.integers(1), graph.integers(2), graph.integers(2)]);
  const confidence = graph.node('Sigmoid', [graph.node('Squeeze', [face, graph.integers(2)])]);
  graph.output(graph.node('Concat', boxes, { axis: 1 }), 'boxes', [1, 5118, 4]);
  graph.output(confidence, 'confidences', [1, 5118]);
  const anchors = weights('Output/extra_dim');
  graph.output(graph.constant({ dims: [5118, 4], data: anchors.data }), 'anchors', [5118, 4]);
  return graph.finish();
}

function batchNormalised(weights: Weights, name: string): Filters {
  const gamma = weights(`${name}/BatchNorm/gamma`).data;
  const beta = weights(`${name}/BatchNorm/beta`).data;
  const mean = weights(`${name}/BatchNorm/moving_mean`).data;
  const variance = weights(`${name}/BatchNorm/moving_variance`).data;
  const scale = gamma.map((value, i) => value / Math.sqrt((variance[i] ?? 0) + EPSILON));
  const offset = beta.map((value, i) => value - (mean[i] ?? 0) * (scale[i] ?? 0));
  return scaled(depthwiseFilters(weights(`${name}/depthwise_weights`)), scale, offset);
}

function scalar(graph: OnnxGraph, value: number): Value {
  return graph.constant({ dims: [], data: Float32Array.of(value) });
}
