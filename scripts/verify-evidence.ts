/**
 * `npm run --silent verify-evidence -- DIR [--head FILE] [--key FILE]`: says of an evidence package what it holds, what is missing, and
 * whether anything was changed. One line of JSON on stdout, always; exit 0 when nothing is wrong, else 1. It needs nothing but the folder;
 * `--head` is a checkpoint that the center kept, `--key` the kiosk's verifier key.
 */
import { parseArgs } from 'node:util';
import { formatVerifierKey } from '../core/domain/checkpoint.ts';
import { sha256 } from '../kiosk/evidence/digest.ts';
import { verifyPackage } from '../kiosk/evidence/verify.ts';
import type { Verdict } from '../kiosk/evidence/verify-report.ts';

const USAGE = 'expected: verify-evidence DIR [--head FILE] [--key FILE]';

async function verdictOf(args: readonly string[]): Promise<Verdict> {
  const nothing = (what: string): Verdict => ({ ok: false, segments: 0, gaps: [], faults: [{ path: '.', what }] });
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { head: { type: 'string' }, key: { type: 'string' } },
    });
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) return nothing(USAGE);
    const { verdict, key } = await verifyPackage(folder, values);
    if (key !== null && values.key === undefined && values.head === undefined)
      process.stderr.write(
        `signed by ${formatVerifierKey(sha256, key)}\nnobody but the center can say whose key that is: compare it, or give --key or --head\n`,
      );
    return verdict;
  } catch (error) {
    return nothing(`${error instanceof Error ? error.message : String(error)}; ${USAGE}`);
  }
}

const verdict = await verdictOf(process.argv.slice(2));
process.stdout.write(`${JSON.stringify(verdict)}\n`);
process.exitCode = verdict.ok ? 0 : 1;
