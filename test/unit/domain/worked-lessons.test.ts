import { expect, test } from 'vitest';
import { closeCase, told } from './lesson-case.ts';

/** The table of the rules, lesson 08:30–09:15. */
const cases: readonly (readonly [seen: string, down: string, result: string])[] = [
  ['08:24, 08:47, 09:13', '', 'present'],
  ['08:45:00, 08:50, 09:15', '', 'late'],
  ['08:45:01, 08:50, 09:12', '', 'absent: too-late'],
  ['08:25, 08:40, 08:58', '', 'absent: left'],
  ['08:25, 08:50, 09:01', '', 'leftEarly'],
  ['08:25, 09:12', '', 'present: mid-gap'],
  ['08:29, 09:16', '', 'absent: breaks-only'],
  ['08:25', '08:58–09:25', 'pending'],
  ['08:46, 09:12', '08:33–08:45', 'pending'],
  ['', '08:58–09:25', 'absent'],
  ['08:25, 08:50, 09:04', '09:05–09:20', 'present: departure-unobserved'],
  ['08:36, 08:50, 09:12', '07:00–08:35', 'present: arrival-unobserved'],
];

test.each(cases)('seen at %j with the cameras down %j: %s', (seen, down, result) => {
  const record = closeCase({
    seen: seen === '' ? [] : seen.split(', '),
    ...(down === '' ? {} : { down: [down] }),
  });
  expect(told(record)).toBe(result);
});
