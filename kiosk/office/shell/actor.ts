import { createContext, useContext } from 'react';
import type { Actor } from '../../../core/contract/office/actor.ts';

export const ActorContext = createContext<Actor | null>(null);

/** Who is signed in. @throws outside the office's frame. */
export function useActor(): Actor {
  const actor = useContext(ActorContext);
  if (actor === null) throw new Error('expected a signed-in person');
  return actor;
}

/** The roles in Chinese. */
export const roleNames = { administrator: '管理员', teacher: '教师', viewer: '只读' } as const;
