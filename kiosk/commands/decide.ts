import { createHash } from 'node:crypto';
import type { DecisionResult } from '../../core/contract/center/commands.ts';
import { type Decision, decisionSchema } from '../../core/contract/center/decisions.ts';
import { canonicalJson } from '../../core/domain/canonical.ts';
import { dateAt } from '../../core/domain/day.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { JournalFact } from '../../core/domain/evidence.ts';
import type { FilingEvent } from '../../core/domain/filing.ts';
import { type ClassCode, classCode } from '../../core/domain/ids.ts';
import type { DecisionEvent } from '../../core/domain/pending-share.ts';
import { type EpochMs, epochMs, type LocalDate } from '../../core/domain/units.ts';

export interface DecidePorts {
  /** kiosk/store/center-decisions satisfies it. */
  readonly kept: {
    find(id: string): { readonly decision: Decision } | null;
    add(decision: Decision, at: EpochMs): void;
    together<Result>(work: () => Result): Result;
  };
  readonly hasClass: (code: ClassCode) => boolean;
  /** Whether the center was told a filing of the class with this hash. */
  readonly wasTold: (code: ClassCode, hash: string) => boolean;
  /** Keeps what happened to a class's filing. @throws ZaikeError when the class does not take it. */
  readonly file: (code: ClassCode, event: FilingEvent) => void;
  /** Keeps the center's word on a month's pending lessons. */
  readonly settle: (code: ClassCode, month: string, event: DecisionEvent) => void;
  /** Answers a dispute, with its correction. @throws ZaikeError in words for people. */
  readonly answer: (decision: Extract<Decision, { kind: 'dispute-answered' }>) => void;
  /** Lets a weak template count, or deletes it. @throws ZaikeError when it is superseded. */
  readonly enrol: (decision: Extract<Decision, { kind: 'enrolment-decided' }>) => void;
  /** Told after a decision took effect: a class's file or the gallery may have changed. */
  readonly changed: () => void;
  readonly journal: (fact: JournalFact) => Promise<unknown>;
  readonly now: () => EpochMs;
}

/**
 * Keeps what the center decided, and lets it take effect: both or neither. The same decision again changes nothing.
 * @throws ZaikeError `unknown-decision`, `no-such-class`, `another-decision` (the id was used for something else),
 * `filing-not-told`, and
 * what the class or the day says against it: then the center tells it again later.
 */
export async function keepDecision(ports: DecidePorts, value: unknown): Promise<DecisionResult> {
  const decision = readDecision(value);
  const code = classCode(decision.class);
  const sha256 = createHash('sha256').update(canonicalJson(decision)).digest('hex');
  const before = ports.kept.find(decision.id);
  if (before !== null) {
    if (canonicalJson(before.decision) === canonicalJson(decision)) return { kind: 'kept-before', sha256 };
    throw new ZaikeError('同一编号的决定内容不同，教室电脑没有接受', { code: 'another-decision', retry: false });
  }
  if (!ports.hasClass(code))
    throw new ZaikeError(`教室电脑上没有班级 ${code}`, { code: 'no-such-class', retry: false });
  ports.kept.together(() => {
    ports.kept.add(decision, ports.now());
    takeEffect(ports, code, decision);
  });
  ports.changed();
  const by = `center: ${decision.by}`;
  await ports.journal({ kind: 'note', about: `decision ${decision.id}`, sha256, by, detail: decision.kind });
  return { kind: 'kept', sha256 };
}

function readDecision(value: unknown): Decision {
  const parsed = decisionSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ZaikeError('教室电脑不认识这种决定，请升级教室电脑', { code: 'unknown-decision', retry: false });
}

/** An answer to a filing that this kiosk never told is an answer to something else. */
function mustBeTold(ports: DecidePorts, code: ClassCode, hash: string): void {
  if (ports.wasTold(code, hash)) return;
  throw new ZaikeError('教室电脑没有报过这个内容的备案，没有接受：请中心打开现在的备案，看过后重新决定', {
    code: 'filing-not-told',
    retry: false,
    facts: { class: code, hash },
  });
}

/** Class rates and violations take effect by being kept: the class's file reads them. */
function takeEffect(ports: DecidePorts, code: ClassCode, decision: Decision): void {
  const at = epochMs(decision.at);
  switch (decision.kind) {
    case 'filing-approved':
      mustBeTold(ports, code, decision.hash);
      ports.file(code, { kind: 'confirmed', on: decision.on as LocalDate, paper: decision.paper, at });
      break;
    case 'filing-returned':
      mustBeTold(ports, code, decision.hash);
      ports.file(code, { kind: 'returned', why: decision.why, by: 'center', at });
      break;
    case 'pending-settling':
      if (decision.allowed)
        ports.settle(code, decision.month, { kind: 'confirmed', on: dateAt(at), paper: decision.paper, at });
      break;
    case 'dispute-answered':
      ports.answer(decision);
      break;
    case 'enrolment-decided':
      ports.enrol(decision);
      break;
    default:
  }
}
