import { attempts } from '../../../core/accounts/attempts.ts';
import type { VisitAnswer } from '../../../core/contract/center/visits.ts';
import type { VisitView } from '../../../core/contract/office/review.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type DurationMs, minutes } from '../../../core/domain/units.ts';

/** Inspectors whom the center knows and who stand here now. */
export interface Visits {
  /** @throws ZaikeError `wrong-inspector-code`, `too-many-tries`, `center-silent`. */
  begin(code: string): Promise<VisitView>;
  /** Whose visit it is; each signs each class once. @throws ZaikeError `visit-over`. */
  sign(visit: string, code: string): VisitView;
}

/** A class of fifty takes about an hour; a page that stays open is nobody's any more after this. */
const LASTS: DurationMs = minutes(120);

/** Visits are kept in memory: after a restart the inspector takes another code. */
export function createVisits({
  ask,
  monotonic,
}: {
  readonly ask: (code: string) => Promise<VisitAnswer | null>;
  readonly monotonic: () => DurationMs;
}): Visits {
  const known = new Map<string, VisitView & { readonly since: DurationMs; readonly signed: Set<string> }>();
  const tries = attempts(monotonic);
  return {
    begin: async (text) => {
      const wait = tries.wait('');
      if (wait > 0) throw refuse('too-many-tries', waitText(Math.ceil(wait / 1000)));
      const code = text.toUpperCase().replace(/[^A-Z0-9]/g, '');
      const answer = code.length === 8 ? await ask(code) : { kind: 'wrong' as const };
      if (answer === null)
        throw refuse('center-silent', '现在连不上中心，核实不了。可以先凭姓名和本单位第二人签字进行，之后由中心确认');
      if (answer.kind === 'wait') throw refuse('too-many-tries', waitText(answer.seconds));
      if (answer.kind === 'wrong') {
        tries.failed('');
        throw refuse('wrong-inspector-code', '现场审核码不对、已用过或已过期（10 分钟）：请检查人员在中心网页重新取码');
      }
      const { visit, user, name } = answer;
      tries.succeeded('');
      known.set(visit, { visit, user, name, since: monotonic(), signed: new Set() });
      return { visit, user, name };
    },
    sign: (id, code) => {
      const found = known.get(id);
      if (found === undefined || monotonic() - found.since > LASTS || found.signed.has(code)) {
        known.delete(id);
        throw refuse('visit-over', '这次核实已经失效或已签过本班：请检查人员重新取码核实');
      }
      found.signed.add(code);
      const { visit, user, name } = found;
      return { visit, user, name };
    },
  };
}

const waitText = (seconds: number): string =>
  `输错次数过多，请 ${seconds < 60 ? `${String(seconds)} 秒` : `${String(Math.ceil(seconds / 60))} 分钟`}后再试`;
const refuse = (code: string, message: string): ZaikeError =>
  new ZaikeError(message, { code, retry: code !== 'visit-over' });
