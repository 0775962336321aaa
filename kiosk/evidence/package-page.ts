import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { PackageFiles } from './package-files.ts';
import type { PageData } from './page-data.ts';

const FOLDER = join(import.meta.dirname, 'page');
/** Each file needs only those before it. */
const STYLES = ['frame.css', 'lesson.css', 'proof.css'];
const SCRIPTS = ['words.ts', 'element.ts', 'player.ts', 'people-view.ts', 'lesson-view.ts', 'proof-view.ts', 'app.ts'];

/**
 * Writes `index.html` (style and script inside) and `data.js`. Both work from file:// as they are: plain scripts, nothing is fetched.
 */
export async function writePage(files: PackageFiles, data: PageData): Promise<void> {
  const read = (name: string): Promise<string> => readFile(join(FOLDER, name), 'utf8');
  const [html, ...rest] = await Promise.all(['index.html', ...STYLES, ...SCRIPTS].map(read));
  const style = rest.slice(0, STYLES.length).join('\n');
  const script = rest.slice(STYLES.length).map(plainScript).join('\n');
  const page = (html ?? '').replace('/*STYLE*/', () => style).replace('/*SCRIPT*/', () => script);
  await files.write('index.html', page);
  await files.write('data.js', `globalThis.ZAIKE = ${asScript(data)};\n`);
}

/** A module's text as a part of one script: without types, imports and the word export. */
function plainScript(module: string): string {
  const withoutImports = module.replace(/^import\s[^;]*;\n/gm, '').replace(/^export /gm, '');
  return stripTypeScriptTypes(withoutImports, { mode: 'strip' });
}

/** JSON that is a script's text too, wherever it stands: no tag, no comment, no line separator of Unicode inside strings. */
function asScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
