import type { CameraId } from '../core/domain/ids.ts';
import { knownYears } from './calendars.ts';
import type { Classes } from './desk/classes/classes.ts';
import { createClasses } from './desk/classes/create-classes.ts';
import { nothingEntered } from './desk/classes/ports.ts';
import type { EnteredByHand } from './desk/day/entered.ts';
import { papers } from './desk/papers/papers.ts';
import { attachments } from './store/attachments.ts';
import { classes } from './store/classes.ts';
import { monthReports } from './store/months.ts';
import type { Db } from './store/open.ts';

/**
 * The classes of a kiosk's database, with all that its office enters elsewhere.
 * @param cameras those of now; null: those that a class names
 * @param byHand leave, check-ins without a face and corrections; left out: none
 */
export function openClasses(
  db: Db,
  cameras: () => readonly CameraId[] | null = () => null,
  byHand?: EnteredByHand,
): Classes {
  const closed = monthReports(db);
  const known = knownYears(db);
  const checklists = papers(attachments(db));
  return createClasses({
    keeper: classes(db),
    entered: {
      ...nothingEntered,
      ...byHand,
      revision: (code) => `${checklists.revision(code)} ${cameras()?.join() ?? ''} ${byHand?.revision() ?? ''}`,
      cameras,
      materialsComplete: (code, trainees) => checklists.complete(code, trainees),
    },
    years: () => known.years(),
    isMonthClosed: (code, month) => closed.isClosed(code, month),
  });
}
