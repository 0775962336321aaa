import type { CenterActor } from '../../../core/contract/center/actor.ts';
import { type InspectorAnswer, type Watch, watchSchema } from '../../../core/contract/center/inspector.ts';
import type { AuditEntry } from '../../../core/contract/web/audit.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { unsentBytes } from '../../../core/web/unsent.ts';
import type { InspectorService, InspectorSocket, WatchedRoom } from './ports.ts';

/** A wall of 16, its next page while it turns, and a big picture. */
const MOST_WATCHES = 36;

interface Underway {
  readonly request: Watch;
  readonly leave: () => void;
  /** What the audit has of it; null: no picture came yet. */
  readonly noted: () => Noted | null;
}

interface Noted {
  readonly entry: AuditEntry;
  /** Its number in the audit; null: it could not be written. */
  readonly line: Promise<number | null>;
}

/**
 * The cameras that one page watches. Each watch is in the audit with its first picture, and once more when it ends: a
 * hub that dies in between has told who watched.
 */
export class Watches {
  readonly #socket: InspectorSocket;
  readonly #service: InspectorService;
  readonly #underway = new Map<string, Underway>();
  /** The newest request of each stream: an older one that is still being looked up is void. */
  readonly #wanted = new Map<string, symbol>();

  constructor(socket: InspectorSocket, service: InspectorService) {
    this.#socket = socket;
    this.#service = service;
  }

  /** Begins a watch, or begins it anew. What is not this person's is answered like what is not there. */
  async begin(actor: CenterActor, value: unknown): Promise<InspectorAnswer> {
    const parsed = watchSchema.safeParse(value);
    if (!parsed.success) return refused('页面与中心的版本不一致，请刷新页面');
    const request = parsed.data;
    const { stream, kiosk, camera, size } = request;
    if (!this.#wanted.has(stream) && this.#wanted.size >= MOST_WATCHES) return refused('同时打开的画面太多');
    const mine = Symbol(stream);
    this.#wanted.set(stream, mine);
    try {
      const room = await this.#service.find(actor, kiosk);
      if (this.#wanted.get(stream) !== mine) return refused('已经关闭');
      if (this.#service.cameraName(kiosk, camera) === undefined)
        throw new ZaikeError('这间教室没有这个摄像头', { code: 'no-such-camera', retry: false });
      await this.#leave(actor, stream);
      if (this.#wanted.get(stream) !== mine) return refused('已经关闭');
      let noted: Noted | null = null;
      const watcher = this.#watcher(stream, () => {
        noted ??= this.#note(actor, request, room);
      });
      const leave = this.#service.watch(kiosk, { camera, size }, watcher);
      this.#underway.set(stream, { request, leave, noted: () => noted });
      return { ok: true };
    } catch (error) {
      if (this.#wanted.get(stream) === mine) this.#wanted.delete(stream);
      if (error instanceof ZaikeError) return refused(error.message);
      throw error;
    }
  }

  end(actor: CenterActor, stream: string): Promise<void> {
    this.#wanted.delete(stream);
    return this.#leave(actor, stream);
  }

  /** Ends every watch. */
  async close(actor: CenterActor): Promise<void> {
    this.#wanted.clear();
    await Promise.all([...this.#underway.keys()].map((stream) => this.#leave(actor, stream)));
  }

  /** Ends the watches of rooms that are no longer this person's to see: a kiosk was moved or unpaired. */
  async lookAgain(actor: CenterActor): Promise<void> {
    for (const [stream, { request }] of [...this.#underway])
      try {
        await this.#service.find(actor, request.kiosk);
      } catch (error) {
        if (!(error instanceof ZaikeError)) throw error;
        await this.end(actor, stream);
        this.#socket.emit('ended', stream, error.message);
      }
  }

  #watcher(stream: string, showing: () => void): Parameters<InspectorService['watch']>[2] {
    return {
      init: (init) => this.#socket.emit('init', stream, init),
      packet: (packet, got) => {
        showing();
        this.#socket.emit('packet', stream, packet, got);
      },
      ended: (why) => this.#socket.emit('ended', stream, why),
      backlog: () => unsentBytes(this.#socket),
    };
  }

  /** Writes down that the first picture came. */
  #note({ user, name, role }: CenterActor, { kiosk, camera, size }: Watch, room: WatchedRoom): Noted {
    const { clock, audit, cameraName, log } = this.#service;
    const where = `${room.institution} ${room.room} ${cameraName(kiosk, camera) ?? camera}`;
    const detail = `看实时${size === 'main' ? '大图' : '画面'}：${where}`;
    const entry = { ...{ at: clock.now(), user, name, role }, action: 'watched', subject: kiosk, detail };
    const line = audit.begin(entry).catch((error: unknown) => {
      log.error('it could not be written down yet who watches', { error, user, kiosk });
      return null;
    });
    return { entry, line };
  }

  async #leave({ user }: CenterActor, stream: string): Promise<void> {
    const watch = this.#underway.get(stream);
    if (watch === undefined) return;
    this.#underway.delete(stream);
    watch.leave();
    const noted = watch.noted();
    if (noted === null) return;
    const { clock, audit, log } = this.#service;
    const { entry, line } = noted;
    const at = clock.now();
    try {
      await audit.end((await line) ?? (await audit.begin(entry)), { ...entry, at, action: 'watch-ended' });
    } catch (error) {
      log.error('it could not be written down who watched', { error, user, kiosk: entry.subject });
    }
  }
}

function refused(message: string): InspectorAnswer {
  return { ok: false, message };
}
