import type { Accounts } from '../core/accounts/accounts.ts';
import type { Jobs } from '../core/accounts/jobs.ts';
import type { Actor } from '../core/contract/office/actor.ts';
import type { CameraId } from '../core/domain/ids.ts';
import type { EpochMs } from '../core/domain/units.ts';
import { officeEnrolment } from './desk/enrolment/office.ts';
import type { KioskEnrolment } from './enrolment.ts';
import { enrolmentRoutes } from './http/office/enrolment.ts';
import { liveEnrolmentRoutes } from './http/office/live-enrolment.ts';
import type { Route } from './http/office/route.ts';
import { staffRoutes } from './http/office/staff.ts';

/** Enrolled faces, and the cameras that people can be enrolled at. */
export type EnrolmentDesk = KioskEnrolment & {
  readonly cameras: () => readonly { readonly id: CameraId; readonly name: string }[];
};

/** The office's routes for consent, photos, guided enrolment and staff. */
export function routesOfEnrolment(
  enrolment: EnrolmentDesk,
  { jobs, now, countersigner }: { jobs: Jobs; now: () => EpochMs; countersigner: Accounts<Actor>['countersigner'] },
): readonly Route[] {
  const { staff, cameras } = enrolment;
  const desk = officeEnrolment({ enrolment, staff, cameras, jobs, now });
  return [...enrolmentRoutes({ desk, countersigner }), ...liveEnrolmentRoutes(desk), ...staffRoutes(desk)];
}
