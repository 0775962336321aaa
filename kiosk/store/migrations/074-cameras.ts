import type { Migration } from '../migration.ts';

/** Cameras, the scenes that they should show, and their placement checks. Rows are never deleted: an id is not used twice. */
export const cameraTables: Migration = {
  version: 74,
  name: 'cameras',
  sql: `
    create table camera (
      id text primary key,
      position integer not null,
      name text not null,
      role text not null check (role in ('check-in', 'room')),
      address text not null,
      stream text not null check (stream in ('main', 'sub')),
      account blob,
      origin text not null check (origin in ('config', 'office')),
      version integer not null default 1,
      addedAt integer not null,
      removedAt integer,
      sceneAt integer,
      sceneGrey blob,
      sceneDetail real,
      placement text check (placement is null or json_valid(placement)),
      placementPicture blob
    ) strict;
    create trigger camera_never_deleted before delete on camera
      begin select raise(abort, 'evidence names cameras for ever: set removedAt'); end;
  `,
};
