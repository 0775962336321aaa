import type { Namespace, Socket } from 'socket.io';
import type { CenterActor } from '../../../core/contract/center/actor.ts';
import type {
  AlertCount,
  CenterToInspector,
  InspectorToCenter,
  WallCard,
} from '../../../core/contract/center/inspector.ts';
import type { LiveRequest } from '../../../core/contract/center/link.ts';
import type { LiveInit, LivePacket } from '../../../core/contract/live.ts';
import type { AuditEntry } from '../../../core/contract/web/audit.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import type { Log } from '../../../core/platform/log.ts';
import type { Sessions } from '../../../core/web/session.ts';

export type InspectorSocket = Socket<InspectorToCenter, CenterToInspector>;
export type InspectorNamespace = Namespace<InspectorToCenter, CenterToInspector>;

/** Every classroom as it is now: `server/hub/wall` satisfies it. */
export interface WallFeed {
  cards(): readonly WallCard[];
  lasting(): readonly CountedAlert[];
  listen(listener: {
    changed(change: {
      readonly cards: readonly WallCard[];
      /** Keys of cards that are no more, and whose they were. */
      readonly gone: readonly { readonly key: string; readonly institution: string }[];
    }): void;
    alerts(lasting: readonly CountedAlert[]): void;
  }): void;
}

/** An alert as far as the badge needs it. */
export interface CountedAlert {
  readonly id: number;
  readonly institution: string;
  readonly seenBy: string | null;
}

/** Somebody who watches a camera: the hub's `Watcher`. */
export interface CameraWatcher {
  init(init: LiveInit): void;
  packet(packet: LivePacket, got: () => void): void;
  ended(why: string): void;
  readonly backlog: () => number;
}

/** Where a kiosk stands. */
export interface WatchedRoom {
  readonly institution: string;
  readonly room: string;
}

/** Where it is written down what began and what ended: `server/store/audit` satisfies it. */
export interface LastingAudit {
  begin(line: AuditEntry): Promise<number>;
  end(begun: number, line: AuditEntry): Promise<void>;
}

export interface InspectorService {
  readonly sessions: Sessions<CenterActor>;
  /** Host names of this server, as for the pages. */
  readonly names: readonly string[];
  readonly wall: WallFeed;
  /** The room of a kiosk that this person may see. @throws ZaikeError `no-such-kiosk` for any other, which is logged. */
  readonly find: (actor: CenterActor, kiosk: string) => Promise<WatchedRoom>;
  /** What a camera is called; undefined: the kiosk has none of that id; null: it is silent, and nobody knows. */
  readonly cameraName: (kiosk: string, camera: string) => string | null | undefined;
  readonly watch: (kiosk: string, request: LiveRequest, watcher: CameraWatcher) => () => void;
  readonly audit: LastingAudit;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the badge says of these alerts. */
export function alertCount(alerts: readonly CountedAlert[]): AlertCount {
  const unseen = alerts.filter(({ seenBy }) => seenBy === null);
  return { unseen: unseen.length, newest: unseen.length === 0 ? null : Math.max(...unseen.map(({ id }) => id)) };
}
