import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { Card } from '../../core/contract/center/checks.ts';
import { minutes } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Audited } from '../../core/web/route.ts';

/** A page that shows numbers asks for them again every few seconds: it is noted once in so long. */
const AGAIN = minutes(60);
/** More people and classes than look at each other in an hour. */
const MOST = 5000;

/**
 * Notes who was shown trainees' telephone numbers, and of which class: once an hour for each. This hub's memory; another
 * one notes for itself.
 */
export function phonesShown(
  clock: Pick<Clock, 'monotonic'>,
): (actor: CenterActor, cards: readonly Card[]) => Audited | null {
  const noted = new Map<string, number>();
  return ({ user }, cards) => {
    const at = clock.monotonic();
    const shown = cards.filter(({ missing }) => missing.some(({ phone }) => phone !== null));
    const fresh = shown.filter(
      ({ kiosk, code }) => at - (noted.get(`${user}/${kiosk}/${code}`) ?? Number.NEGATIVE_INFINITY) >= AGAIN,
    );
    if (fresh.length === 0) return null;
    if (noted.size > MOST) noted.clear();
    for (const { kiosk, code } of fresh) noted.set(`${user}/${kiosk}/${code}`, at);
    const codes = [...new Set(fresh.map(({ code }) => code))].join('、');
    return { action: 'phones-shown', subject: codes, detail: `看到没见到的学员的电话：${codes}` };
  };
}
