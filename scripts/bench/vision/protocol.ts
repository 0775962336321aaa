import type { Box } from '../../../core/domain/face.ts';
import type { Picture } from '../../../kiosk/vision/ports.ts';

/** What the measuring process is asked; one thing at a time. */
export type Task =
  | { readonly kind: 'frames'; readonly four: Picture; readonly thirty: Picture; readonly photo: Uint8Array }
  /** One timed look. */
  | { readonly kind: 'time'; readonly what: 'cold4' | 'cold30' | 'tracked30' }
  | { readonly kind: 'find'; readonly picture: Picture }
  | { readonly kind: 'peak' };

/** Its answer; `error` when it cannot. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'timed'; readonly ms: number; readonly faces: number }
  | { readonly kind: 'found'; readonly boxes: readonly Box[] }
  | { readonly kind: 'peak'; readonly megabytes: number }
  | { readonly kind: 'error'; readonly message: string };
