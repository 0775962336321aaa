import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type RequestHandler, type Router } from 'express';
import * as z from 'zod/mini';
import { ZaikeError } from '../domain/errors.ts';

/** A page as `scripts/pages.ts` built it. */
export interface Page {
  /** The hash of its sources. */
  readonly build: string;
  readonly router: Router;
  /** The page itself, for addresses that only the page knows. */
  readonly index: RequestHandler;
}

const buildSchema = z.strictObject({ hash: z.string() });

/** Serves the built page `name` from its folder in `pages`. @throws ZaikeError `pages-missing` when it has not been built. */
export async function openPage(pages: string, name: string): Promise<Page> {
  const folder = join(pages, name);
  const build = await readBuild(folder, name);
  const router = express.Router();
  router.use('/assets', express.static(join(folder, 'assets'), { index: false, immutable: true, maxAge: '1y' }));
  router.use(
    express.static(folder, { cacheControl: false, setHeaders: (r) => r.setHeader('Cache-Control', 'no-cache') }),
  );
  const index: RequestHandler = (request, response, next) => {
    if (request.method === 'GET' && request.accepts('html'))
      response.set('Cache-Control', 'no-cache').sendFile(join(folder, 'index.html'), { cacheControl: false });
    else next();
  };
  return { build, router, index };
}

async function readBuild(folder: string, name: string): Promise<string> {
  try {
    return buildSchema.parse(JSON.parse(await readFile(join(folder, 'build.json'), 'utf8'))).hash;
  } catch (cause) {
    const message = `expected the built page "${name}" in ${folder}, found none: run "npm run setup" and start again`;
    throw new ZaikeError(message, { code: 'pages-missing', retry: false, facts: { page: name } }, { cause });
  }
}
