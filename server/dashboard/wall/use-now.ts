import { useEffect, useState } from 'react';

const EVERY_MS = 5000;

const clock = (): number => Math.floor(performance.timeOrigin + performance.now());

/** The time, anew every few seconds. */
export function useNow(): number {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
