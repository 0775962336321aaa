import { randomInt, timingSafeEqual } from 'node:crypto';
import { CODE_LENGTH, newSpokenCode, spokenCodeText } from '../domain/spoken-code.ts';

const TRIES = 5;

/** The one-time code shown at the machine itself while nobody has an account: whoever stands there may set it up. */
export interface FirstRunCode {
  /** `ABCD-2345`; another one after five wrong tries and at each start. */
  readonly text: string;
  /** Whether `entered` (any case, with or without the hyphen) is the code; a wrong try counts. */
  matches(entered: string): boolean;
}

export function firstRunCode(): FirstRunCode {
  let code = newSpokenCode(randomInt);
  let left = TRIES;
  return {
    get text() {
      return spokenCodeText(code);
    },
    matches: (entered) => {
      const plain = entered.toUpperCase().replace(/[^A-Z0-9]/g, '');
      const same = plain.length === CODE_LENGTH && timingSafeEqual(Buffer.from(plain), Buffer.from(code));
      if (!same) left -= 1;
      if (left === 0) {
        code = newSpokenCode(randomInt);
        left = TRIES;
      }
      return same;
    },
  };
}
