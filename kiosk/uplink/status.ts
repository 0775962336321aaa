import type { EpochMs } from '../../core/domain/units.ts';
import type { LinkFailure } from './failure.ts';

/** How the link to the center is, for the office and the screen. */
export type UplinkStatus =
  /** Down since then; `failure` null: the first attempt. */
  | {
      readonly kind: 'connecting';
      readonly since: EpochMs;
      readonly failure: LinkFailure | null;
      readonly detail: string;
    }
  /** The center does not know this kiosk yet: the office shows the code, an inspector enters it. */
  | { readonly kind: 'unpaired'; readonly code: string; readonly expiresAt: EpochMs }
  | { readonly kind: 'too-old'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string }
  | {
      readonly kind: 'connected';
      readonly since: EpochMs;
      readonly institution: string;
      readonly room: string;
    };
