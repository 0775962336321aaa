import type { CenterActor, CenterRight } from '../../../core/contract/center/actor.ts';
import { hasCenterRights } from '../../../core/contract/center/actor.ts';
import type { Person } from '../../../core/contract/web/person.ts';
import { usePerson } from '../../../core/ui/shell/program.ts';

/** The roles in Chinese. */
export const roleNames = {
  inspector: '检查员',
  accountant: '财务',
  administrator: '管理员',
  institution: '机构',
} as const;

/** The shell's person as the center's: the welcome was checked by its schema. */
export const asCenterActor = (person: Person): CenterActor => person as CenterActor;

/** Who is signed in. @throws outside the frame. */
export const useCenterActor = (): CenterActor => asCenterActor(usePerson());

/** Whether who is signed in has the rights. */
export const useMay = (right: CenterRight): boolean => hasCenterRights(useCenterActor().role, right);
