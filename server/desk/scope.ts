import { type CenterActor, maySee } from '../../core/contract/center/actor.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { Log } from '../../core/platform/log.ts';

/** What belongs to an institution. */
export interface Owned {
  readonly institution: string;
}

/**
 * `thing`, if there is one and this person may see it. What belongs to another institution is answered like what does
 * not exist, so that ids tell nothing, and logged. @throws ZaikeError `no-such-<what>`.
 */
export function ownOnly<T extends Owned>(
  actor: CenterActor,
  thing: T | undefined,
  { what, id, log }: { readonly what: string; readonly id: string; readonly log: Log },
): T {
  if (thing !== undefined && maySee(actor, thing.institution)) return thing;
  if (thing !== undefined)
    log.warn("somebody asked for another institution's", {
      what,
      id,
      user: actor.user,
      institution: actor.institution,
    });
  throw new ZaikeError('没有找到，或不属于您的机构', { code: `no-such-${what}`, retry: false });
}
