import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, fromHex, toBase64, toHex } from '../../../core/domain/bytes.ts';
import {
  checkpointText,
  formatNote,
  formatVerifierKey,
  keyId,
  openCheckpoint,
  parseCheckpointText,
  parseNote,
  parseVerifierKey,
  splitNotes,
} from '../../../core/domain/checkpoint.ts';
import { sha256, verifyEd25519 } from '../../../kiosk/evidence/digest.ts';
import { testKey } from '../../support/evidence/key.ts';

const tools = { sha256, verify: verifyEd25519 };

/** From the documentation of Go's golang.org/x/mod/sumdb/note. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETERS_NOTE =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

function checkpoint(key = testKey('kiosk'), size = 7, root = Buffer.alloc(32, 5)): string {
  const text = checkpointText({ origin: key.name, size, root });
  return formatNote(text, [{ name: key.name, keyId: keyId(sha256, key), signature: key.sign(text) }]);
}

describe('signed notes', () => {
  it('open as the reference implementation writes them', () => {
    const key = parseVerifierKey(sha256, PETER);
    const note = parseNote(PETERS_NOTE);
    const [line] = note?.signatures ?? [];
    expect(key && formatVerifierKey(sha256, key)).toBe(PETER);
    expect(toHex(line?.keyId ?? Buffer.alloc(0))).toBe('c74f20a3');
    expect(verifyEd25519(key?.publicKey ?? Buffer.alloc(0), note?.text ?? '', line?.signature ?? Buffer.alloc(0))).toBe(
      true,
    );
  });

  it('know the key of sum.golang.org', () => {
    const text = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
    expect(parseVerifierKey(sha256, `${text}\n`)?.name).toBe('sum.golang.org');
    expect(parseVerifierKey(sha256, text.replace('033de0ae', '033de0af'))).toBeNull();
  });

  it('are opened by the key that signed them, and by no other', () => {
    const key = testKey('kiosk');
    expect(openCheckpoint(tools, key, checkpoint(key))).toEqual({
      kind: 'signed',
      head: { origin: key.name, size: 7, root: new Uint8Array(Buffer.alloc(32, 5)) },
    });
    const other = testKey('other');
    expect(openCheckpoint(tools, other, checkpoint(key))).toEqual({ kind: 'other-key', names: [key.name] });
    const changed = checkpoint(key).replace('\n7\n', '\n8\n');
    expect(openCheckpoint(tools, key, changed)).toEqual({ kind: 'bad-signature' });
  });

  it('may carry the signatures of witnesses', () => {
    const [key, witness] = [testKey('kiosk'), testKey('witness')];
    const line = checkpoint(witness).split('\n').at(-2) ?? '';
    expect(openCheckpoint(tools, key, `${checkpoint(key)}${line}\n`).kind).toBe('signed');
  });

  it('are refused in any other form, and never crash the reader', () => {
    const [key, good] = [testKey('kiosk'), checkpoint()];
    for (const bad of [
      '',
      '\n\n',
      'a\n\nb\n',
      good.slice(0, -1),
      good.replace('—', '-'),
      good.replace('\n7\n', '\n07\n'),
    ])
      expect(openCheckpoint(tools, key, bad).kind).toBe('malformed');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(openCheckpoint(tools, key, text).kind).toBe('malformed');
      }),
    );
  });

  it('have no extension lines here', () => {
    expect(parseCheckpointText(`a\n1\n${toBase64(Buffer.alloc(32))}\n`)?.size).toBe(1);
    expect(parseCheckpointText(`a\n1\n${toBase64(Buffer.alloc(32))}\nmore\n`)).toBeNull();
  });

  it('are told apart in a file of many, whatever follows them', () => {
    const [a, b] = [checkpoint(testKey('kiosk'), 1), checkpoint(testKey('kiosk'), 2)];
    expect(splitNotes(a + b)).toEqual([a, b]);
    expect(splitNotes(`${a}torn`)).toEqual([a, 'torn']);
  });
});

describe('texts of bytes', () => {
  it('come back as they were, and have one form only', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
    for (const bad of ['A', 'AB==', 'A===', 'AAA\n', 'AA=A', '____']) expect(fromBase64(bad)).toBeNull();
    for (const bad of ['a', 'AA', 'g0']) expect(fromHex(bad)).toBeNull();
  });
});
