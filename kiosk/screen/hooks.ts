import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Screen, View } from './connection.ts';
import { advance, arrive, emptyQueue, nextChange, type Shown } from './greeting-queue.ts';

/** What the page knows now. */
export function useView(screen: Screen): View {
  return useSyncExternalStore(screen.onView, screen.view);
}

/** The kiosk's wall clock (ms since the epoch), once a second; null before the kiosk has told it. */
export function useKioskNow({ state, receivedAt }: View): number | null {
  const [at, setAt] = useState(() => performance.now());
  const offset = state ? state.now - receivedAt : null;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const now = performance.now();
      setAt(now);
      timer = setTimeout(tick, 1000 - ((now + (offset ?? 0)) % 1000) + 5);
    };
    tick();
    return () => clearTimeout(timer);
  }, [offset]);
  return offset === null ? null : Math.max(at, receivedAt) + offset;
}

/** The greetings on show, oldest first. */
export function useGreetings(screen: Screen): readonly Shown[] {
  const [queue, setQueue] = useState(emptyQueue);
  useEffect(
    () => screen.onGreeting((greeting) => setQueue((current) => arrive(current, greeting, performance.now()))),
    [screen],
  );
  useEffect(() => {
    const next = nextChange(queue);
    if (next === Infinity) return undefined;
    const timer = setTimeout(
      () => setQueue((current) => advance(current, performance.now())),
      Math.max(0, next - performance.now()) + 5,
    );
    return () => clearTimeout(timer);
  }, [queue]);
  return queue.shown;
}
