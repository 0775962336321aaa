import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U to misread. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 20;
const GROUP = 4;

/** A new passphrase of 100 random bits: five groups of four, to be read aloud or written down. */
export function newPassphrase(): string {
  const letters = Array.from(randomBytes(LENGTH), (byte) => LETTERS[byte & 31]).join('');
  return (letters.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}

/** A passphrase as it is meant, however it was typed: capitals or not, with or without hyphens, O for 0, I or L for 1. */
export function plainPassphrase(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—_.]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
