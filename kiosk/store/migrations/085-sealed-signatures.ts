import type { Migration } from '../migration.ts';

/**
 * What a trainee signed for later photos leaves the readable body for a column of its own, sealed at the opening
 * (`sealed` 0: still to be done). The change itself stays append-only; what is sealed may be sealed anew.
 */
export const sealedSignatures: Migration = {
  version: 85,
  name: 'sealed-signatures',
  sql: `
    drop trigger enrolmentChange_never_updated;
    alter table enrolmentChange add column secret blob;
    alter table enrolmentChange add column sealed integer not null default 1 check (sealed in (0, 1));
    update enrolmentChange
      set secret = cast(json_extract(body, '$.signature') as blob), sealed = 0, body = json_remove(body, '$.signature')
      where json_extract(body, '$.signature') is not null;
    create trigger enrolmentChange_never_updated before update of person, at, by, body on enrolmentChange
      begin select raise(abort, 'changes of enrolment are append-only'); end;
  `,
};
