/** Where things are in a package; the same for who makes it and who verifies it. */
export const LOG = 'journal/log.jsonl';
export const LEAVES = 'journal/leaves';
export const CHECKPOINTS = 'journal/checkpoints';
export const PUBLIC_KEY = 'public-key.txt';
export const CONTENTS = 'contents.json';
export const PROOFS = 'proofs.json';

/** What the signed list cannot name, because it is made after it or vouches for it; each is checked in its own way. */
export const UNLISTED: ReadonlySet<string> = new Set([LOG, LEAVES, CHECKPOINTS, PUBLIC_KEY, CONTENTS, PROOFS]);
