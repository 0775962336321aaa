import type { Migration } from '../migration.ts';

/** The center's decisions on months with more pending lessons than the institution may settle, append-only. */
export const monthDecisionTable: Migration = {
  version: 82,
  name: 'month-decisions',
  sql: `
    create table monthDecision (
      id integer primary key autoincrement,
      class text not null,
      month text not null,
      body text not null check (json_valid(body))
    ) strict;
    create index monthDecision_class on monthDecision (class, month, id);
    create trigger monthDecision_never_updated before update on monthDecision
      begin select raise(abort, 'decisions are append-only'); end;
    create trigger monthDecision_never_deleted before delete on monthDecision
      begin select raise(abort, 'decisions are append-only'); end;
  `,
};
