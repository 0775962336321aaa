import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
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

/** What an encoding's file is called, best first: browsers take brotli by TLS and on this machine only. */
const SUFFIXES = { br: '.br', gzip: '.gz' } as const;
type Encoding = keyof typeof SUFFIXES;
const ENCODINGS = Object.keys(SUFFIXES) as readonly Encoding[];

/** A file, and itself compressed where it was. */
interface BuiltFile {
  readonly bytes: Buffer;
  readonly packed: ReadonlyMap<Encoding, Buffer>;
  /** Of its bytes. */
  readonly hash: string;
}

const buildSchema = z.strictObject({ hash: z.string() });

/**
 * Serves the built page `name` from its folder in `pages`, read once: a page that is built anew meanwhile does not mix
 * with the one that is served, and no request waits for the disk.
 * @throws ZaikeError `pages-missing` when it has not been built.
 */
export async function openPage(pages: string, name: string): Promise<Page> {
  const folder = join(pages, name);
  const build = await readBuild(folder, name);
  const files = await readFiles(folder);
  const router = express.Router();
  router.use((request, response, next) => {
    const file = files.get(request.path === '/' ? '/index.html' : request.path);
    if (file === undefined || !isRead(request)) next();
    else if (request.path === '/' && !/\/(\?|$)/.test(request.originalUrl)) response.redirect(301, `/${name}/`);
    else send(request, response, file, request.path === '/' ? '.html' : request.path);
  });
  const index: RequestHandler = (request, response, next) => {
    const file = files.get('/index.html');
    if (file !== undefined && isRead(request) && request.accepts('html')) send(request, response, file, '.html');
    else next();
  };
  return { build, router, index };
}

const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

/** Answers with the file, or that the browser has it already. @param path tells its type. */
function send(request: Request, response: Response, { bytes, packed, hash }: BuiltFile, path: string): void {
  const encoding = ENCODINGS.find((one) => packed.has(one) && request.acceptsEncodings(one) !== false);
  const lasting = path.startsWith('/assets/'); // its name has its hash
  response.vary('Accept-Encoding').set({
    'Cache-Control': lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: `"${hash}${encoding === undefined ? '' : `-${encoding}`}"`,
  });
  if (encoding !== undefined) response.set('Content-Encoding', encoding);
  response.type(path.slice(path.lastIndexOf('.'))).send((encoding && packed.get(encoding)) ?? bytes);
}

/** Every file in the folder, by its address below the page's. */
async function readFiles(folder: string): Promise<ReadonlyMap<string, BuiltFile>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const read = new Map<string, Buffer>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    read.set(`/${relative(folder, path).split(sep).join('/')}`, await readFile(path));
  }
  const files = new Map<string, BuiltFile>();
  for (const [path, bytes] of read) {
    if (ENCODINGS.some((one) => path.endsWith(SUFFIXES[one]))) continue;
    const packed = ENCODINGS.flatMap((one) => {
      const own = read.get(path + SUFFIXES[one]);
      return own === undefined ? [] : [[one, own] as const];
    });
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
    files.set(path, { bytes, packed: new Map(packed), hash });
  }
  return files;
}

async function readBuild(folder: string, name: string): Promise<string> {
  try {
    return buildSchema.parse(JSON.parse(await readFile(join(folder, 'build.json'), 'utf8'))).hash;
  } catch (cause) {
    const message = `expected the built page "${name}" in ${folder}, found none: run "npm run setup" and start again`;
    throw new ZaikeError(message, { code: 'pages-missing', retry: false, facts: { page: name } }, { cause });
  }
}
