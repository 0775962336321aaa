import { readFileSync } from 'node:fs';
import type { VisitAnswer } from '../core/contract/center/visits.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import { type EpochMs, minutes, plus } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { knownYears } from './calendars.ts';
import { tellFilings } from './center-filings.ts';
import type { Config } from './config.ts';
import type { Classes } from './desk/classes/classes.ts';
import { papers } from './desk/papers/papers.ts';
import { sha256 } from './evidence/digest.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { KioskKey } from './evidence/key.ts';
import { attachments } from './store/attachments.ts';
import { putBaseline } from './store/baseline.ts';
import { filings } from './store/filings.ts';
import type { Db } from './store/open.ts';
import { outbox } from './store/outbox.ts';
import { outboxDelivery } from './store/outbox-delivery.ts';
import type { UplinkPorts } from './uplink/ports.ts';
import type { UplinkStatus } from './uplink/status.ts';
import { openUplink, type Uplink } from './uplink/uplink.ts';

export interface CenterOptions extends Pick<UplinkPorts, 'live' | 'carryOut' | 'state'> {
  readonly config: Pick<Config, 'center' | 'institution' | 'room'>;
  readonly db: Db;
  readonly classes: Classes;
  readonly key: KioskKey;
  readonly evidence: Pick<Evidence, 'journal'>;
  /** Tells a center that has nothing who is enrolled, and what was observed of lessons since an instant. */
  readonly tellEnrolled: () => void;
  readonly tellObserved: (since: EpochMs) => void;
  readonly software: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** How the link is. */
export type CenterStatus =
  /** No center is configured. */
  | { readonly kind: 'off' }
  /** The configuration of the center cannot be used; recording does not depend on it. */
  | { readonly kind: 'misconfigured'; readonly message: string }
  | UplinkStatus;

/** The kiosk's side of the center. Whatever becomes of it, the classroom goes on. */
export interface Center extends AsyncDisposable {
  status(): CenterStatus;
  /** What is not acknowledged yet, and since when. */
  waiting(): { readonly count: number; readonly since: EpochMs | null };
  /** Asks the center whose code was typed; null: it cannot be asked now. */
  inspector(code: string): Promise<VisitAnswer | null>;
  /** Tells the center of classes that were changed; call it every second or so. */
  look(): void;
}

/** Observations older than this are told by the marks that they left pending. */
const OBSERVED = minutes(-35 * 24 * 60);

/** Opens the link where one is configured. Never throws. */
export function openCenter(options: CenterOptions): Center {
  const { config, db, classes, clock, log } = options;
  const told = outbox(db);
  const kept = filings(db);
  const official = knownYears(db);
  const delivery = outboxDelivery(db, (at) => {
    log.info('the center is told all there is', {});
    putBaseline(db, at);
    kept.lookAtAll(true);
    options.tellEnrolled();
    options.tellObserved(plus(at, OBSERVED));
  });
  if (config.center === undefined) told.close();
  const opened = config.center === undefined ? null : open(options, delivery);
  // The configuration, an official calendar or the program may have changed since.
  kept.lookAtAll();
  const filing = {
    ...{ outbox: told, filings: kept, classes, papers: papers(attachments(db)), log },
    years: () => official.years(),
    ...{ institution: config.institution, room: config.room ?? null },
  };
  return {
    status: () => {
      if (opened === null) return { kind: 'off' };
      return 'message' in opened ? { kind: 'misconfigured', message: opened.message } : opened.status();
    },
    waiting: () => delivery.waiting(),
    inspector: (code) => {
      return opened === null || 'message' in opened ? Promise.resolve(null) : opened.inspector(code);
    },
    look: () => {
      try {
        tellFilings(filing, clock.now());
      } catch (error) {
        log.warn('classes could not be told to the center; they wait', { error });
      }
    },
    [Symbol.asyncDispose]: async () => {
      if (opened !== null && !('message' in opened)) await opened[Symbol.asyncDispose]();
    },
  };
}

/** @returns the link, or what is wrong with its configuration, in words for the office. */
function open(options: CenterOptions, delivery: UplinkPorts['outbox']): Uplink | { readonly message: string } {
  const { config, key, evidence, live, carryOut, state, software, clock, log } = options;
  const { url = '', ca, allowClear = false } = config.center ?? {};
  try {
    return openUplink({
      ...{ url, allowClear, key, sha256, software, clock, log, outbox: delivery, live, carryOut, state },
      ...(ca === undefined ? {} : { ca: readFileSync(ca, 'utf8') }),
      consistency: (first, second) => {
        const { tree } = evidence.journal;
        return second > tree.size || first > second ? null : tree.consistency(first, second);
      },
    });
  } catch (error) {
    log.error('the link to the center cannot be opened; everything else goes on', { error });
    if (error instanceof ZaikeError && error.code === 'clear-text')
      return { message: `中心地址 ${url} 未加密：应以 https:// 开头，或在配置里写明 "allowClear": true` };
    if (ca !== undefined && error instanceof Error && 'code' in error) return { message: `读不到中心的证书文件 ${ca}` };
    return { message: `中心地址 ${url} 无法使用` };
  }
}
