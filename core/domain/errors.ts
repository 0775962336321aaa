/** What an error tells besides its words: which thing, and whether trying again helps. */
export interface Facts {
  /** Machine-readable kind, kebab-case, stable across versions. */
  readonly code: string;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retry: boolean;
  /** Named particulars (never secrets, never a full ID number). */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * A surprise with facts. The message says what was expected and what was got, in words that the
 * person at the screen can act on; `code` is for programs.
 */
export class ZaikeError extends Error {
  readonly code: string;
  readonly retry: boolean;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;

  constructor(message: string, facts: Facts, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ZaikeError';
    this.code = facts.code;
    this.retry = facts.retry;
    this.facts = facts.facts ?? {};
  }
}
