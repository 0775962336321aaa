import type { Db } from './open.ts';

/** Which key sealed what this database holds; the vault asks at every start. */
export interface KeyMemory {
  mark(): string | null;
  remember(mark: string): void;
  /** Another key took its place. */
  replace(mark: string): void;
}

/** The row `vault-key` of the table `fact`. */
export function keyMemory(db: Db): KeyMemory {
  const mark = db.prepare<[], { value: string }>("select value from fact where key = 'vault-key'");
  const remember = db.prepare("insert into fact (key, value) values ('vault-key', ?)");
  const replace = db.prepare("insert or replace into fact (key, value) values ('vault-key', ?)");
  return {
    mark: () => mark.get()?.value ?? null,
    remember: (value) => {
      remember.run(value);
    },
    replace: (value) => {
      replace.run(value);
    },
  };
}
