import { packagedYears } from '../core/platform/calendar.ts';
import { type Classes, createClasses } from './desk/classes/classes.ts';
import { nothingEntered } from './desk/classes/ports.ts';
import { classes } from './store/classes.ts';
import type { Db } from './store/open.ts';

/** The classes of a kiosk's database, with all that its office enters elsewhere. */
export function openClasses(db: Db): Classes {
  return createClasses({ keeper: classes(db), entered: nothingEntered, years: packagedYears });
}
