import type { HubMessage } from '../../../core/contract/center/hubs.ts';

/** Carries what hubs tell each other. What is told while it is broken is lost: whoever tells, tells again. */
export interface Bus {
  /** To every other hub, not to this one. */
  tell(message: HubMessage): void;
  /** What other hubs told, of which nothing is known yet. */
  listen(heard: (message: unknown) => void): void;
  /** Whether it carries now: while it does not, silence says nothing about the others. */
  readonly works: boolean;
}
