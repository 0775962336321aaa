import { createHash, randomBytes, randomInt } from 'node:crypto';
import { attempts } from '../../core/accounts/attempts.ts';
import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { VisitAnswer, VisitCode } from '../../core/contract/center/visits.ts';
import type { AuditEntry } from '../../core/contract/web/audit.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { newSpokenCode, spokenCodeText } from '../../core/domain/spoken-code.ts';
import { type DurationMs, type EpochMs, minutes, plus } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';

interface Visit {
  readonly id: string;
  readonly kiosk: string;
  /** The code's hash. */
  readonly code: string;
  readonly user: string;
  readonly name: string;
  readonly role: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface VisitPorts {
  /** `server/store/visits` satisfies it. */
  readonly store: {
    add(visit: Visit): Promise<void>;
    count(user: string, since: EpochMs): Promise<number>;
    use(kiosk: string, code: string, now: EpochMs): Promise<Visit | undefined>;
  };
  /** Where a kiosk that this person may see stands. @throws ZaikeError `no-such-kiosk`. */
  readonly kiosk: (actor: CenterActor, id: string) => Promise<{ readonly institution: string; readonly room: string }>;
  readonly audit: { write(line: AuditEntry): Promise<void> };
  readonly clock: Clock;
}

/** Codes by which an inspector proves at a kiosk who they are. */
export interface VisitDesk {
  /** @throws ZaikeError `no-such-kiosk`, `too-many-tries`. */
  issue(actor: CenterActor, kiosk: string): Promise<VisitCode>;
  /** A kiosk asks whose code was typed into it; one that fits is used up. */
  verify(
    kiosk: { readonly id: string; readonly institution: string; readonly room: string },
    code: string,
  ): Promise<VisitAnswer>;
}

const LASTS: DurationMs = minutes(10);
/** Codes that one person is given within an hour. */
const MOST = 20;

export function visitDesk({ store, kiosk: find, audit, clock }: VisitPorts): VisitDesk {
  // By kiosk: whoever guesses stands before one. Each hub counts for itself; a kiosk is linked to one.
  const tries = attempts(() => clock.monotonic());
  return {
    issue: async (actor, id) => {
      const { institution, room } = await find(actor, id);
      const now = clock.now();
      if ((await store.count(actor.user, plus(now, minutes(-60)))) >= MOST)
        throw new ZaikeError('一小时内取的现场审核码太多，请稍后再取', { code: 'too-many-tries', retry: true });
      const code = newSpokenCode(randomInt);
      const expiresAt = plus(now, LASTS);
      await store.add({
        ...{ id: `v${randomBytes(9).toString('hex')}`, kiosk: id, code: hashOf(id, code) },
        ...{ user: actor.user, name: actor.name, role: actor.role, issuedAt: now, expiresAt },
      });
      return { code: spokenCodeText(code), expiresAt, now, place: `${institution} ${room}` };
    },
    verify: async ({ id, institution, room }, code) => {
      const wait = tries.wait(id);
      if (wait > 0) return { kind: 'wait', seconds: Math.ceil(wait / 1000) };
      const at = clock.now();
      const used = await store.use(id, hashOf(id, code), at);
      const place = `${institution} ${room}`;
      if (used === undefined) {
        tries.failed(id);
        const nobody = { user: '', name: '', role: '' };
        const detail = `${place} 输入的现场审核码不对、已用过或已过期`;
        await audit.write({ ...nobody, at, action: 'inspector-code-refused', subject: id, detail });
        return { kind: 'wrong' };
      }
      tries.succeeded(id);
      const { id: visit, user, name, role } = used;
      const detail = `在 ${place} 用现场审核码核实了身份（${visit}）`;
      await audit.write({ user, name, role, at, action: 'inspector-code-used', subject: id, detail });
      return { kind: 'verified', visit, user, name };
    },
  };
}

/** A code is good for one kiosk; whoever reads the table cannot use it. */
function hashOf(kiosk: string, code: string): string {
  return createHash('sha256').update(`${kiosk} ${code}`).digest('hex');
}
