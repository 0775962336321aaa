import { describe, expect, it } from 'vitest';
import { isOwnHost } from '../../../core/web/guard.ts';

describe('the Host that a request names', () => {
  it.each(['127.0.0.1:8080', 'localhost', 'localhost:8080', '[::1]:8080', '192.168.1.20', 'kiosk.local:80'])(
    '%s is ours',
    (host) => expect(isOwnHost(host, ['kiosk.local'])).toBe(true),
  );

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'a b',
  ])('%s is not', (host) => expect(isOwnHost(host, ['kiosk.local'])).toBe(false));
});
