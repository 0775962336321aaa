import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { PackageFiles } from './package-files.ts';
import type { PageData } from './page-data.ts';

const FOLDER = join(import.meta.dirname, 'page');

/**
 * Writes `index.html` (style and script inside) and `data.js`. Both work from file:// as they are: plain scripts, nothing is fetched.
 */
export async function writePage(files: PackageFiles, data: PageData): Promise<void> {
  const [html, style, program] = await Promise.all(
    ['index.html', 'style.css', 'app.ts'].map((name) => readFile(join(FOLDER, name), 'utf8')),
  );
  const script = stripTypeScriptTypes(program ?? '', { mode: 'strip' });
  const page = (html ?? '').replace('/*STYLE*/', () => style ?? '').replace('/*SCRIPT*/', () => script);
  await files.write('index.html', page);
  await files.write('data.js', `globalThis.ZAIKE = ${asScript(data)};\n`);
}

/** JSON that is a script's text too, wherever it stands: no tag, no comment, no line separator of Unicode inside strings. */
function asScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
