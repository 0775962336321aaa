import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cameraId } from '../../core/domain/ids.ts';
import { openKey } from '../../kiosk/evidence/key.ts';
import { verifyPackage } from '../../kiosk/evidence/verify.ts';
import type { Verdict } from '../../kiosk/evidence/verify-report.ts';
import { openKiosk, type TestKiosk } from '../support/evidence/kiosk.ts';
import { lessonToClose, morningData } from '../support/evidence/lesson.ts';

const door = cameraId('door');

/** Does something to a kiosk's data before or while it runs, then packs and verifies. */
async function packedAfter(
  before: (at: (path: string) => string, segments: readonly string[]) => void,
  during: (kiosk: TestKiosk, segments: readonly string[]) => Promise<void> = () => Promise.resolve(),
): Promise<{ verdict: Verdict; first: string; alarms: string[] }> {
  await using data = await morningData();
  const key = openKey(join(data.path, 'keys/journal.pem'));
  const segments = await looking(data.path, key, (kiosk) =>
    kiosk.index.segments(door, lessonToClose(1).expected).map(({ path }) => path),
  );
  before((path) => join(data.path, 'evidence', path), segments);
  const out = join(data.path, 'out');
  await using kiosk = await openKiosk(data.path, { key, keeper: false });
  await during(kiosk, segments);
  await kiosk.evidence.pack({ out, class: null, month: null, by: 'test' });
  const { verdict } = await verifyPackage(out);
  return { verdict, first: segments[0] ?? '', alarms: kiosk.alarms.map(({ code }) => code) };
}

async function looking<T>(path: string, key: ReturnType<typeof openKey>, use: (kiosk: TestKiosk) => T): Promise<T> {
  await using kiosk = await openKiosk(path, { key, keeper: false });
  return use(kiosk);
}

describe('a package of a kiosk that lost something', () => {
  it('names a segment that was journalled as lost as a gap: the rest is whole', async () => {
    const { verdict, alarms } = await packedAfter((at, [first = '']) => rmSync(at(first)));
    expect(alarms).toEqual(['segment-lost']);
    expect(verdict).toMatchObject({ ok: true, faults: [] });
    expect(verdict.gaps).toMatchObject([{ no: 1, camera: 'door', why: 'lost' }, { why: 'unreachable' }]);
  });

  it('names a segment that was changed on the kiosk’s own disk', async () => {
    const { verdict, first } = await packedAfter((at, [path = '']) => {
      const bytes = readFileSync(at(path));
      bytes[1000] = (bytes[1000] ?? 0) ^ 255;
      writeFileSync(at(path), bytes);
    });
    expect(verdict.faults).toEqual([
      { path: first, what: 'was changed: the length is right, the content is not' },
      { path: first, what: 'was not as the journal had sealed it when it was exported' },
    ]);
  });

  it('names a deletion before its date, whoever’s journal says that it was right', async () => {
    const { verdict, first } = await packedAfter(
      () => undefined,
      async (kiosk, [path = '']) => {
        const data = readFileSync(join(kiosk.directory, path));
        const file = { path, bytes: data.length, sha256: '0'.repeat(64) };
        await kiosk.evidence.append({ kind: 'deletion', files: [file], why: 'room' });
        rmSync(join(kiosk.directory, path));
      },
    );
    expect(verdict.faults).toMatchObject([{ path: first, what: expect.stringContaining('before its date') as string }]);
    expect(verdict.gaps).toMatchObject([{ no: 1, camera: 'door', why: 'deleted' }, { why: 'unreachable' }]);
  });

  it('says so when a record was changed in the kiosk’s own frozen files', async () => {
    const path = 'lessons/DSJ-2026-01/2026-10-08-01/records.json';
    const { verdict } = await packedAfter((at) =>
      writeFileSync(at(path), readFileSync(at(path), 'utf8').replace('absent', 'late')),
    );
    expect(verdict.faults.map(({ what }) => what)).toContain('record 12 (t3) was edited');
  });
});
