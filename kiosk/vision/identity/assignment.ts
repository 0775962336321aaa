/** A pair that may be made and what it is worth (> 0: better than leaving both alone). */
export interface Option {
  readonly row: number;
  readonly column: number;
  readonly worth: number;
}

/**
 * Pairs rows with columns, each at most once, so that the sum of worths is greatest; rows and
 * columns may stay alone. Options of no worth are never made. The parts of the graph that have
 * nothing to do with each other are solved apart, so that a frame of still faces costs next to nothing.
 */
export function assign(options: readonly Option[]): readonly Option[] {
  return separate(options.filter(({ worth }) => worth > 0)).flatMap((part) => (part.length === 1 ? part : solve(part)));
}

/** Splits options into groups that share neither row nor column. */
function separate(options: readonly Option[]): readonly (readonly Option[])[] {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up;
    return at;
  };
  for (const { row, column } of options) {
    const [a, b] = [root(`r${row}`), root(`c${column}`)];
    if (a !== b) parent.set(a, b);
  }
  return [...Map.groupBy(options, ({ row }) => root(`r${row}`)).values()];
}

/**
 * Shortest augmenting paths (Jonker & Volgenant 1987; Crouse 2016, doi:10.1109/TAES.2016.140952),
 * O(rows² × columns). Each row has a column of its own, worth 0, for staying alone.
 */
function solve(options: readonly Option[]): readonly Option[] {
  const rows = [...new Set(options.map(({ row }) => row))];
  const columns = [...new Set(options.map(({ column }) => column))];
  const width = columns.length + rows.length;
  const cost = rows.map((_, i) => {
    const line = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
    line[columns.length + i] = 0;
    return line;
  });
  const option = new Map<number, Option>();
  for (const one of options) {
    const [i, j] = [rows.indexOf(one.row), columns.indexOf(one.column)];
    const line = cost[i] as Float64Array;
    if (-one.worth >= (line[j] as number)) continue;
    line[j] = -one.worth;
    option.set(i * width + j, one);
  }
  const rowPrice = new Float64Array(rows.length);
  const columnPrice = new Float64Array(width);
  const rowOf = new Int32Array(width).fill(-1);
  for (let start = 0; start < rows.length; start++) {
    augment(start, cost, rowPrice, columnPrice, rowOf);
  }
  return columns.flatMap((_, j) => option.get((rowOf[j] as number) * width + j) ?? []);
}

/** Gives row `start` a column along the cheapest chain of re-pairings, and keeps the prices dual feasible. */
function augment(
  start: number,
  cost: readonly Float64Array[],
  rowPrice: Float64Array,
  columnPrice: Float64Array,
  rowOf: Int32Array,
): void {
  const width = columnPrice.length;
  const distance = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(width).fill(-1);
  const done = new Uint8Array(width);
  let row = start;
  let through = -1;
  let reached = 0;
  for (;;) {
    const line = cost[row] as Float64Array;
    for (let j = 0; j < width; j++) {
      if (done[j]) continue;
      const length = reached + (line[j] as number) - (rowPrice[row] as number) - (columnPrice[j] as number);
      if (length >= (distance[j] as number)) continue;
      distance[j] = length;
      before[j] = through;
    }
    let next = -1;
    for (let j = 0; j < width; j++) {
      if (!done[j] && (next === -1 || (distance[j] as number) < (distance[next] as number))) next = j;
    }
    done[next] = 1;
    reached = distance[next] as number;
    through = next;
    row = rowOf[next] as number;
    if (row === -1) break;
  }
  rowPrice[start] = (rowPrice[start] as number) + reached;
  for (let j = 0; j < width; j++) {
    if (!done[j] || j === through) continue;
    const slack = reached - (distance[j] as number);
    columnPrice[j] = (columnPrice[j] as number) - slack;
    const owner = rowOf[j] as number;
    rowPrice[owner] = (rowPrice[owner] as number) + slack;
  }
  for (let j = through; j !== -1; j = before[j] as number) {
    const previous = before[j] as number;
    rowOf[j] = previous === -1 ? start : (rowOf[previous] as number);
  }
}
