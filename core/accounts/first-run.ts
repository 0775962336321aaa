import { randomInt, timingSafeEqual } from 'node:crypto';

/** Without I, L, O, U, 0 and 1: nothing that is read wrong from a wall. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const LENGTH = 8;
const TRIES = 5;

/** The one-time code shown at the machine itself while nobody has an account: whoever stands there may set it up. */
export interface FirstRunCode {
  /** `ABCD-2345`; another one after five wrong tries and at each start. */
  readonly text: string;
  /** Whether `entered` (any case, with or without the hyphen) is the code; a wrong try counts. */
  matches(entered: string): boolean;
}

export function firstRunCode(): FirstRunCode {
  let code = newCode();
  let left = TRIES;
  return {
    get text() {
      return `${code.slice(0, 4)}-${code.slice(4)}`;
    },
    matches: (entered) => {
      const plain = entered.toUpperCase().replace(/[^A-Z0-9]/g, '');
      const same = plain.length === LENGTH && timingSafeEqual(Buffer.from(plain), Buffer.from(code));
      if (!same) left -= 1;
      if (left === 0) {
        code = newCode();
        left = TRIES;
      }
      return same;
    },
  };
}

function newCode(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
