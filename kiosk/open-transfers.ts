import { join } from 'node:path';
import type { Jobs } from '../core/accounts/jobs.ts';
import type { AuditEntry } from '../core/contract/web/audit.ts';
import type { NoteKey } from '../core/domain/checkpoint.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { isHere } from './classes.ts';
import type { Classes } from './desk/classes/classes.ts';
import { type TransferOffice, transferOffice } from './desk/transfer/office.ts';
import type { TransferDeskPorts } from './desk/transfer/ports.ts';
import type { KioskEnrolment } from './enrolment.ts';
import { sha256, verifyEd25519 } from './evidence/digest.ts';
import { evidenceIndex } from './store/evidence.ts';
import { foreignRecords } from './store/foreign-records.ts';
import { leaveEntries } from './store/leave.ts';
import { monthReports } from './store/months.ts';
import { observations } from './store/observations.ts';
import type { Db } from './store/open.ts';
import { transfers } from './store/transfers.ts';

/** This kiosk among those of its institution. */
export interface OwnIdentity {
  /** The journal's key. */
  readonly key: NoteKey & { sign(text: string): Uint8Array };
  /** As configured. */
  readonly room: string | null;
  /** Signs the journal's head; null: there is no journal. */
  readonly head: () => Promise<string | null>;
  /** Told when something came in that changes a class's file. */
  readonly changed: () => void;
}

export interface TransferOptions {
  readonly institution: string;
  readonly self: OwnIdentity;
  readonly db: Db;
  readonly dataDir: string;
  readonly classes: Classes;
  readonly enrolment: Pick<
    KioskEnrolment,
    'exportEnrolments' | 'importEnrolments' | 'withdrawnHere' | 'importWithdrawals' | 'model'
  >;
  readonly jobs: Jobs;
  readonly audit: { write(line: AuditEntry): void };
  readonly journal: TransferDeskPorts['journal'];
  readonly clock: Clock;
  readonly log: Log;
}

/** Carrying classes and records between kiosks, over the store, the enrolment and the journal. Files lie under `dataDir/office/transfers` meanwhile. */
export function openTransfers(options: TransferOptions): TransferOffice {
  const { institution, self, db, dataDir, classes, enrolment, jobs, audit, journal, clock, log } = options;
  const [index, observed, months] = [evidenceIndex(db), observations(db), monthReports(db)];
  return transferOffice({
    ...{ institution, classes, enrolment, jobs, journal, log, sha256 },
    self: { key: self.key, room: self.room },
    isHere: (lesson) => isHere(lesson, self.room),
    leave: leaveEntries(db),
    model: () => enrolment.model(),
    keeper: transfers(db),
    records: foreignRecords(db),
    coverage: (from, to) => observed.coverage(from, to),
    evidence: {
      lesson: (code, date, no) => {
        const sealed = index.lesson({ class: code, date, no });
        if (sealed === null) return null;
        const manifest = sealed.files.find(({ path }) => path.endsWith('/manifest.json'));
        return { seq: sealed.seq, manifest: manifest?.sha256 ?? null };
      },
      head: self.head,
    },
    isMonthClosed: (code, month) => months.isClosed(code, month),
    verify: verifyEd25519,
    now: () => clock.now(),
    changed: self.changed,
    audit: ({ user, name, role }, line) => audit.write({ at: clock.now(), user, name, role, ...line }),
    folder: join(dataDir, 'office', 'transfers'),
  });
}
