import { expect, test } from 'vitest';
import { idNumberFault, maskIdNumber } from '../../../core/domain/person.ts';
import vectors from '../../data/id-numbers.json' with { type: 'json' };

test.each(vectors.valid)('%s is an ID number', (value) => {
  expect(idNumberFault(value)).toBeNull();
});

test.each(vectors.invalid)('$value is none: $why', ({ value }) => {
  expect(idNumberFault(value)).not.toBeNull();
});

test('what is wrong with a number is named', () => {
  expect(idNumberFault('210402200002290018')).toBe('check-digit');
  expect(idNumberFault('11010519491231002x')).toBe('characters');
  expect(idNumberFault('110105491231002')).toBe('length');
  expect(idNumberFault('210402200102290014')).toBe('birth-date');
  expect(idNumberFault('')).toBe('length');
});

test('shown in passing, the first six and the last four stay', () => {
  expect(maskIdNumber('210402200002290014')).toBe('210402********0014');
  expect(maskIdNumber('1234567890')).toBe('********');
});
