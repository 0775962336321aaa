const KEY = 'alert-sound';

let context: AudioContext | undefined;

/** Whether alerts sound on this device. */
export const soundWanted = (): boolean => localStorage.getItem(KEY) !== 'off';

export function keepSoundWanted(wanted: boolean): void {
  localStorage.setItem(KEY, wanted ? 'on' : 'off');
}

/**
 * Whether the browser lets this page sound: it does after somebody clicked or pressed a key here. To be called in such
 * an event, too: it wakes the sound up.
 */
export async function soundReady(): Promise<boolean> {
  context ??= new AudioContext();
  // Without a gesture this never settles: what counts is the state soon after.
  void context.resume().catch(() => undefined);
  await new Promise((later) => setTimeout(later, 50));
  return context.state === 'running';
}

/** Two soft notes. Nothing when the browser does not let the page sound. */
export function chime(): void {
  if (context?.state !== 'running') return;
  const begin = context.currentTime;
  for (const [index, frequency] of [660, 880].entries()) {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    const at = begin + index * 0.18;
    tone.type = 'sine';
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(0.08, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.5);
    tone.connect(loudness).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.55);
  }
}
