/**
 * A rate as the forms show it: a percentage with two decimals, half up, by integers alone; `-` where
 * nothing was due. `part` and `whole` are counts.
 */
export function rateText(part: number, whole: number): string {
  if (whole === 0) return '-';
  return decimalText(Math.floor((part * 20_000 + whole) / (2 * whole)));
}

/** An integer of hundredths as text with two decimals: 9563 → `95.63`. */
export function decimalText(hundredths: number): string {
  const whole = Math.floor(hundredths / 100);
  return `${whole}.${String(hundredths - whole * 100).padStart(2, '0')}`;
}
