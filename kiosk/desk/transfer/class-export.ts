import type { JobPorts } from '../../../core/accounts/jobs.ts';
import type { CarriedLeave } from '../../../core/contract/transfer.ts';
import type { LeaveEntry } from '../../../core/domain/entry.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { identityOf } from './identity.ts';
import type { TransferPorts } from './ports.ts';
import { withLength } from './reading.ts';

/** All days. */
const [FIRST, LAST] = ['0000-01-01', '9999-12-31'] as [LocalDate, LocalDate];

/** A class that leaves: its plain bytes, to be encrypted as they come, and what they hold. */
export interface LeavingClass {
  readonly version: number;
  readonly people: number;
  readonly enrolled: number;
  readonly photos: number;
  bytes(ports: JobPorts): AsyncGenerator<Uint8Array>;
}

/** Gathers a class as it is now; papers and proofs stay where they were handed in. @throws ZaikeError `no-such-class`. */
export function leavingClass(ports: TransferPorts, code: ClassCode): LeavingClass {
  const { classes, leave, enrolment, model, self, sha256 } = ports;
  const { scenario, changes, filing, reasons, version } = classes.kept(code);
  const { people, photos } = enrolment.exportEnrolments(code);
  const content = {
    format: 1,
    key: identityOf(sha256, self.key),
    model: model(),
    class: { scenario, changes, filing, reasons },
    leave: leave.list(code, FIRST, LAST).map((entry) => carried(ports, entry)),
    enrolments: people,
  };
  return {
    version,
    people: scenario.trainees.length,
    enrolled: people.filter(({ photos: own }) => own.length > 0).length,
    photos: photos.length,
    bytes: async function* ({ report, signal }) {
      yield* withLength(Buffer.from(JSON.stringify(content)));
      for (const [done, photo] of photos.entries()) {
        signal.throwIfAborted();
        yield* withLength(await photo.read());
        report((done + 1) / (photos.length + 1), `已加密 ${done + 1}/${photos.length} 张照片`);
      }
    },
  };
}

function carried({ keeper, self, sha256 }: TransferPorts, entry: LeaveEntry): CarriedLeave {
  const { id, trainee, kind, from, to, lessons, why, by, enteredAt, withdrawn } = entry;
  const origin = keeper.leaveOrigin(id) ?? { kiosk: identityOf(sha256, self.key), id };
  return { origin, trainee, kind, from, to, lessons, why, by, enteredAt, withdrawn };
}
