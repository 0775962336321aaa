import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type KeyMemory, openVault } from '../../../kiosk/vault/open-vault.ts';
import { vaultOf } from '../../../kiosk/vault/vault.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zaike-vault-'));
  file = join(folder, 'keys', 'vault.key');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function memory(mark: string | null = null): KeyMemory {
  let kept = mark;
  return {
    mark: () => kept,
    remember: (value) => {
      kept = value;
    },
  };
}

const password = { what: 'camera-password', whose: 'front' };
const secret = Buffer.from('看不见的密码 secret');

test('what was sealed comes back in its own context, also after the vault was opened again', () => {
  const kept = memory();
  const sealed = openVault(file, kept).seal(secret, password);
  expect(openVault(file, kept).open(sealed, password)).toEqual(secret);
  expect(openVault(file, kept).open(openVault(file, kept).seal(new Uint8Array(), password), password)).toHaveLength(0);
});

test('sealed bytes show nothing of what they hold, and are never twice the same', () => {
  const vault = openVault(file, memory());
  const [one, two] = [vault.seal(secret, password), vault.seal(secret, password)];
  expect(one.includes(secret)).toBe(false);
  expect(one.equals(two)).toBe(false);
  expect(one).toHaveLength(secret.length + 29);
});

test('bytes sealed for one person or kind do not open for another', () => {
  const vault = openVault(file, memory());
  const sealed = vault.seal(secret, password);
  expect(() => vault.open(sealed, { ...password, whose: 'back' })).toThrow(/camera-password of back/);
  expect(() => vault.open(sealed, { ...password, what: 'template' })).toThrow(/does not open/);
  expect(() => vault.open(sealed, { what: 'camera-password front', whose: '' })).toThrow(/does not open/);
});

test('a changed bit anywhere, a cut and a foreign layout are refused', () => {
  const vault = openVault(file, memory());
  const sealed = vault.seal(secret, password);
  for (let i = 0; i < sealed.length; i++) {
    const changed = Buffer.from(sealed);
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(() => vault.open(changed, password)).toThrow(/does not open/);
  }
  expect(() => vault.open(sealed.subarray(0, -1), password)).toThrow(/does not open/);
  expect(() => vault.open(new Uint8Array(), password)).toThrow(/does not open/);
});

test('the key is made at the first start, readable by its owner only, and nothing else is left beside it', () => {
  openVault(file, memory());
  expect(readFileSync(file)).toHaveLength(32);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'keys'))).toEqual(['vault.key']);
  chmodSync(file, 0o644);
  openVault(file, memory());
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a key that went missing is named, and no new one is made in its place', () => {
  const kept = memory();
  openVault(file, kept);
  rmSync(file);
  expect(() => openVault(file, kept)).toThrow(expect.objectContaining({ code: 'vault-key-missing' }));
  expect(() => openVault(file, kept)).toThrow(file);
  expect(readdirSync(join(folder, 'keys'))).toEqual([]);
});

test('another key than the one that sealed is named and left as it is', () => {
  const kept = memory();
  openVault(file, kept);
  writeFileSync(file, Buffer.alloc(32, 7));
  expect(() => openVault(file, kept)).toThrow(expect.objectContaining({ code: 'vault-key-wrong' }));
  expect(() => openVault(file, kept)).toThrow(file);
  expect(readFileSync(file)).toEqual(Buffer.alloc(32, 7));
});

test('a key of the wrong length is named with what was got', () => {
  const kept = memory();
  openVault(file, kept);
  writeFileSync(file, 'short');
  expect(() => openVault(file, kept)).toThrow(/vault\.key: expected a vault key of 32 bytes.*got: 5 bytes/);
});

test('a start that was cut off between the key and its mark goes on with that key', () => {
  openVault(file, memory());
  const key = readFileSync(file);
  const sealed = vaultOf(key, file).seal(secret, password);
  expect(openVault(file, memory()).open(sealed, password)).toEqual(secret);
  expect(readFileSync(file)).toEqual(key);
});
