import type { ScreenState } from '../../core/contract/screen.ts';

/** What `/healthz` answers: for a supervisor and a support call; no names, no pictures. */
export interface Health {
  /** Whether cameras, vision and clock are all as they should be. */
  readonly ok: boolean;
  readonly clock: ScreenState['clock'];
  readonly vision: ScreenState['vision']['kind'];
  /** Camera → `ok`, the reason of its gap, or what is wrong with its picture. */
  readonly cameras: Readonly<Record<string, string>>;
  /** The hash of the pages served. */
  readonly pages: string;
}

/** The health behind a screen state. */
export function healthOf({ clock, vision, cameras }: ScreenState, pages: string): Health {
  const ok = clock === 'synchronised' && vision.kind === 'ok' && cameras.every(({ health }) => health.kind === 'ok');
  const byCamera = cameras.map(({ id, health }) => [id, healthWord(health)] as const);
  return { ok, clock, vision: vision.kind, cameras: Object.fromEntries(byCamera), pages };
}

function healthWord(health: ScreenState['cameras'][number]['health']): string {
  if (health.kind === 'ok') return 'ok';
  return health.kind === 'gap' ? health.why : health.trouble;
}
