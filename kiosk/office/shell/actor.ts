import type { Actor } from '../../../core/contract/office/actor.ts';
import type { Person } from '../../../core/contract/web/person.ts';
import { usePerson } from '../../../core/ui/shell/program.ts';

/** The roles in Chinese. */
export const roleNames = { administrator: '管理员', teacher: '教师', viewer: '只读' } as const;

/** The shell's person as the office's: the welcome was checked by its schema. */
export const asActor = (person: Person): Actor => person as Actor;

/** Who is signed in. @throws outside the office's frame. */
export const useActor = (): Actor => asActor(usePerson());
