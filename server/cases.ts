import { createHash } from 'node:crypto';
import type { Accounts } from '../core/accounts/accounts.ts';
import type { CenterActor } from '../core/contract/center/actor.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import { packagedYears } from '../core/platform/calendar.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { Underway } from '../core/platform/underway.ts';
import { approvedContents } from './desk/approved.ts';
import { type CheckPorts, checkDesk } from './desk/checks.ts';
import { classDayDesk } from './desk/class-day.ts';
import { classMonths } from './desk/class-months.ts';
import { type CenterClasses, centerClasses } from './desk/classes.ts';
import { centerDecisions, type Decisions } from './desk/decisions.ts';
import { keptFiles } from './desk/files.ts';
import { filingDesk } from './desk/filings.ts';
import { formDesk } from './desk/forms.ts';
import { matterDesk } from './desk/matters.ts';
import { settling } from './desk/settle.ts';
import { subsidyDesk } from './desk/subsidy.ts';
import { tellAgain } from './desk/tell-again.ts';
import { totalsDesk } from './desk/totals.ts';
import { waitingDesk } from './desk/waiting.ts';
import { checkRoutes } from './http/checks.ts';
import { classDayRoutes } from './http/class-day.ts';
import { type Countersigner, filingRoutes } from './http/filings.ts';
import { matterRoutes } from './http/matters.ts';
import { moneyRoutes } from './http/money.ts';
import type { Route } from './http/route.ts';
import { countedAnew, waitingRoutes } from './http/waiting.ts';
import { approvedFilings } from './store/approved.ts';
import { decisions as decisionTable } from './store/decisions.ts';
import { facts as factTable } from './store/facts.ts';
import { kiosks as kioskTable } from './store/kiosks.ts';
import type { CenterDb } from './store/open.ts';
import { seals } from './store/seals.ts';
import { shownFiles } from './store/shown.ts';
import { subsidyEntries } from './store/subsidy.ts';
import { visits } from './store/visits.ts';

export interface CaseOptions {
  readonly db: CenterDb;
  readonly accounts: Pick<Accounts<CenterActor>, 'countersigner'>;
  readonly ask: CheckPorts['ask'];
  readonly stateOf: CheckPorts['stateOf'];
  /** Kiosks that are linked to this process. */
  readonly linkedHere: () => ReadonlySet<string>;
  /** Where files that are sealed lie; of several hubs, one disk for all. */
  readonly filesDir: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the center works on class by class: filings, months, subsidy, publicity, and what it decided. Disposing of it waits for what runs. */
export interface Cases extends AsyncDisposable {
  readonly classes: CenterClasses;
  readonly decisions: Decisions;
  readonly routes: readonly Route[];
}

/** Composes the cases over the store. */
export function openCases(options: CaseOptions): Cases {
  const { db, accounts, ask, stateOf, linkedHere, filesDir, clock, log } = options;
  const facts = factTable(db);
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const classes = centerClasses(facts, kioskTable(db), packagedYears(), log);
  const ending = new AbortController();
  const underway = new Underway();
  const asked: CheckPorts['ask'] = (kiosk, command, signal) =>
    ask(kiosk, command, AbortSignal.any([signal, ending.signal]));
  const decisions = centerDecisions({ store: decisionTable(db), ask: asked, underway, clock, log });
  void underway.add(tellAgain({ decisions, linkedHere, clock, log }, ending.signal));
  const settle = settling({ facts, decisions, sha256 });
  const totals = totalsDesk({ classes, facts, figures: classMonths(facts) });
  const approved = approvedContents(approvedFilings(db), sha256);
  const subsidy = subsidyDesk({ classes, settle, entries: subsidyEntries(db), decisions, approved, clock });
  const forms = formDesk({ subsidy, totals, sha256 });
  const countersigner: Countersigner = (actor, signature) => accounts.countersigner(actor, signature);
  const files = keptFiles(filesDir);
  const checks = checkDesk({
    ...{ classes, decisions, seals: seals(db), files, stateOf, ask: asked, underway, clock, log },
  });
  const days = classDayDesk({ classes, facts, files, shown: shownFiles(db), stateOf, ask, clock });
  const filings = filingDesk({ classes, decisions, approved, clock });
  const matters = matterDesk({ classes, facts, decisions, totals, visits: visits(db), clock });
  const waiting = waitingDesk({ filings, matters, checks, clock });
  const routes = [
    ...filingRoutes(filings, countersigner),
    ...classDayRoutes(days),
    ...checkRoutes(checks, countersigner, clock),
    ...moneyRoutes(totals, subsidy, forms),
    ...matterRoutes(matters, countersigner),
  ];
  return {
    ...{ classes, decisions, routes: [...countedAnew(routes, waiting), ...waitingRoutes(waiting)] },
    [Symbol.asyncDispose]: async () => {
      ending.abort(new ZaikeError('中心的程序正在停止', { code: 'center-ending', retry: true }));
      await underway[Symbol.asyncDispose]();
    },
  };
}
