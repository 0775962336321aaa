/** Without I, L, O, U, 0 and 1: nothing that is read wrong from a wall or misheard on the telephone. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/** Characters of a code. */
export const CODE_LENGTH = 8;

/** A fresh code that a person reads from one screen and enters at another. @param below a random integer from 0 to `n` − 1. */
export function newSpokenCode(below: (n: number) => number): string {
  return Array.from({ length: CODE_LENGTH }, () => LETTERS.charAt(below(LETTERS.length))).join('');
}

/** A code as it is shown: `ABCD-2345`. */
export function spokenCodeText(code: string): string {
  return `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;
}
