import type { Migration } from '../migration.ts';

/** On-site reviews as they were signed, append-only. */
export const reviewTable: Migration = {
  version: 92,
  name: 'reviews',
  sql: `
    create table review (
      id integer primary key autoincrement,
      class text not null,
      at integer not null,
      body text not null check (json_valid(body))
    ) strict;
    create index review_class on review (class, id);
    create trigger review_never_updated before update on review
      begin select raise(abort, 'reviews are append-only'); end;
    create trigger review_never_deleted before delete on review
      begin select raise(abort, 'reviews are append-only'); end;
  `,
};
