import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { challenge, checkDigest, digestFields, REALM } from '../../support/camera/rtsp/digest.ts';
import { RequestReader } from '../../support/camera/rtsp/messages.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const who = { username: 'admin', password: 'zaike' };
const request = { method: 'DESCRIBE', uri: 'rtsp://camera/main' };

const header = (password: string, fields: Record<string, string> = {}): string => {
  const ha1 = md5(`admin:${REALM}:${password}`);
  const ha2 = md5('DESCRIBE:rtsp://camera/main');
  const middle = fields['qop'] === undefined ? 'n1' : `n1:${fields['nc'] ?? ''}:${fields['cnonce'] ?? ''}:auth`;
  const all = {
    username: 'admin',
    nonce: 'n1',
    uri: request.uri,
    response: md5(`${ha1}:${middle}:${ha2}`),
    ...fields,
  };
  return `Digest ${Object.entries(all)
    .map(([key, value]) => `${key}="${value}"`)
    .join(', ')}`;
};

describe('Digest', () => {
  test('lets the right password in, with and without qop', () => {
    expect(checkDigest(header('zaike'), request, who, 'n1')).toBe('ok');
    expect(checkDigest(header('zaike', { qop: 'auth', nc: '00000001', cnonce: 'c' }), request, who, 'n1')).toBe('ok');
  });

  test('turns away a wrong password, another address, another nonce, and nothing at all', () => {
    expect(checkDigest(header('guess'), request, who, 'n1')).toBe('wrong');
    expect(checkDigest(header('zaike'), { ...request, uri: 'rtsp://camera/sub' }, who, 'n1')).toBe('wrong');
    expect(checkDigest(header('zaike'), request, who, 'n2')).toBe('stale');
    expect(checkDigest(undefined, request, who, 'n1')).toBe('missing');
  });

  test('a challenge reads back', () => {
    expect(digestFields(challenge('n1', true))).toMatchObject({ nonce: 'n1', qop: 'auth', stale: 'true' });
  });
});

describe('requests from a TCP stream', () => {
  test('come out whole however the bytes are cut, with reports between them passed over', () => {
    const bytes = Buffer.concat([
      Buffer.from('OPTIONS rtsp://c/main RTSP/1.0\r\nCSeq: 1\r\n\r\n'),
      Buffer.from([0x24, 1, 0, 3, 9, 9, 9]),
      Buffer.from('GET_PARAMETER rtsp://c/main RTSP/1.0\r\nCSeq: 2\r\nContent-Length: 3\r\n\r\nabc'),
    ]);
    const reader = new RequestReader();
    const found = [...bytes].flatMap((byte) => reader.push(Buffer.from([byte])));
    expect(found.map(({ method, headers }) => [method, headers['cseq']])).toEqual([
      ['OPTIONS', '1'],
      ['GET_PARAMETER', '2'],
    ]);
  });
});
