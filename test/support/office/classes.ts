import { createHash } from 'node:crypto';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';
import type { Classes } from '../../../kiosk/desk/classes/classes.ts';
import { createClasses } from '../../../kiosk/desk/classes/create-classes.ts';
import { type EnteredElsewhere, nothingEntered } from '../../../kiosk/desk/classes/ports.ts';
import { classes } from '../../../kiosk/store/classes.ts';
import type { Db } from '../../../kiosk/store/open.ts';

/** sha256 as hexadecimal text. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The classes of a database, as the kiosk makes them. */
export function classesOf(db: Db, entered: EnteredElsewhere = nothingEntered): Classes {
  return createClasses({ keeper: classes(db), entered, years: packagedYears });
}

/** A class of three trainees with six lessons on each working day of October to December 2026. */
export function sampleScenario(code = 'DSJ-2026-01', prefix = 't'): ScenarioJson {
  return {
    institution: '沈阳工学院',
    class: {
      code,
      specialty: '大数据开发',
      certificate: 'special',
      opens: '2026-10-08' as never,
      ends: '2026-12-31' as never,
      approvedOn: '2026-09-28' as never,
      months: 3,
      room: 'B301',
      teachers: ['王老师'],
      bell: [
        ['08:30', '09:15'],
        ['09:25', '10:10'],
        ['10:20', '11:05'],
        ['13:00', '13:45'],
        ['13:55', '14:40'],
        ['14:50', '15:35'],
      ],
    },
    trainees: [
      { id: `${prefix}1`, person: { name: '王小明', idNumber: '210402200001010014' } },
      { id: `${prefix}2`, person: { name: '李小红' } },
      { id: `${prefix}3`, person: { name: '张大力' } },
    ],
    cameras: ['room'],
  };
}
