import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** Where rendered films are kept between runs; never committed, safe to delete. */
export const FILM_CACHE = join(import.meta.dirname, '../../../../.cache/film');

/** Whether there is a file at `path`. */
export async function fileExists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
