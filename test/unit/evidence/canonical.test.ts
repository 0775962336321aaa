import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../core/domain/canonical.ts';
import { unexplained } from '../../../core/domain/completeness.ts';
import { epochMs, type Span } from '../../../core/domain/units.ts';

const span = (from: number, to: number): Span => ({ from: epochMs(from), to: epochMs(to) });

describe('canonical JSON', () => {
  it('is one text for one value, whatever the order of the keys', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'ü\n'], c: undefined })).toBe('{"a":[true,null,"ü\\n"],"b":1}');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
      }),
    );
  });

  it('sorts keys by their code units', () => {
    expect(canonicalJson({ é: 1, z: 2, A: 3, '\u{1F600}': 4 })).toBe('{"A":3,"z":2,"é":1,"😀":4}');
  });

  it('has no text for what is no number', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(RangeError);
    expect(() => canonicalJson([Number.POSITIVE_INFINITY])).toThrow(RangeError);
  });
});

describe('expected = segments + gaps', () => {
  it('leaves nothing over when they meet', () => {
    expect(unexplained(span(0, 100), [span(60, 120), span(-5, 20), span(20, 60)])).toEqual([]);
  });

  it('names each stretch that nothing explains', () => {
    expect(unexplained(span(0, 100), [span(10, 20), span(15, 30), span(50, 90)])).toEqual([
      span(0, 10),
      span(30, 50),
      span(90, 100),
    ]);
    expect(unexplained(span(0, 100), [])).toEqual([span(0, 100)]);
  });

  it('explained and unexplained together are what was expected', () => {
    const spans = fc.array(fc.tuple(fc.nat(200), fc.nat(50)).map(([from, length]) => span(from, from + length)));
    fc.assert(
      fc.property(spans, (explained) => {
        const holes = unexplained(span(50, 150), explained);
        expect(unexplained(span(50, 150), [...explained, ...holes])).toEqual([]);
      }),
    );
  });
});
