/** Median and 95th percentile, whole milliseconds; null of nothing. */
export function spread(values: readonly number[]): { readonly p50: number | null; readonly p95: number | null } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number | null => {
    const value = sorted[Math.ceil(share * sorted.length) - 1];
    return value === undefined ? null : Math.round(value);
  };
  return { p50: at(0.5), p95: at(0.95) };
}
