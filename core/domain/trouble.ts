/** What can be wrong with a classroom, worst first: the wall's order. */
export const troubleKinds = [
  'journal',
  'not-ready',
  'not-connected',
  'camera-off',
  'camera-blocked',
  'camera-frozen',
  'camera-moved',
  'camera-dark',
  'camera-unsharp',
  'class-rate',
  'nobody-seen',
  'vision-down',
  'clock-off',
  'disk',
  'clock-unverified',
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

/** One thing that is wrong now. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** '' where it is not one camera's. */
  readonly camera: string;
  /** The class that it touches; '' for the kiosk as a whole. */
  readonly class: string;
  /** Since when, as far as it is known; epoch milliseconds. */
  readonly since: number;
}

/** Where a classroom stands on the wall: by its worst trouble, then how many, then how long, then its name. */
export function wallOrder(
  a: { readonly troubles: readonly Trouble[]; readonly name: string },
  b: { readonly troubles: readonly Trouble[]; readonly name: string },
): number {
  const rank = ({ troubles: [worst] }: typeof a): number =>
    worst === undefined ? troubleKinds.length : troubleKinds.indexOf(worst.kind);
  return (
    rank(a) - rank(b) ||
    b.troubles.length - a.troubles.length ||
    (a.troubles[0]?.since ?? 0) - (b.troubles[0]?.since ?? 0) ||
    a.name.localeCompare(b.name, 'zh-Hans-CN')
  );
}
