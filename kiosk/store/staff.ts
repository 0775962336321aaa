import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** A teacher or other member of staff, known to vision and never counted (rules §6). */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
  /** 教师, 辅导员 … */
  readonly duty: string;
  readonly addedAt: EpochMs;
  readonly leftAt: EpochMs | null;
}

export interface StaffTable {
  all(): StaffMember[];
  find(id: string): StaffMember | undefined;
  /** Adds or changes one. */
  put(member: StaffMember): void;
}

/** The table `staff`. */
export function staffTable(db: Db): StaffTable {
  const all = db.prepare<[], StaffMember>('select * from staff order by name, id');
  const find = db.prepare<[string], StaffMember>('select * from staff where id = ?');
  const put = db.prepare('insert or replace into staff (id, name, duty, addedAt, leftAt) values (?, ?, ?, ?, ?)');
  const read = (row: StaffMember): StaffMember => ({
    ...row,
    addedAt: epochMs(row.addedAt),
    leftAt: row.leftAt === null ? null : epochMs(row.leftAt),
  });
  return {
    all: () => all.all().map(read),
    find: (id) => {
      const row = find.get(id);
      return row && read(row);
    },
    put: ({ id, name, duty, addedAt, leftAt }) => {
      put.run(id, name, duty, addedAt, leftAt);
    },
  };
}
