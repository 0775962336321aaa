import { nodeMessage } from './onnx.ts';
import { type Field, MessageWriter, readFields } from './protobuf.ts';

/** One operation of a chain, as far as its rows go. */
interface Link {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Its fields other than inputs, outputs, name and the attribute `pads`. */
  readonly rest: readonly Field[];
  readonly kernel: number;
  readonly stride: number;
  /** Above, left, below, right. */
  readonly pads: readonly number[];
}

/** What to compute strip by strip: the chain's nodes by position among the graph's fields, and its last output. */
export interface Chain {
  readonly links: readonly Link[];
  readonly nodes: ReadonlySet<Field>;
  readonly output: string;
}

const text = new TextDecoder();
const STRIPPABLE = new Set(['Conv', 'Relu', 'MaxPool', 'LeakyRelu']);

/**
 * The operations from `input` to the first maximum, when they form a chain of convolutions and
 * activations of which nobody else uses anything; undefined otherwise. There a detector's maps are
 * largest.
 */
export function chainFrom(fields: readonly Field[], input: string): Chain | undefined {
  const nodes = fields.filter(({ field }) => field === 1).map((field) => ({ field, link: readLink(field.bytes) }));
  const links: Link[] = [];
  const used = new Set<Field>();
  let value = input;
  for (;;) {
    const users = nodes.filter(({ link }) => link.inputs.includes(value));
    const [user] = users;
    if (users.length !== 1 || !user || user.link.inputs[0] !== value) return undefined;
    if (!STRIPPABLE.has(user.link.operation)) return undefined;
    links.push(user.link);
    used.add(user.field);
    value = user.link.output;
    if (user.link.operation === 'MaxPool') return { links, nodes: used, output: value };
  }
}

/**
 * The chain computed in `count` strips of rows that overlap by what both need: the same numbers, with
 * a `count`th of the memory. `prepare` turns rows [from, to) of the picture (`height` rows) into the
 * chain's input and returns its name.
 */
export function stripNodes(
  { links, output }: Chain,
  height: number,
  count: number,
  prepare: (
    strip: number,
    from: number,
    to: number,
  ) => { readonly nodes: readonly MessageWriter[]; readonly value: string },
): MessageWriter[] {
  const heights = [height];
  for (const { kernel, stride, pads } of links) {
    const above = heights.at(-1) ?? 0;
    heights.push(Math.floor((above + (pads[0] ?? 0) + (pads[2] ?? 0) - kernel) / stride) + 1);
  }
  const rows = heights.at(-1) ?? 0;
  const written: MessageWriter[] = [];
  const parts: string[] = [];
  for (let strip = 0; strip < count; strip++) {
    let range: readonly [number, number] = [
      Math.floor((rows * strip) / count),
      Math.floor((rows * (strip + 1)) / count),
    ];
    const missing: (readonly [above: number, below: number])[] = [];
    for (let i = links.length - 1; i >= 0; i--) {
      const { kernel, stride, pads } = links[i] as Link;
      const from = range[0] * stride - (pads[0] ?? 0);
      const to = (range[1] - 1) * stride - (pads[0] ?? 0) + kernel;
      const last = heights[i] ?? 0;
      missing.unshift([Math.max(0, -from), Math.max(0, to - last)]);
      range = [Math.max(0, from), Math.min(last, to)];
    }
    const { nodes, value } = prepare(strip, range[0], range[1]);
    written.push(...nodes);
    let last = value;
    for (const [i, link] of links.entries()) {
      const next = `${link.output}/strip${strip}`;
      written.push(rewritten(link, last, next, missing[i] ?? [0, 0]));
      last = next;
    }
    parts.push(last);
  }
  written.push(nodeMessage('Concat', parts, output, { axis: 2 }));
  return written;
}

function rewritten(
  { inputs, rest, pads }: Link,
  input: string,
  output: string,
  [above, below]: readonly [number, number],
): MessageWriter {
  const node = new MessageWriter().bytes(1, input);
  for (const other of inputs.slice(1)) node.bytes(1, other);
  node.bytes(2, output).bytes(3, output);
  for (const field of rest) node.raw(field);
  if (pads.length === 4) {
    const attribute = new MessageWriter().bytes(1, 'pads').varint(20, 7);
    for (const pad of [above, pads[1] ?? 0, below, pads[3] ?? 0]) attribute.varint(8, pad);
    node.bytes(5, attribute);
  }
  return node;
}

function readLink(node: Uint8Array): Link {
  const inputs: string[] = [];
  const rest: Field[] = [];
  const lists = new Map<string, readonly number[]>();
  let [operation, output] = ['', ''];
  for (const field of readFields(node)) {
    if (field.field === 1) inputs.push(text.decode(field.bytes));
    else if (field.field === 2) output = text.decode(field.bytes);
    else if (field.field === 4) operation = text.decode(field.bytes);
    const list = field.field === 5 ? readIntegers(field.bytes) : undefined;
    if (list) lists.set(list.name, list.values);
    if (field.field > 3 && list?.name !== 'pads') rest.push(field);
  }
  const window = operation === 'Conv' || operation === 'MaxPool';
  return {
    ...{ operation, inputs, output, rest },
    kernel: lists.get('kernel_shape')?.[0] ?? 1,
    stride: lists.get('strides')?.[0] ?? 1,
    pads: window ? (lists.get('pads') ?? [0, 0, 0, 0]) : [],
  };
}

/** An attribute's name and its integers, written one by one or packed. */
function readIntegers(attribute: Uint8Array): { readonly name: string; readonly values: readonly number[] } {
  const values: number[] = [];
  let name = '';
  for (const field of readFields(attribute)) {
    if (field.field === 1) name = text.decode(field.bytes);
    if (field.field !== 8) continue;
    if (field.bytes.length === 0) values.push(field.value);
    else for (const byte of field.bytes) values.push(byte); // packed; all that is read here is below 128
  }
  return { name, values };
}
