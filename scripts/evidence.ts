/**
 * `npm run evidence -- --data KIOSK_DATA_DIR --out DIR [--class C] [--month YYYY-MM] [--forms DIR]`: packs the sealed evidence of a
 * kiosk that is not running into a folder that proves itself. Progress goes to stderr; one line of JSON on stdout.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseMonth } from '../core/domain/day.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import { classCode } from '../core/domain/ids.ts';
import { milliseconds, seconds } from '../core/domain/units.ts';
import { systemClock } from '../core/platform/clock.ts';
import { createLog } from '../core/platform/log.ts';
import { openEvidence } from '../kiosk/evidence/evidence.ts';
import { openKey } from '../kiosk/evidence/key.ts';
import type { EvidencePolicy } from '../kiosk/evidence/ports.ts';
import { evidenceIndex } from '../kiosk/store/evidence.ts';
import { openDatabase } from '../kiosk/store/open.ts';
import { outbox } from '../kiosk/store/outbox.ts';

/** Nothing is recorded and nothing is deleted here. */
const IDLE: EvidencePolicy = {
  segment: seconds(60),
  flushEvery: milliseconds(250),
  syncEvery: milliseconds(500),
  checkpointEvery: seconds(60),
  outsideLessons: false,
  outsideDays: Number.MAX_SAFE_INTEGER,
  archiveYears: 3,
  lowBytes: 0,
  floorBytes: 0,
};

/** What a kiosk's data folder holds. */
const NEEDED = ['zaike.db', 'keys/journal.pem', 'evidence/journal/log.jsonl'];

interface Request {
  readonly data: string;
  readonly out: string;
  readonly class: string | undefined;
  readonly month: string | undefined;
  readonly forms: string | undefined;
}

function request(args: readonly string[]): Request {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      out: { type: 'string' },
      class: { type: 'string' },
      month: { type: 'string' },
      forms: { type: 'string' },
    },
  });
  const { data, out, month } = values;
  const usage = 'expected --data KIOSK_DATA_DIR --out DIR [--class C] [--month YYYY-MM] [--forms DIR]';
  if (data === undefined || out === undefined) throw new Error(usage);
  if (month !== undefined && parseMonth(month) === null) throw new Error(`--month: expected YYYY-MM, got ${month}`);
  const absent = NEEDED.filter((path) => !existsSync(join(data, path)));
  if (absent.length > 0) throw new Error(`--data: ${data} holds no kiosk's data: ${absent.join(', ')} not found`);
  return { data: resolve(data), out: resolve(out), class: values.class, month, forms: values.forms };
}

async function pack({ data, out, class: code, month, forms }: Request): Promise<unknown> {
  using db = openDatabase(join(data, 'zaike.db'));
  const log = createLog('evidence', 'warn');
  const outgoing = outbox(db);
  await using evidence = await openEvidence({
    directory: join(data, 'evidence'),
    clock: systemClock,
    log,
    key: openKey(join(data, 'keys', 'journal.pem')),
    index: evidenceIndex(db),
    lessons: { spans: () => [] },
    policy: IDLE,
    outbox: { checkpoint: (head) => outgoing.put('checkpoint', head, systemClock.now()) },
    alarm: ({ code: what, message }) => log.warn(message, { code: what }),
    clockState: () => 'unverified',
    version: 'evidence command',
    keeper: false,
  });
  const packed = await evidence.pack(
    { out, class: code === undefined ? null : classCode(code), month: month ?? null, by: 'evidence command', forms },
    progressLine(),
  );
  process.stderr.write('\n');
  const { lessons, segments, bytes, missing, without, head } = packed;
  return { out, lessons, segments, bytes, missing, without, head: { origin: head.origin, size: head.size } };
}

/** One line that is written over on a terminal, else a line for each new step. */
function progressLine(): (step: string, share: number) => void {
  let last = '';
  return (step, share) => {
    const line = `${String(Math.floor(share * 100)).padStart(3)} %  ${step}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}`);
    else if (step !== last) process.stderr.write(`${line}\n`);
    last = step;
  };
}

try {
  process.stdout.write(`${JSON.stringify(await pack(request(process.argv.slice(2))))}\n`);
} catch (error) {
  process.stderr.write(`evidence: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ZaikeError && error.retry ? 75 : 2;
}
