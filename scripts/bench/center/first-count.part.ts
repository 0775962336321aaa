import { cookieName } from '../../../core/web/session.ts';
import { progress } from './scene.part.ts';

/** How long the menu's counts take at a hub that has just started: every class's month is added up. */
export async function firstCount(url: string, token: string): Promise<{ readonly firstCountSeconds: number }> {
  const begun = performance.now();
  const answer = await fetch(`${url}/api/waiting`, { headers: { cookie: `${cookieName(url)}=${token}` } });
  if (!answer.ok) throw new Error(`the counts: ${String(answer.status)}`);
  await answer.json();
  const firstCountSeconds = Math.round((performance.now() - begun) / 100) / 10;
  progress(`the menu's first counts: ${String(firstCountSeconds)} s`);
  return { firstCountSeconds };
}
