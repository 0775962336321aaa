import { add, averagePool, convolve, filters, normalised, pixels, relu, separable } from './layers.ts';
import { OnnxGraph, type Value } from './onnx.ts';
import type { Weights } from './weights.ts';

/** Means of face-api's face networks, R, G, B. */
export const FACE_MEAN = [122.782, 117.001, 104.298] as const;

/**
 * face-api's FaceLandmark68Net: pixels uint8 [batch, 112, 112, 3] → `points` [batch, 136], x and y in
 * turn, as fractions of the side. Topology: @vladmandic/face-api, src/faceFeatureExtractor.
 */
export function landmarks68(weights: Weights): Uint8Array {
  const graph = new OnnxGraph('landmarks-68');
  let x: Value = normalised(graph, pixels(graph, 'batch', 112, 112), FACE_MEAN, 1 / 255);
  for (let block = 0; block < 4; block++) {
    const layer = (index: number, from: Value, stride = 1): Value => {
      const name = `dense${block}/conv${index}`;
      return separable(
        graph,
        from,
        {
          depthwise: weights(`${name}/depthwise_filter`),
          pointwise: weights(`${name}/pointwise_filter`),
          bias: weights(`${name}/bias`),
        },
        stride,
      );
    };
    const out1 = relu(
      graph,
      block === 0
        ? convolve(graph, x, filters(weights('dense0/conv0/filters'), weights('dense0/conv0/bias')), { stride: 2 })
        : layer(0, x, 2),
    );
    const two = add(graph, out1, layer(1, out1));
    const three = add(graph, two, layer(2, relu(graph, two)));
    x = relu(graph, add(graph, three, layer(3, relu(graph, three))));
  }
  const flat = graph.node('Flatten', [averagePool(graph, x, 7, 2)]);
  const { dims, data } = weights('fc/weights');
  const product = graph.node('MatMul', [flat, graph.constant({ dims, data })]);
  const bias = weights('fc/bias');
  graph.output(graph.node('Add', [product, graph.constant(bias)]), 'points', ['batch', 136]);
  return graph.finish();
}
