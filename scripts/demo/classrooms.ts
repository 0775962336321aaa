import { ENROLLED, type FilmPerson } from '../../test/support/camera/film/people.ts';

/** A trainee of the demo: who plays them, and what the class list says. */
export interface DemoTrainee {
  readonly person: FilmPerson;
  readonly id: string;
  readonly name: string;
}

/** A simulated classroom. */
export interface DemoClassroom {
  readonly institution: string;
  readonly room: string;
  readonly specialty: string;
  /** Its classes' codes begin with it. */
  readonly code: string;
  readonly trainees: readonly DemoTrainee[];
  /** A check-in camera is looked at 5 times a second, a room camera once: a fifth of the work. */
  readonly role: 'check-in' | 'room';
  /** The first of its trainees' invented ID numbers. */
  readonly firstNumber: number;
}

/** The classroom of the smoke run: trainees are named after the people of the film. */
export const FIRST: DemoClassroom = {
  institution: '演示学院',
  room: 'B301',
  specialty: '大数据开发',
  code: 'DEMO',
  trainees: ENROLLED.map((person) => ({ person, id: person.id, name: person.name })),
  role: 'check-in',
  firstNumber: 100,
};

const SECOND_NAMES = ['孙悦', '马琳', '朱颖', '胡波', '郭佳', '何雨', '高畅', '林溪', '罗兰', '宋洁'];

/** Another institution's, where the same people play others. */
export const SECOND: DemoClassroom = {
  institution: '演示职业学校',
  room: 'A205',
  specialty: '电子商务',
  code: 'DEMO-2',
  trainees: ENROLLED.map((person, n) => ({ person, id: person.id.replace('t', 's'), name: SECOND_NAMES[n] ?? '' })),
  role: 'room',
  firstNumber: 200,
};
