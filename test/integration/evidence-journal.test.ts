import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, splitNotes } from '../../core/domain/checkpoint.ts';
import { cameraId } from '../../core/domain/ids.ts';
import { verifyConsistency, verifyInclusion } from '../../core/domain/merkle.ts';
import { epochMs } from '../../core/domain/units.ts';
import { sha256, verifyEd25519 } from '../../kiosk/evidence/digest.ts';
import { type Disk, systemDisk } from '../../kiosk/evidence/disk.ts';
import type { SignedHead } from '../../kiosk/evidence/journal.ts';
import { testKey } from '../support/evidence/key.ts';
import { dataFolder, openKiosk, type TestKiosk, type TestKioskOptions } from '../support/evidence/kiosk.ts';

const note = (detail: string) => ({ kind: 'note' as const, about: 'test', sha256: null, by: 'test', detail });

/** A closed journal with some entries, and its last signed head. */
async function journalIn(data: string): Promise<{ file: (name: string) => string; head: SignedHead; size: number }> {
  const kiosk = await openKiosk(data);
  for (let i = 0; i < 20; i += 1) await kiosk.evidence.append(note(`fact ${String(i)}`));
  await kiosk[Symbol.asyncDispose]();
  const head = kiosk.heads.at(-1);
  if (!head) throw new Error('no head');
  return { file: (name) => join(data, 'evidence/journal', name), head, size: head.size };
}

async function again<T>(
  data: string,
  use: (kiosk: TestKiosk) => T | Promise<T>,
  options?: TestKioskOptions,
): Promise<T> {
  await using kiosk = await openKiosk(data, options);
  return await use(kiosk);
}

/** Whether the journal goes on from what was signed before. */
async function goesOn(kiosk: TestKiosk, before: SignedHead): Promise<boolean> {
  const after = await kiosk.evidence.checkpoint();
  const proof = kiosk.evidence.journal.tree.consistency(before.size, after.size);
  const opened = openCheckpoint({ sha256, verify: verifyEd25519 }, testKey('kiosk'), before.note);
  const firstRoot = opened.kind === 'signed' ? opened.head.root : Buffer.alloc(0);
  const heads = { first: before.size, firstRoot, second: after.size, secondRoot: after.root };
  return verifyConsistency(sha256, { ...heads, proof });
}

describe('the journal', () => {
  it('goes on after a restart, and each head is provable from the one before', async () => {
    await using data = await dataFolder();
    const { head, file } = await journalIn(data.path);
    await again(data.path, async (kiosk) => {
      expect(await goesOn(kiosk, head)).toBe(true);
      expect(kiosk.facts.map(({ kind }) => kind)).toContain('started');
    });
    const lines = readFileSync(file('log.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(lines.map((_, seq) => seq));
  });

  it('signs every head so that anybody can check it, and keeps it', async () => {
    await using data = await dataFolder();
    const { head, file } = await journalIn(data.path);
    const notes = splitNotes(readFileSync(file('checkpoints'), 'utf8'));
    expect(notes.at(-1)).toBe(head.note);
    for (const text of notes)
      expect(openCheckpoint({ sha256, verify: verifyEd25519 }, testKey('kiosk'), text).kind).toBe('signed');
  });

  it('proves that an entry is in it', async () => {
    await using data = await dataFolder();
    await journalIn(data.path);
    await again(data.path, async (kiosk) => {
      const entry = await kiosk.evidence.append(note('to be proven'));
      const { size, root } = await kiosk.evidence.checkpoint();
      const { tree } = kiosk.evidence.journal;
      const leaf = sha256(Buffer.concat([Buffer.of(0), lineOf(data.path, entry.seq)]));
      const proof = tree.inclusion(entry.seq, size);
      expect(verifyInclusion(sha256, { index: entry.seq, size, leaf, proof, root })).toBe(true);
    });
  });

  it('cuts a torn last line: it was never promised', async () => {
    await using data = await dataFolder();
    const { head, file } = await journalIn(data.path);
    appendFileSync(file('log.jsonl'), '{"about":"torn');
    await again(data.path, async (kiosk) => {
      expect(await goesOn(kiosk, head)).toBe(true);
      expect(kiosk.facts.find(({ kind }) => kind === 'started')).toMatchObject({ tornBytes: 14 });
    });
    expect(readFileSync(file('log.jsonl'), 'utf8')).not.toContain('torn"');
  });

  it('cuts a whole line of garbage that nothing ever promised', async () => {
    await using data = await dataFolder();
    const { head, file } = await journalIn(data.path);
    appendFileSync(file('log.jsonl'), '\u0000\u0000\u0000\n{"seq":99}\n');
    await again(data.path, async (kiosk) => {
      expect(await goesOn(kiosk, head)).toBe(true);
      expect(kiosk.facts.some(({ kind }) => kind === 'damaged')).toBe(false);
    });
  });

  it('makes the store’s tables again when the store is gone', async () => {
    await using data = await dataFolder();
    const { size } = await journalIn(data.path);
    for (const end of ['', '-wal', '-shm']) rmSync(join(data.path, `zaike.db${end}`), { force: true });
    await again(data.path, (kiosk) => {
      expect(kiosk.index.applied()).toBeGreaterThan(size);
      expect(kiosk.index.last().boot).toBe(2);
    });
  });

  it('goes on when its leaves are lost or torn', async () => {
    await using data = await dataFolder();
    const { head, file } = await journalIn(data.path);
    truncateSync(file('leaves'), 100);
    await again(data.path, async (kiosk) => expect(await goesOn(kiosk, head)).toBe(true));
    rmSync(file('leaves'));
    await again(data.path, async (kiosk) => expect(await goesOn(kiosk, head)).toBe(true));
  });

  it('notices a changed line, says so, and still never signs two histories', async () => {
    await using data = await dataFolder();
    const { head, file } = await journalIn(data.path);
    const log = readFileSync(file('log.jsonl'), 'utf8');
    writeFileSync(file('log.jsonl'), log.replace('fact 7', 'fact 8'));
    await again(data.path, async (kiosk) => {
      expect(kiosk.alarms.map(({ code }) => code)).toContain('journal-damaged');
      expect(kiosk.facts.find(({ kind }) => kind === 'damaged')).toMatchObject({ entries: [9], count: 1 });
      expect(await goesOn(kiosk, head)).toBe(true);
    });
  });

  it('notices a line that was taken out', async () => {
    await using data = await dataFolder();
    const { head, file } = await journalIn(data.path);
    const lines = readFileSync(file('log.jsonl'), 'utf8').split('\n');
    writeFileSync(file('log.jsonl'), lines.toSpliced(5, 1).join('\n'));
    await again(data.path, async (kiosk) => {
      expect(kiosk.facts.find(({ kind }) => kind === 'damaged')).toMatchObject({ entries: [5], count: 1 });
      expect(await goesOn(kiosk, head)).toBe(true);
    });
  });

  it('refuses to go on when log and leaves were both changed, or the whole journal is gone', async () => {
    await using data = await dataFolder();
    const { file } = await journalIn(data.path);
    const log = readFileSync(file('log.jsonl'), 'utf8');
    writeFileSync(file('log.jsonl'), log.replace('fact 7', 'fact 8'));
    rmSync(file('leaves'));
    await expect(openKiosk(data.path)).rejects.toMatchObject({ code: 'journal-broken' });
    rmSync(join(data.path, 'evidence/journal'), { recursive: true });
    await expect(openKiosk(data.path)).rejects.toMatchObject({ code: 'journal-broken' });
  });

  it('is continued by its own key only', async () => {
    await using data = await dataFolder();
    await journalIn(data.path);
    await expect(openKiosk(data.path, { key: testKey('other') })).rejects.toMatchObject({ code: 'journal-key' });
  });

  it('holds entries while the disk is full, and writes them when there is room', async () => {
    await using data = await dataFolder();
    let full = false;
    const disk: Disk = {
      ...systemDisk,
      open: async (path, mode) => {
        const file = await systemDisk.open(path, mode);
        const write: typeof file.write = async (parts, at) => {
          if (full) {
            await file.write([Buffer.from('half a li')], at);
            throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
          }
          await file.write(parts, at);
        };
        return { ...file, write };
      },
    };
    await again(
      data.path,
      async (kiosk) => {
        full = true;
        const waiting = kiosk.evidence.append(note('written later'));
        await new Promise((resolve) => setTimeout(resolve, 100));
        expect(kiosk.alarms.map(({ code }) => code)).toEqual(['journal-stuck']);
        full = false;
        const { seq } = await waiting;
        expect(lineOf(data.path, seq).toString()).toContain('written later');
      },
      { disk },
    );
  });

  it('keeps holds, gaps and lessons in the store as the entries say', async () => {
    await using data = await dataFolder();
    const camera = cameraId('room');
    const span = { from: epochMs(1000), to: epochMs(2000) };
    await again(data.path, async ({ evidence, index }) => {
      await evidence.append({ kind: 'hold', hold: 'h1', camera, ...span, why: 'dispute', by: 'i1' });
      await evidence.append({ kind: 'gap', camera, from: span.from, to: null, why: 'stalled', detail: '' });
      expect(index.holds()).toMatchObject([{ hold: 'h1', camera, ...span }]);
      expect(index.openGaps()).toMatchObject([{ camera, from: span.from, why: 'stalled' }]);
      await evidence.append({ kind: 'hold-released', hold: 'h1', why: 'settled', by: 'i1' });
      await evidence.append({ kind: 'gap', camera, from: span.from, to: span.to, why: 'closed', detail: '' });
      expect(index.holds()).toEqual([]);
      expect(index.gaps(camera, span)).toMatchObject([{ ...span, why: 'closed', open: false }]);
    });
  });
});

function lineOf(data: string, seq: number): Buffer {
  const lines = readFileSync(join(data, 'evidence/journal/log.jsonl'), 'utf8').split('\n');
  return Buffer.from(lines[seq] ?? '');
}
