import type { OnnxGraph, Value } from './onnx.ts';
import type { Weight } from './weights.ts';

/** TensorFlow's two paddings; 'same' pads more at the end, as SAME_UPPER does. */
export type Padding = 'same' | 'valid';

/** Filters ready for ONNX: [out, in/group, height, width] and a bias of length out. */
export interface Filters {
  readonly dims: readonly number[];
  readonly data: Float32Array;
  readonly bias?: Float32Array;
}

const autoPad = { same: 'SAME_UPPER', valid: 'VALID' } as const;

/** TensorFlow's [height, width, in, out] → ONNX's [out, in, height, width]. */
export function filters({ dims, data }: Weight, bias?: Weight): Filters {
  const [height = 0, width = 0, channelsIn = 0, channelsOut = 0] = dims;
  const turned = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let i = 0; i < channelsIn; i++)
        for (let o = 0; o < channelsOut; o++)
          turned[((o * channelsIn + i) * height + y) * width + x] =
            data[((y * width + x) * channelsIn + i) * channelsOut + o] ?? 0;
  return { dims: [channelsOut, channelsIn, height, width], data: turned, ...(bias ? { bias: bias.data } : {}) };
}

/** TensorFlow's depthwise [height, width, channels, 1] → ONNX's [channels, 1, height, width]. */
export function depthwiseFilters({ dims, data }: Weight): Filters {
  const [height = 0, width = 0, channels = 0, multiplier = 0] = dims;
  if (multiplier !== 1) throw new Error(`expected a depthwise multiplier of 1, got ${multiplier}`);
  return filters({ dims: [height, width, 1, channels], data });
}

/** Filters followed by y·scale + offset a channel, as filters alone. */
export function scaled(source: Filters, scale: Float32Array, offset: Float32Array): Filters {
  const each = source.data.length / (source.dims[0] ?? 1);
  const data = source.data.map((value, i) => value * (scale[Math.floor(i / each)] ?? 0));
  const bias = offset.map((value, o) => (source.bias?.[o] ?? 0) * (scale[o] ?? 0) + value);
  return { dims: source.dims, data, bias };
}

/**
 * Filters that take raw pixels where `source` takes (pixel − mean_c) · factor. Exact only without
 * padding (a padded 0 would mean another pixel value).
 */
export function onPixels(source: Filters, mean: readonly number[], factor: number): Filters {
  const [out = 0, channels = 0, height = 0, width = 0] = source.dims;
  const data = source.data.map((value) => value * factor);
  const bias = new Float32Array(out);
  for (let o = 0; o < out; o++) {
    let shift = source.bias?.[o] ?? 0;
    for (let i = 0; i < channels * height * width; i++)
      shift -= (data[o * channels * height * width + i] ?? 0) * (mean[Math.floor(i / (height * width))] ?? 0);
    bias[o] = shift;
  }
  return { dims: source.dims, data, bias };
}

/** Filters as values of a graph, to be used by several nodes. */
export interface Constants {
  readonly dims: readonly number[];
  readonly values: readonly Value[];
}

/** Puts filters into the graph once. */
export function constants(graph: OnnxGraph, { dims, data, bias }: Filters): Constants {
  const values = [graph.constant({ dims, data })];
  if (bias) values.push(graph.constant({ dims: [bias.length], data: bias }));
  return { dims, values };
}

/** A convolution; `group` equals the channels for a depthwise one. */
export function convolve(
  graph: OnnxGraph,
  x: Value,
  source: Filters,
  { stride = 1, padding = 'same', group = 1 }: { stride?: number; padding?: Padding; group?: number } = {},
): Value {
  return graph.node('Conv', [x, ...constants(graph, source).values], {
    auto_pad: autoPad[padding],
    group,
    kernel_shape: source.dims.slice(2),
    strides: [stride, stride],
  });
}

/** Depthwise, then pointwise with its bias. */
export function separable(
  graph: OnnxGraph,
  x: Value,
  weights: { readonly depthwise: Weight; readonly pointwise: Weight; readonly bias: Weight },
  stride = 1,
): Value {
  const depthwise = depthwiseFilters(weights.depthwise);
  const between = convolve(graph, x, depthwise, { stride, group: depthwise.dims[0] ?? 1 });
  return convolve(graph, between, filters(weights.pointwise, weights.bias));
}

export function maxPool(graph: OnnxGraph, x: Value, size: number, stride: number, padding: Padding): Value {
  return graph.node('MaxPool', [x], {
    auto_pad: autoPad[padding],
    kernel_shape: [size, size],
    strides: [stride, stride],
  });
}

export function averagePool(graph: OnnxGraph, x: Value, size: number, stride: number): Value {
  return graph.node('AveragePool', [x], { kernel_shape: [size, size], strides: [stride, stride] });
}

export function add(graph: OnnxGraph, a: Value, b: Value): Value {
  return graph.node('Add', [a, b]);
}

export function relu(graph: OnnxGraph, x: Value): Value {
  return graph.node('Relu', [x]);
}

/** The uint8 rgb24 input [batch, height, width, 3] as float [batch, 3, height, width], values 0–255. */
export function pixels(
  graph: OnnxGraph,
  batch: number | string,
  height: number | string,
  width: number | string,
): Value {
  const input = graph.input('pixels', 'uint8', [batch, height, width, 3]);
  const turned = graph.node('Transpose', [input], { perm: [0, 3, 1, 2] });
  return graph.node('Cast', [turned], { to: 1 });
}

/** x − mean a channel, then · factor. */
export function normalised(graph: OnnxGraph, x: Value, mean: readonly number[], factor: number): Value {
  const shift = graph.constant({ dims: [1, mean.length, 1, 1], data: Float32Array.from(mean) });
  const centred = graph.node('Sub', [x, shift]);
  return graph.node('Mul', [centred, graph.constant({ dims: [], data: Float32Array.of(factor) })]);
}
