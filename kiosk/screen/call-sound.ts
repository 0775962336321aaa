import { useEffect } from 'react';
import type { ScreenCall } from '../../core/contract/screen.ts';

/** Two soft tones: a lesson may be on. */
const TONES = [660, 880];
const LOUD = 0.05;
const TONE_SECONDS = 0.22;

/** Sounds when somebody is called, and softly once at each further step. A browser that forbids sound stays silent. */
export function useCallSound(call: ScreenCall | null): void {
  const id = call?.id ?? null;
  const step = call?.step ?? null;
  useEffect(() => {
    if (id === null || step === null) return undefined;
    const context = new AudioContext();
    for (const [i, hertz] of (step === 'come' ? TONES : TONES.slice(1)).entries()) sound(context, hertz, i);
    const closing = setTimeout(() => void context.close(), 2000);
    return () => {
      clearTimeout(closing);
      if (context.state !== 'closed') void context.close();
    };
  }, [id, step]);
}

function sound(context: AudioContext, hertz: number, after: number): void {
  const from = context.currentTime + after * TONE_SECONDS;
  const [tone, gain] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = hertz;
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(LOUD, from + 0.03);
  gain.gain.linearRampToValueAtTime(0, from + TONE_SECONDS);
  tone.connect(gain).connect(context.destination);
  tone.start(from);
  tone.stop(from + TONE_SECONDS);
}
