import type { EpochMs, LocalDate } from './units.ts';

/** A paper of the center, entered at the kiosk by hand: two people sign for it. */
export type EnteredByHand = {
  readonly kind: 'entered';
  readonly on: LocalDate;
  readonly paper: string;
  readonly by: string;
  readonly countersignedBy: string;
  readonly at: EpochMs;
};

/** What was entered by hand is taken back: two people sign for that too. */
export type TakenBack = {
  readonly kind: 'withdrawn';
  readonly why: string;
  readonly by: string;
  readonly countersignedBy: string;
  readonly at: EpochMs;
};
