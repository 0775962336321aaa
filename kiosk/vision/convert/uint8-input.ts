import { type Attribute, nodeMessage, valueInfo } from './onnx.ts';
import { MessageWriter, readFields } from './protobuf.ts';
import { chainFrom, stripNodes } from './strip-chain.ts';

/** What a float network expects of its pixels. */
export interface FloatInput {
  /** Its order of colours. */
  readonly order: 'rgb' | 'bgr';
  /** It expects (pixel − mean) · factor; 0 and 1 for raw 0–255. */
  readonly mean: number;
  readonly factor: number;
}

/** GraphProto's notes on the shapes between nodes; they would no longer hold. */
const VALUE_INFO = 13;
const text = new TextDecoder();

/**
 * Gives an ONNX network with one float NCHW input a uint8 NHWC rgb24 input named `pixels` of the given
 * shape: the file on disk stays as published (and keeps its sha256), the cast, the turn of the axes
 * and the order of the colours happen inside the graph. The output shapes stay as declared. With
 * `strips` its first layers, whose maps are the largest, are computed in so many strips of rows where
 * they form a chain: the same numbers in less memory.
 * @throws RangeError when the bytes are not an ONNX model of one input that is not uint8 already.
 */
export function withUint8Input(
  model: Uint8Array,
  { order, mean, factor }: FloatInput,
  shape: readonly [batch: number | string, height: number, width: number],
  strips = 1,
): Uint8Array {
  const out = new MessageWriter();
  for (const field of readFields(model)) {
    if (field.field === 7) out.bytes(7, graphWithUint8Input(field.bytes, { order, mean, factor }, shape, strips));
    else out.raw(field);
  }
  return out.finish();
}

function graphWithUint8Input(
  graph: Uint8Array,
  { order, mean, factor }: FloatInput,
  shape: readonly [batch: number | string, height: number, width: number],
  strips: number,
): MessageWriter {
  const fields = [...readFields(graph)];
  const known = new Set(fields.filter(({ field }) => field === 5).map(({ bytes }) => nameOf(bytes, 8)));
  const inputs = fields.filter(({ field, bytes }) => field === 11 && !known.has(nameOf(bytes, 1)));
  const name = inputs[0] && nameOf(inputs[0].bytes, 1);
  if (inputs.length !== 1 || name === undefined) throw new RangeError(`expected one input, found ${inputs.length}`);
  const constants: MessageWriter[] = [];
  const constant = (type: 1 | 7, dims: readonly number[], data: Float32Array | BigInt64Array): string => {
    const value = `pixels/constant${constants.length}`;
    constants.push(tensor(value, type, dims, new Uint8Array(data.buffer)));
    return value;
  };
  const integers = (...values: readonly number[]): string =>
    constant(7, [values.length], BigInt64Array.from(values, BigInt));
  const bgr = order === 'bgr' ? integers(2, 1, 0) : undefined;
  const scaling = mean !== 0 || factor !== 1;
  const shift = scaling ? constant(1, [], Float32Array.of(mean)) : '';
  const scale = scaling ? constant(1, [], Float32Array.of(factor)) : '';
  /** uint8 NHWC → what the network takes. */
  const prepare = (from: string, to: string): MessageWriter[] => {
    const nodes: MessageWriter[] = [];
    const steps: [operation: string, others: readonly string[], attributes: Readonly<Record<string, Attribute>>][] = [
      ['Transpose', [], { perm: [0, 3, 1, 2] }],
    ];
    if (bgr !== undefined) steps.push(['Gather', [bgr], { axis: 1 }]);
    steps.push(['Cast', [], { to: 1 }]);
    if (scaling) steps.push(['Sub', [shift], {}], ['Mul', [scale], {}]);
    let last = from;
    for (const [i, [operation, others, attributes]] of steps.entries()) {
      const next = i === steps.length - 1 ? to : `${to}/${i}`;
      nodes.push(nodeMessage(operation, [last, ...others], next, attributes));
      last = next;
    }
    return nodes;
  };
  const chain = strips > 1 ? chainFrom(fields, name) : undefined;
  const nodes = chain
    ? stripNodes(chain, shape[1], strips, (strip, from, to) => {
        const rows = `pixels/rows${strip}`;
        const slice = nodeMessage('Slice', ['pixels', integers(from), integers(to), integers(1)], rows, {});
        const value = `${name}/strip${strip}`;
        return { nodes: [slice, ...prepare(rows, value)], value };
      })
    : prepare('pixels', name);
  const writer = new MessageWriter();
  for (const node of nodes) writer.bytes(1, node);
  for (const each of constants) writer.bytes(5, each);
  for (const field of fields) {
    if (field === inputs[0] || field.field === VALUE_INFO || chain?.nodes.has(field) === true) continue;
    writer.raw(field);
  }
  return writer.bytes(11, valueInfo('pixels', 'uint8', [...shape, 3]));
}

function tensor(name: string, type: number, dims: readonly number[], data: Uint8Array): MessageWriter {
  const writer = new MessageWriter();
  for (const side of dims) writer.varint(1, side);
  return writer.varint(2, type).bytes(8, name).bytes(9, data);
}

function nameOf(message: Uint8Array, field: number): string | undefined {
  for (const found of readFields(message)) if (found.field === field) return text.decode(found.bytes);
  return undefined;
}
