import type { Migration } from '../migration.ts';

/** The evidence journal as tables. The journal is the truth: every row here is made from its entries and can be made again. */
export const evidenceTables: Migration = {
  version: 20,
  name: 'evidence',
  sql: `
    create table evidenceState (
      one integer primary key check (one = 1),
      applied integer not null,
      lastAt integer not null,
      boot integer not null
    ) strict;
    insert into evidenceState values (1, 0, 0, 0);

    create table evidenceSegment (
      id text primary key,
      seq integer not null,
      camera text not null,
      fromAt integer not null,
      toAt integer not null,
      path text not null unique,
      bytes integer not null,
      sha256 text not null,
      state text not null default 'kept' check (state in ('kept', 'lost', 'deleted')),
      body text not null check (json_valid(body))
    ) strict;
    create index evidenceSegment_time on evidenceSegment (camera, toAt);
    create index evidenceSegment_last on evidenceSegment (camera, seq, toAt);
    create index evidenceSegment_end on evidenceSegment (toAt, path) where state = 'kept';

    create table evidenceGap (
      camera text not null,
      fromAt integer not null,
      toAt integer,
      why text not null,
      detail text not null,
      seq integer not null,
      primary key (camera, fromAt)
    ) strict;
    create index evidenceGap_open on evidenceGap (camera) where toAt is null;

    create table evidenceLesson (
      class text not null,
      date text not null,
      no integer not null,
      fromAt integer not null,
      toAt integer not null,
      cameras text not null check (json_valid(cameras)),
      classEnds text,
      seq integer not null,
      primary key (class, date, no)
    ) strict;
    create index evidenceLesson_time on evidenceLesson (toAt);

    create table evidenceFile (
      path text primary key,
      bytes integer not null,
      sha256 text not null,
      state text not null default 'kept' check (state in ('kept', 'lost', 'deleted')),
      class text,
      date text,
      no integer,
      camera text,
      trainee text,
      capturedAt integer
    ) strict;
    create index evidenceFile_lesson on evidenceFile (class, date, no);
    create index evidenceFile_shown on evidenceFile (capturedAt, path) where state = 'kept';
    create index evidenceFile_picture on evidenceFile (camera, trainee, capturedAt);

    create table evidenceHold (
      hold text primary key,
      camera text,
      fromAt integer not null,
      toAt integer not null,
      why text not null,
      by text not null
    ) strict;
  `,
};
