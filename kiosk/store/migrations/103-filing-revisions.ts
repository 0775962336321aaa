import type { Migration } from '../migration.ts';

/**
 * Every revision of a filing that the center was told, by the hash over which it approves: an approval of anything else
 * is none. `content`: what of it the rules count (core/domain/filed-content), for what was changed since; null: not known
 * (told before this step, or the class was removed).
 */
export const filingRevisionTable: Migration = {
  version: 103,
  name: 'filing-revisions',
  sql: `
    create table filingRevision (
      class text not null,
      revision integer not null,
      hash text not null,
      at integer not null,
      content text check (content is null or json_valid(content)),
      primary key (class, revision)
    ) strict;
    create index filingRevision_hash on filingRevision (class, hash);
    insert into filingRevision (class, revision, hash, at)
      select json_extract(body, '$.class'), json_extract(body, '$.revision'), json_extract(body, '$.hash'), createdAt
        from outbox where kind = 'filing' and true
        on conflict do nothing;
    insert into filingRevision (class, revision, hash, at)
      select class, revision, hash, 0 from filingTold where hash <> ''
        on conflict do nothing;
  `,
};
