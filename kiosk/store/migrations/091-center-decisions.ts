import type { Migration } from '../migration.ts';

/** What the center decided, as it was told: kept once under the center's own id, append-only. */
export const centerDecisionTable: Migration = {
  version: 91,
  name: 'center-decisions',
  sql: `
    create table centerDecision (
      id text primary key,
      class text not null,
      kind text not null,
      body text not null check (json_valid(body)),
      receivedAt integer not null
    ) strict;
    create index centerDecision_class on centerDecision (class, kind, receivedAt);
    create trigger centerDecision_never_updated before update on centerDecision
      begin select raise(abort, 'decisions of the center are append-only'); end;
    create trigger centerDecision_never_deleted before delete on centerDecision
      begin select raise(abort, 'decisions of the center are append-only'); end;
  `,
};
