import type { Told } from '../../core/contract/center/items.ts';
import type { ClassCode } from '../../core/domain/ids.ts';
import type { Strokes } from '../../core/domain/signature.ts';
import type { Db } from './open.ts';
import { outbox } from './outbox.ts';

/** A review as it was signed; the signature stays on the kiosk. */
export type StoredReview = Told<'review'> & { readonly signature: Strokes };

/** The on-site reviews; the database refuses to change or delete one. */
export interface Reviews {
  /** Keeps a review and tells the center. */
  add(review: Omit<StoredReview, 'id'>): StoredReview;
  /** Of a class, newest first. */
  of(code: ClassCode): readonly StoredReview[];
}

/** The table `review`, and its rows in `outbox`. */
export function reviews(db: Db): Reviews {
  const insert = db.prepare('insert into review (class, at, body) values (?, ?, ?)');
  const of = db.prepare<[string], { id: number; body: string }>(
    'select id, body from review where class = ? order by id desc',
  );
  const told = outbox(db);
  const add = db.transaction((review: Omit<StoredReview, 'id'>): StoredReview => {
    const id = Number(insert.run(review.class, review.at, JSON.stringify(review)).lastInsertRowid);
    const { signature: _, ...body } = review;
    told.put('review', { id, ...body }, review.at as never);
    return { id, ...review };
  });
  return {
    add,
    of: (code) => of.all(code).map(({ id, body }) => ({ ...(JSON.parse(body) as Omit<StoredReview, 'id'>), id })),
  };
}
