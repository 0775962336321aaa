/** Builds the pages into dist/<page>/ with Vite: `node scripts/pages.ts`. What is built from the same sources already is left alone. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { systemClock } from '../core/platform/clock.ts';

const root = join(import.meta.dirname, '..');
/** Each page's folder; further ones are added here. */
const pages = [
  { name: 'screen', folder: 'kiosk/screen' },
  { name: 'office', folder: 'kiosk/office' },
  { name: 'center', folder: 'server/dashboard' },
];
/** What any page is made of besides its own folder. */
const shared = ['core/ui', 'core/contract', 'core/domain', 'vite.config.ts', 'package-lock.json', 'scripts/pages.ts'];

/** Builds those pages whose sources changed; tells each on stderr. */
export async function buildPages(): Promise<void> {
  for (const { name, folder } of pages) {
    const begun = systemClock.monotonic();
    const hash = await hashOf([folder, ...shared]);
    const target = join(root, 'dist', name);
    const built = await readFile(join(target, 'build.json'), 'utf8').catch(() => '');
    if (built === buildFile(hash)) continue;
    await build(folder, name, hash);
    process.stderr.write(`pages: built ${name} in ${((systemClock.monotonic() - begun) / 1000).toFixed(1)} s\n`);
  }
}

/** Builds into a folder of its own first, so that dist/<name> is always whole. */
async function build(folder: string, name: string, hash: string): Promise<void> {
  const vite = await import('vite');
  const target = join(root, 'dist', name);
  const fresh = join(root, 'dist', `.${name}-${process.pid}`);
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production'; // vitest says test, and React would come with its checks
  try {
    await vite.build({
      configFile: join(root, 'vite.config.ts'),
      root: join(root, folder),
      base: `/${name}/`,
      logLevel: 'warn',
      define: { __BUILD__: JSON.stringify(hash) },
      build: { outDir: fresh },
    });
    await pack(fresh);
    await writeFile(join(fresh, 'build.json'), buildFile(hash));
    await rm(target, { recursive: true, force: true });
    await rename(fresh, target).catch(async (error: unknown) => {
      // Somebody else built the same pages at the same time.
      if ((await readFile(join(target, 'build.json'), 'utf8').catch(() => '')) !== buildFile(hash)) throw error;
    });
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Files below this are sent as they are. */
const LEAST_PACKED = 1024;

/** Puts each file's brotli and gzip beside it, for `core/web/pages.ts`: compressed once, as small as they get. */
async function pack(folder: string): Promise<void> {
  const packed = (await filesIn(folder)).map(async (file) => {
    const bytes = await readFile(file);
    if (bytes.length < LEAST_PACKED) return;
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
    await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
  });
  await Promise.all(packed);
}

function buildFile(hash: string): string {
  return `${JSON.stringify({ hash })}\n`;
}

/** sha256 over the names and bytes of all files in `places`, first 16 digits. */
async function hashOf(places: readonly string[]): Promise<string> {
  const sum = createHash('sha256');
  for (const place of places)
    for (const file of await filesIn(join(root, place))) {
      const bytes = await readFile(file);
      sum.update(`${relative(root, file)}\n${String(bytes.length)}\n`).update(bytes);
    }
  return sum.digest('hex').slice(0, 16);
}

async function filesIn(place: string): Promise<readonly string[]> {
  const entries = await readdir(place, { withFileTypes: true, recursive: true }).catch(() => undefined);
  if (!entries) return [place];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (import.meta.main) await buildPages();
