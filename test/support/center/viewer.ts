import type { LiveInit, LivePacket } from '../../../core/contract/live.ts';
import type { Watcher } from '../../../server/hub/relay.ts';

/** A watcher that keeps up and gathers what comes. */
export class Viewer implements Watcher {
  readonly inits: LiveInit[] = [];
  readonly packets: LivePacket[] = [];
  readonly ends: string[] = [];
  readonly backlog = (): number => 0;

  init(init: LiveInit): void {
    this.inits.push(init);
  }

  packet(packet: LivePacket, got: () => void): void {
    this.packets.push(packet);
    got();
  }

  ended(why: string): void {
    this.ends.push(why);
  }
}
