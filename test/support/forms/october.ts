/**
 * Scenarios of October 2026 (18 working days of 6 lessons, 8–30 October, 10 October a make-up day), with
 * made-up people: the class of rules §3, and larger ones to print.
 */

const WORKDAYS = [8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30];
const BELL = [
  ['08:30', '09:15'],
  ['09:25', '10:10'],
  ['10:20', '11:05'],
  ['13:00', '13:45'],
  ['13:55', '14:40'],
  ['14:50', '15:35'],
] as const;

/** `2026-10-08` of 8. */
export const october = (day: number): string => `2026-10-${String(day).padStart(2, '0')}`;

/** An ID number with its check digit (GB 11643), of the 17 digits before it. */
export function withCheckDigit(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return digits + ('10X98765432'[sum % 11] ?? '');
}

/** A member of a scenario's lists, as JSON has it. */
type Line = Readonly<Record<string, unknown>>;

/** A whole scenario, as JSON has it. */
export interface Scenario extends Line {
  readonly trainees: readonly Line[];
}

const attended = (trainee: string, days: readonly number[], lessons = '1-6'): readonly Line[] =>
  days.map((day) => ({ trainee, date: october(day), lessons }));

const without = (...days: readonly number[]): readonly number[] => WORKDAYS.filter((day) => !days.includes(day));

/** Late for the first lesson: seen ten minutes after its start, then all through. */
const lateOn = (trainee: string, days: readonly number[]): readonly Line[] =>
  days.flatMap((day) =>
    ['08:40:00', '08:55:00', '09:14:00'].map((time) => ({
      trainee,
      at: `${october(day)}T${time}+08:00`,
      camera: 'room',
    })),
  );

/** What the class of all these scenarios is filed with. */
export const filedClass = {
  code: 'DSJ-2026-01',
  specialty: '大数据开发',
  certificate: 'vocational',
  opens: '2026-10-08',
  ends: '2026-12-31',
  approvedOn: '2026-09-28',
  months: 3,
  room: 'B301',
  teachers: ['王晓明'],
  counsellorPhone: '024-00000000',
  bell: BELL,
};

/** The five trainees of rules §3. */
export function workedClass(): Scenario {
  const beforeLeaving = [8, 9, 10, 12, 13, 14, 15, 16];
  return {
    institution: '沈阳工学院',
    class: filedClass,
    cameras: ['room'],
    trainees: [
      { id: 'every', joinedOn: october(8), person: person(0) },
      { id: 'late', joinedOn: october(8), person: person(1) },
      { id: 'leave', joinedOn: october(8), person: person(2) },
      {
        id: 'withdrawn',
        joinedOn: october(8),
        withdrawnOn: october(19),
        withdrawReason: '就业',
        person: person(3),
      },
      { id: 'absent', joinedOn: october(8), person: person(4) },
    ],
    attended: [
      ...attended('every', WORKDAYS),
      ...attended('late', without(12, 13, 14, 15, 16, 19)),
      ...attended('late', [12, 13, 14, 15, 16, 19], '2-6'),
      ...attended('leave', without(20, 21)),
      ...attended('withdrawn', beforeLeaving.slice(0, -1)),
      ...attended('withdrawn', [16], '1-3'),
      ...attended('absent', without(27)),
    ],
    sightings: lateOn('late', [12, 13, 14, 15, 16, 19]),
    leave: [{ trainee: 'leave', kind: 'personal', from: october(20), to: october(21) }],
    insured: ['withdrawn'],
  };
}

const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许';
const GIVEN = ['子涵', '欣', '雨桐', '浩然', '思远', '佳怡', '明', '诗琪', '俊杰', '梦瑶'];

/** The particulars of a made-up person. */
export function person(index: number): Line {
  const female = index % 2 === 1;
  const born = `2002${String((index % 12) + 1).padStart(2, '0')}${String((index % 27) + 1).padStart(2, '0')}`;
  return {
    name: `${SURNAMES[index % SURNAMES.length] ?? ''}${GIVEN[(index * 3) % GIVEN.length] ?? ''}`,
    ethnicity: index % 7 === 3 ? '满族' : '汉族',
    idNumber: withCheckDigit(`210402${born}${String(index % 50).padStart(2, '0')}${female ? 2 : 1}`),
    school: index % 3 === 0 ? '辽宁石油化工大学' : '沈阳工学院',
    major: index % 2 === 0 ? '计算机科学与技术' : '信息管理与信息系统',
    education: '本科',
    graduation: '2026-07-01',
    household: '辽宁省抚顺市顺城区',
    phone: `1300000${String(1000 + index)}`,
  };
}

/** A class of `size` trainees in October, every kind of day among them. */
export function largeClass(size: number): Scenario {
  const trainees = Array.from({ length: size }, (_, index) => ({
    id: `t${index + 1}`,
    joinedOn: index === 11 ? october(15) : october(8),
    ...(index === 7 ? { withdrawnOn: october(22), withdrawReason: '已就业' } : {}),
    person: person(index),
  }));
  return {
    institution: '沈阳工学院',
    class: filedClass,
    cameras: ['room'],
    trainees,
    attended: trainees.flatMap(({ id }, index) => {
      const away = index % 9 === 4 ? [14, 15] : index % 11 === 6 ? [26] : [];
      const short = index % 5 === 2 ? [13] : [];
      const days = without(...away, ...short, ...(index % 13 === 5 ? [28] : []));
      return [...attended(id, days), ...attended(id, short, '1-4')];
    }),
    leave: trainees.flatMap(({ id }, index) =>
      index % 9 === 4
        ? [{ trainee: id, kind: index % 2 ? 'sick' : 'personal', from: october(14), to: october(15) }]
        : [],
    ),
    sightings: trainees.flatMap(({ id }, index) => (index % 13 === 5 ? lateOn(id, [28]) : [])),
  };
}

/** The class of rules §5: 30, −2 withdrawn −1 insured −3 not registered −1 failed −1 materials = 22, two events. */
export function subsidyClass(): Scenario {
  const scenario = largeClass(30);
  const id = (no: number): string => `t${no}`;
  const exam = scenario.trainees.map((_, index) => {
    const no = index + 1;
    const result = no >= 4 && no <= 6 ? 'notRegistered' : no === 7 ? 'failed' : 'passed';
    return { trainee: id(no), result };
  });
  return {
    ...scenario,
    trainees: scenario.trainees.map(({ withdrawnOn: _, ...trainee }, index) =>
      index < 2 ? { ...trainee, withdrawnOn: october(19) } : trainee,
    ),
    insured: [id(3)],
    materialsRejected: [id(9)],
    materialsComplete: true,
    exam,
    inspections: [
      { date: october(8), no: 4, present: 19, due: 24, confirmedBy: 'i1' },
      { date: october(9), no: 2, present: 19, due: 24, confirmedBy: 'i1' },
    ],
  };
}

/** The worked class whose camera saw nothing on 20 and 21 October: 36 of 480 lessons are pending, more than 5 %. */
export function unobservedClass(): Scenario {
  const scenario = workedClass();
  const blind = [october(20), october(21)];
  const span = (from: number, to: number): Line => ({
    ...{ camera: 'room', from: `${october(from)}T00:00:00+08:00`, to: `${october(to)}T23:59:59+08:00` },
  });
  return {
    ...scenario,
    attended: (scenario['attended'] as readonly Line[]).filter(({ date }) => !blind.includes(date as string)),
    coverage: [span(8, 19), span(22, 30)],
  };
}
