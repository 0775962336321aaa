import type { CameraId } from '../../core/domain/ids.ts';
import { type DurationMs, type EpochMs, minutes, plus } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Credentials } from './credentials.ts';
import type { CameraDirectory } from './directory.ts';

/** A camera as it is set. */
interface Setting {
  readonly id: CameraId;
  readonly address: string;
  readonly account: Credentials | null;
}

/** What was found of a camera's sub-stream. */
export interface SubFound {
  /** What it sends; null: nobody saw it. */
  readonly sub: 'h264' | 'other' | null;
  /** Whether it was set to H.264 by us. */
  readonly set: boolean;
  /** Why it could not be set, zh-CN; null: not tried, or done. */
  readonly refused: string | null;
}

/** A sub-stream could not be set to H.264. */
export class NotSet extends Error {}

export interface SubEncodersOptions {
  readonly directory: Pick<CameraDirectory, 'setSubH264'>;
  /** Told that one was set. */
  readonly told: (camera: CameraId) => void;
  /** What the camera said of itself is to be asked again. */
  readonly changed: (camera: CameraId) => void;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** A camera that refused is asked again after this. */
const AGAIN: DurationMs = minutes(6 * 60);
const NOTHING: SubFound = { sub: null, set: false, refused: null };

/** Sub-streams that are set to H.264 by ONVIF, each once at a time, and what became of it; kept while the kiosk runs. */
export function subEncoders({ directory, told, changed, clock, log }: SubEncodersOptions): {
  of(setting: Setting): SubFound;
  /** The sub-stream turned out to be no H.264; `afterSet`: though the camera said that it would be. */
  foundOther(setting: Setting, afterSet: boolean): void;
  /** @throws NotSet, also when the camera cannot be asked. */
  set(setting: Setting, signal: AbortSignal): Promise<void>;
} {
  const found = new Map<CameraId, SubFound & { readonly address: string; readonly refusedUntil: EpochMs }>();
  const underway = new Map<CameraId, Promise<void>>();

  const of = ({ id, address }: Setting): SubFound => {
    const one = found.get(id);
    if (one?.address !== address) return NOTHING;
    return one.refusedUntil > clock.now() ? one : { ...one, refused: null };
  };
  const note = (setting: Setting, what: Partial<SubFound>): void => {
    const before = found.get(setting.id)?.refusedUntil ?? clock.now();
    const refusedUntil = typeof what.refused === 'string' ? plus(clock.now(), AGAIN) : before;
    found.set(setting.id, { ...of(setting), ...what, address: setting.address, refusedUntil });
  };
  const ask = async (setting: Setting, signal: AbortSignal): Promise<void> => {
    const { id, address, account } = setting;
    const change = await directory.setSubH264(address, account ?? undefined, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new NotSet(error instanceof Error ? error.message : String(error));
    });
    if (change.kind === 'refused') {
      note(setting, { refused: change.why });
      throw new NotSet(change.why);
    }
    note(setting, { sub: 'h264', set: change.kind === 'set', refused: null });
    changed(id);
    if (change.kind !== 'set') return;
    log.info('the sub-stream was set to H.264', { camera: id });
    told(id);
  };
  return {
    of,
    foundOther: (setting, afterSet) => {
      const lied = afterSet ? { refused: '摄像头说辅码流已是 H.264，送来的却不是' } : {};
      note(setting, { sub: 'other', set: false, ...lied });
    },
    set: async (setting, signal) => {
      const { id } = setting;
      const before = underway.get(id);
      if (before !== undefined) {
        await before;
        return;
      }
      const one = ask(setting, signal).finally(() => underway.delete(id));
      underway.set(id, one);
      await one;
    },
  };
}
