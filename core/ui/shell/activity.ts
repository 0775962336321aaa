let active = false;

/** What a person does at a page; what the page does by itself (reading anew, video that plays) is none of it. */
const DOINGS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Notes from now on that somebody is at the page. */
export function watchActivity(page: Window): void {
  const note = (): void => {
    active = true;
  };
  for (const doing of DOINGS) page.addEventListener(doing, note, { capture: true, passive: true });
}

/** The header for the next request: it says so once after somebody did something, and the session's half hour begins anew. */
export function activity(): Readonly<Record<string, string>> {
  if (!active) return {};
  active = false;
  return { 'X-Zaike-Active': 'yes' };
}
