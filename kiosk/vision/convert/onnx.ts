import { MessageWriter } from './protobuf.ts';

/** Numbers with a shape; row-major. */
export interface Constant {
  readonly dims: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** The name of a value inside a graph. */
export type Value = string;

/** Attribute values that the converted networks need. A string array never occurs. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

/** Element types of ONNX's TensorProto. */
export const elementType = { float: 1, uint8: 2, int64: 7 } as const;

/** A side of an input or output: fixed, or named when it may vary. */
export type Side = number | string;

/**
 * Builds an ONNX model (IR 8, opset 13) node by node. Fields by number as in onnx.proto3 of
 * github.com/onnx/onnx (ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto, ValueInfoProto).
 */
export class OnnxGraph {
  readonly #name: string;
  readonly #nodes: MessageWriter[] = [];
  readonly #constants: MessageWriter[] = [];
  readonly #inputs: MessageWriter[] = [];
  readonly #outputs: MessageWriter[] = [];
  #count = 0;

  constructor(name: string) {
    this.#name = name;
  }

  input(name: string, type: keyof typeof elementType, sides: readonly Side[]): Value {
    this.#inputs.push(valueInfo(name, type, sides));
    return name;
  }

  output(value: Value, name: string, sides: readonly Side[]): void {
    this.#nodes.push(nodeMessage('Identity', [value], name, {}));
    this.#outputs.push(valueInfo(name, 'float', sides));
  }

  constant({ dims, data }: Constant): Value {
    const name = `c${this.#count++}`;
    const tensor = new MessageWriter();
    for (const side of dims) tensor.varint(1, side);
    tensor.varint(2, data instanceof Float32Array ? elementType.float : elementType.int64).bytes(8, name);
    tensor.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    this.#constants.push(tensor);
    return name;
  }

  /** A list of integers, as shapes, axes and the like are given. */
  integers(...values: readonly number[]): Value {
    return this.constant({ dims: [values.length], data: BigInt64Array.from(values, BigInt) });
  }

  /** Adds one operation; returns its output. */
  node(operation: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value {
    const name = `v${this.#count++}`;
    this.#nodes.push(nodeMessage(operation, inputs, name, attributes));
    return name;
  }

  /** The model file's bytes; the same calls give the same bytes. */
  finish(): Uint8Array {
    const graph = new MessageWriter();
    for (const node of this.#nodes) graph.bytes(1, node);
    graph.bytes(2, this.#name);
    for (const constant of this.#constants) graph.bytes(5, constant);
    for (const input of this.#inputs) graph.bytes(11, input);
    for (const output of this.#outputs) graph.bytes(12, output);
    const opset = new MessageWriter().bytes(1, '').varint(2, 13);
    return new MessageWriter().varint(1, 8).bytes(2, 'zaike').bytes(7, graph).bytes(8, opset).finish();
  }
}

/** A NodeProto with one output. */
export function nodeMessage(
  operation: string,
  inputs: readonly Value[],
  output: Value,
  attributes: Readonly<Record<string, Attribute>>,
): MessageWriter {
  const node = new MessageWriter();
  for (const input of inputs) node.bytes(1, input);
  node.bytes(2, output).bytes(3, output).bytes(4, operation);
  for (const [name, value] of Object.entries(attributes)) node.bytes(5, attributeMessage(name, value));
  return node;
}

/** A ValueInfoProto of a tensor. */
export function valueInfo(name: string, type: keyof typeof elementType, sides: readonly Side[]): MessageWriter {
  const shape = new MessageWriter();
  for (const side of sides) {
    const dim = new MessageWriter();
    shape.bytes(1, typeof side === 'number' ? dim.varint(1, side) : dim.bytes(2, side));
  }
  const tensor = new MessageWriter().varint(1, elementType[type]).bytes(2, shape);
  return new MessageWriter().bytes(1, name).bytes(2, new MessageWriter().bytes(1, tensor));
}

function attributeMessage(name: string, value: Attribute): MessageWriter {
  const attribute = new MessageWriter().bytes(1, name);
  if (typeof value === 'number') return attribute.varint(3, value).varint(20, 2);
  if (typeof value === 'string') return attribute.bytes(4, value).varint(20, 3);
  if ('float' in value) return attribute.float(2, value.float).varint(20, 1);
  for (const item of value) attribute.varint(8, item);
  return attribute.varint(20, 7);
}
