import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { epochMs } from '../../../core/domain/units.ts';
import { checkedKey, headOf, type NewHead, plainBytes, sealedFile } from '../../../kiosk/desk/transfer/container.ts';
import { newPassphrase, plainPassphrase } from '../../../kiosk/desk/transfer/passphrase.ts';
import { readBytes, withLength } from '../../../kiosk/desk/transfer/reading.ts';

const HEAD: NewHead = {
  ...{ institution: '沈阳工学院', class: 'DSJ-2026-01', kiosk: 'zaike/kiosk-0a1b2c3d', room: 'B301' },
  ...{ exportedAt: epochMs(1_790_000_000_000), sequence: 7 },
};
const PASSPHRASE = '7K3F-9QWD-2M0X-V8TB-5HJN';
/** Longer than four blocks, and no multiple of one. */
const PLAIN = Buffer.alloc(300_001, 'zaike 在课 ');
let folder = '';
let whole: Buffer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zaike-transfer-'));
  whole = await sealed(PLAIN);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
const sealed = async (plain: Buffer): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(sealedFile(HEAD, PASSPHRASE, pieces(plain, 7001))));
function kept(bytes: Uint8Array): string {
  const file = join(folder, 'file');
  writeFileSync(file, bytes);
  return file;
}
/** Opens and reads a file as an import does. */
async function read(bytes: Uint8Array, passphrase = PASSPHRASE): Promise<Buffer> {
  const file = kept(bytes);
  const head = await headOf(file);
  const key = await checkedKey(file, head, passphrase);
  return Buffer.concat(await Array.fromAsync(plainBytes(file, head, key)));
}
const changed = (at: number): Buffer => {
  const copy = Buffer.from(whole);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};
const firstBlock = async (): Promise<number> => (await headOf(kept(whole))).at;

test('a file opens with its passphrase, however that was typed, and says where it is from', async () => {
  expect((await read(whole)).equals(PLAIN)).toBe(true);
  expect((await read(whole, ' 7k3f 9qwd-2mOx v8tb 5hjn ')).equals(PLAIN)).toBe(true);
  const { head } = await headOf(kept(whole));
  expect(head).toMatchObject({ ...HEAD, format: 1 });
});

test.each([0, 1, 65_535, 65_536, 65_537, 131_072])('%i bytes come back as they were', async (length) => {
  const plain = Buffer.alloc(length, 'x');
  expect((await read(await sealed(plain))).equals(plain)).toBe(true);
});

test('nothing of the plain text stands in the file but the head', async () => {
  expect(whole.includes(Buffer.from('zaike 在课'))).toBe(false);
  expect(await sealed(PLAIN)).not.toEqual(whole); // never twice the same
});

test('a wrong passphrase is told from damage', async () => {
  await expect(read(whole, '7K3F-9QWD-2M0X-V8TB-5HJM')).rejects.toMatchObject({ code: 'wrong-passphrase' });
  await expect(read(whole, '')).rejects.toMatchObject({ code: 'wrong-passphrase' });
  await expect(read(changed(whole.length - 200_000))).rejects.toMatchObject({ code: 'transfer-damaged' });
});

test('a head that was changed, another institution say, opens with no passphrase', async () => {
  const at = whole.indexOf('沈阳');
  const foreign = Buffer.from(whole);
  foreign.write('抚顺', at);
  expect((await headOf(kept(foreign))).head.institution).toBe('抚顺工学院');
  await expect(read(foreign)).rejects.toMatchObject({ code: 'wrong-passphrase' });
});

test('a file that was cut off anywhere is refused, at a block end too', async () => {
  const first = await firstBlock();
  const blockEnd = first + 16 + 2 * (65_536 + 16);
  for (const end of [first + 5, first + 16, first + 17, blockEnd, blockEnd + 1, whole.length - 1])
    await expect(read(whole.subarray(0, end))).rejects.toMatchObject({ code: 'transfer-damaged' });
  await expect(read(Buffer.concat([whole, Buffer.from('more')]))).rejects.toMatchObject({ code: 'transfer-damaged' });
});

test('blocks cannot change places or be left out', async () => {
  const first = (await firstBlock()) + 16;
  const block = (n: number): Buffer => whole.subarray(first + n * 65_552, first + (n + 1) * 65_552);
  const start = whole.subarray(0, first);
  const swapped = Buffer.concat([start, block(1), block(0), block(2), whole.subarray(first + 3 * 65_552)]);
  await expect(read(swapped)).rejects.toMatchObject({ code: 'transfer-damaged' });
  const without = Buffer.concat([start, block(0), whole.subarray(first + 2 * 65_552)]);
  await expect(read(without)).rejects.toMatchObject({ code: 'transfer-damaged' });
});

test('what is no such file is told apart from a newer one; lengths that are claimed are not believed', async () => {
  const withHead = (length: number, text: string): Buffer => {
    const claimed = Buffer.alloc(4);
    claimed.writeUInt32BE(length);
    return Buffer.concat([whole.subarray(0, 17), claimed, Buffer.from(text)]);
  };
  const zip = Buffer.from('PK\x03\x04 some zip that was renamed', 'latin1');
  for (const bad of [
    Buffer.alloc(0),
    zip,
    whole.subarray(0, 20),
    withHead(1 << 30, '{}'),
    withHead(2, '{}'),
    withHead(4, '{]]]'),
  ])
    await expect(headOf(kept(bad))).rejects.toMatchObject({ code: 'not-a-transfer' });
  await expect(headOf(kept(withHead(12, '{"format":2}')))).rejects.toMatchObject({ code: 'transfer-newer' });
  const greedy = JSON.stringify({
    ...(await headOf(kept(whole))).head,
    kdf: { name: 'argon2id', memory: 1 << 30, passes: 99, parallelism: 1, salt: 'A'.repeat(22) + '==' },
  });
  await expect(headOf(kept(withHead(Buffer.byteLength(greedy), greedy)))).rejects.toMatchObject({
    code: 'not-a-transfer',
  });
});

test('stretches with their lengths are read back; a length of 1 GB that is not there is damage', async () => {
  const bytes = Buffer.concat([...withLength(Buffer.from('one')), ...withLength(PLAIN), Buffer.from('end')]);
  await using reading = readBytes(pieces(bytes, 11));
  expect((await reading.take(await reading.length(10))).toString()).toBe('one');
  expect((await reading.take(await reading.length(1 << 20))).equals(PLAIN)).toBe(true);
  expect(await reading.atEnd()).toBe(false);
  expect((await reading.take(3)).toString()).toBe('end');
  expect(await reading.atEnd()).toBe(true);
  const claim = Buffer.from([0x40, 0, 0, 0, 1, 2, 3]);
  await expect(readBytes(pieces(claim, 4)).length(1 << 20)).rejects.toMatchObject({ code: 'transfer-damaged' });
  const far = readBytes(pieces(claim, 4));
  await expect(far.take(await far.length(2 ** 31))).rejects.toMatchObject({ code: 'transfer-damaged' });
});

test('passphrases have 100 bits, are never twice the same, and survive hand-writing', () => {
  const some = Array.from({ length: 200 }, newPassphrase);
  expect(new Set(some).size).toBe(200);
  for (const each of some) {
    expect(each).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(plainPassphrase(each.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(
      each.replaceAll('-', ''),
    );
  }
});
