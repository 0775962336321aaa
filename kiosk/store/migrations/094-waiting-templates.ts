import type { Migration } from '../migration.ts';

/** Templates that wait for the center: sealed, never searched; `enrolment` is the row of the list of changes that told of it. */
export const waitingTemplateTable: Migration = {
  version: 94,
  name: 'waiting-templates',
  sql: `
    create table waitingTemplate (
      person text primary key,
      enrolment integer not null,
      model text not null,
      embedding blob not null,
      photos integer not null,
      photosHash text not null,
      createdAt integer not null,
      alike real not null
    ) strict;
  `,
};
