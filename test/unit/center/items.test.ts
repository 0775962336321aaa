import { describe, expect, it } from 'vitest';
import { itemFault, itemKinds, itemSchemaOf } from '../../../core/contract/center/items.ts';

const lesson = { class: 'DSJ-1', date: '2026-10-08', no: 3 };
const dispute = { v: 1, id: 7, ...lesson, trainee: 't1', text: '我在', raisedAt: 1_791_427_500_000, answer: null };
const filing = {
  institution: '沈阳工学院',
  room: 'B301',
  state: { kind: 'filed', on: '2026-09-20' },
  events: [{ kind: 'filed', on: '2026-09-20', by: 'admin', at: 1 }],
  reasons: {},
  checklist: {
    complete: false,
    lines: [{ paper: 'idCard', trainee: 't1', state: 'missing', files: [], waivedWhy: null }],
  },
  scenario: {
    class: { code: 'DSJ-1', bell: [['08:30', '09:15']], counsellorPhone: '024-1' },
    trainees: [{ id: 't1', person: { name: '张三', idNumber: '210402200001010014', phone: '13900000000' } }],
    cameras: ['room'],
  },
  changesBy: [],
  calendars: [{ year: 2026, off: ['2026-10-01'], work: [], source: 'x' }],
};
const hash = 'a'.repeat(64);
const envelope = { v: 1, class: 'DSJ-1', revision: 1, at: 1, by: 'admin', hash };

describe('items that a kiosk delivers', () => {
  it('an item that fits its kind has no fault', () => {
    expect(itemFault({ kind: 'dispute', body: dispute })).toBe('');
    expect(itemFault({ kind: 'filing', body: { ...envelope, filing } })).toBe('');
    expect(itemFault({ kind: 'filing', body: { ...envelope, filing: null } })).toBe('');
  });

  it('a filing hands its scenario on as the institution wrote it', () => {
    const { filing: read } = itemSchemaOf('filing').parse({ ...envelope, filing });
    expect(read?.scenario).toEqual(filing.scenario);
  });

  it('an unknown kind, an unknown version and an unknown member are faults, told without anybody’s data', () => {
    expect(itemFault({ kind: 'rumour', body: {} })).toBe('unknown kind rumour');
    expect(itemFault({ kind: 'dispute', body: { ...dispute, v: 2 } })).toMatch(/^v: /);
    const fault = itemFault({ kind: 'dispute', body: { ...dispute, name: '张三' } });
    expect(fault).toMatch(/name/);
    expect(fault).not.toMatch(/张三/);
    const { scenario } = filing;
    const odd = { ...filing, scenario: { ...scenario, trainees: [{ id: 't1', photo: '张三.jpg' }] } };
    const told = itemFault({ kind: 'filing', body: { ...envelope, filing: odd } });
    expect(told).toMatch(/^filing\.scenario\.trainees\.0/);
    expect(told).not.toMatch(/张三/);
  });

  it('dates that do not exist and hashes that are none are faults', () => {
    expect(itemFault({ kind: 'dispute', body: { ...dispute, date: '2026-02-30' } })).toMatch(/^date: /);
    expect(itemFault({ kind: 'filing', body: { ...envelope, hash: 'x', filing: null } })).toMatch(/^hash: /);
  });

  it('no kind takes a body that is no object', () => {
    for (const kind of itemKinds)
      for (const body of [null, 7, 'x', [], {}]) expect(itemFault({ kind, body }), kind).not.toBe('');
  });
});
