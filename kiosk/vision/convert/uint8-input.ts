import { nodeMessage, valueInfo } from './onnx.ts';
import { MessageWriter, readFields } from './protobuf.ts';

/** What a float network expects of its pixels. */
export interface FloatInput {
  /** Its order of colours. */
  readonly order: 'rgb' | 'bgr';
  /** It expects (pixel − mean) · factor; 0 and 1 for raw 0–255. */
  readonly mean: number;
  readonly factor: number;
}

const text = new TextDecoder();

/**
 * Gives an ONNX network with one float NCHW input a uint8 NHWC rgb24 input named `pixels` of the given
 * shape: the file on disk stays as published (and keeps its sha256), the cast, the turn of the axes
 * and the order of the colours happen inside the graph. The output shapes stay as declared.
 * @throws RangeError when the bytes are not an ONNX model of one input that is not uint8 already.
 */
export function withUint8Input(
  model: Uint8Array,
  { order, mean, factor }: FloatInput,
  shape: readonly [batch: number | string, height: number, width: number],
): Uint8Array {
  const out = new MessageWriter();
  for (const field of readFields(model)) {
    if (field.field === 7) out.bytes(7, graphWithUint8Input(field.bytes, { order, mean, factor }, shape));
    else out.raw(field);
  }
  return out.finish();
}

function graphWithUint8Input(
  graph: Uint8Array,
  { order, mean, factor }: FloatInput,
  shape: readonly [batch: number | string, height: number, width: number],
): MessageWriter {
  const fields = [...readFields(graph)];
  const constants = new Set(fields.filter(({ field }) => field === 5).map(({ bytes }) => nameOf(bytes, 8)));
  const inputs = fields.filter(({ field, bytes }) => field === 11 && !constants.has(nameOf(bytes, 1)));
  const name = inputs[0] && nameOf(inputs[0].bytes, 1);
  if (inputs.length !== 1 || name === undefined) throw new RangeError(`expected one input, found ${inputs.length}`);
  const nodes: MessageWriter[] = [];
  let last = 'pixels';
  const then = (operation: string, others: readonly string[], attributes = {}, final = false): void => {
    const next = final ? name : `pixels/${nodes.length}`;
    nodes.push(nodeMessage(operation, [last, ...others], next, attributes));
    last = next;
  };
  const extra: MessageWriter[] = [];
  then('Transpose', [], { perm: [0, 3, 1, 2] });
  if (order === 'bgr') {
    extra.push(tensor('pixels/order', 7, [3], new Uint8Array(BigInt64Array.of(2n, 1n, 0n).buffer)));
    then('Gather', ['pixels/order'], { axis: 1 });
  }
  then('Cast', [], { to: 1 }, mean === 0 && factor === 1);
  if (mean !== 0 || factor !== 1) {
    extra.push(tensor('pixels/mean', 1, [], new Uint8Array(Float32Array.of(mean).buffer)));
    extra.push(tensor('pixels/factor', 1, [], new Uint8Array(Float32Array.of(factor).buffer)));
    then('Sub', ['pixels/mean']);
    then('Mul', ['pixels/factor'], {}, true);
  }
  const writer = new MessageWriter();
  for (const node of nodes) writer.bytes(1, node);
  for (const constant of extra) writer.bytes(5, constant);
  for (const field of fields) if (field !== inputs[0]) writer.raw(field);
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
