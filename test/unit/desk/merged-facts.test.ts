import { describe, expect, it } from 'vitest';
import { type ClassFactsForm, classFactsSchema } from '../../../core/contract/office/classes.ts';
import { mergeFacts } from '../../../kiosk/office/classes/merged-facts.ts';

const read: ClassFactsForm = classFactsSchema.parse({
  institution: '沈阳工学院',
  specialty: '大数据开发',
  level: null,
  certificate: null,
  ownFinalYear: false,
  opens: '2026-10-08',
  ends: '2026-12-31',
  months: 3,
  room: 'B301',
  place: null,
  teachers: [],
  counsellorPhone: null,
  bell: [['08:30', '09:15']],
});

describe('facts that two people edit at once', () => {
  it('takes what only the other one changed', () => {
    const saved: ClassFactsForm = { ...read, counsellorPhone: '139', bell: [] };
    expect(mergeFacts(read, { ...read, place: '实训楼' }, saved)).toEqual({
      taken: ['counsellorPhone', 'bell'],
      contested: [],
    });
  });

  it('names what both changed, unless to the same', () => {
    const entered: ClassFactsForm = { ...read, room: 'B302', months: 4 };
    expect(mergeFacts(read, entered, { ...read, room: 'B303', months: 4 })).toEqual({ taken: [], contested: ['room'] });
  });

  it('leaves alone what nobody else changed', () => {
    expect(mergeFacts(read, { ...read, institution: null }, read)).toEqual({ taken: [], contested: [] });
  });
});
