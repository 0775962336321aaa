import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../kiosk/screen/tokens.css', import.meta.url), 'utf8');

/** The colour `token` on paper (0) or blackboard (1). */
function colour(token: string, theme: 0 | 1): string {
  const found = new RegExp(`--${token}: (?:light-dark\\((#\\w{6}), (#\\w{6})\\)|(#\\w{6}));`).exec(css);
  const hex = found?.[theme + 1] ?? found?.[3];
  if (hex === undefined) throw new Error(`expected a colour --${token} in tokens.css`);
  return hex;
}

/** WCAG 2 contrast ratio, 1–21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const marks = ['present', 'late', 'pending', 'leave', 'left', 'unknown', 'trouble'];
const pairs = [
  ...['ground', 'panel'].flatMap((ground) => ['ink', 'ink-soft'].map((text) => [text, ground] as const)),
  ...marks.flatMap((mark) => [[mark, `${mark}-ground`] as const, ['ink', `${mark}-ground`] as const]),
  ...marks.slice(0, 6).map((mark) => [mark, 'panel'] as const),
  ['on-header', 'header'] as const,
  ['on-header-soft', 'header'] as const,
  ...['present', 'late', 'pending', 'leave', 'left'].map((mark) => ['ink-soft', `${mark}-ground`] as const),
];

describe.each(['paper', 'blackboard'] as const)('on %s', (name) => {
  const theme = name === 'paper' ? 0 : 1;
  it.each(pairs)('%s reads on %s with a contrast of at least 7:1', (text, ground) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(7);
  });
});
