import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { formatVerifierKey } from '../../../core/domain/checkpoint.ts';
import { sha256 } from '../../../kiosk/evidence/digest.ts';
import { type Trust, verifyPackage } from '../../../kiosk/evidence/verify.ts';
import type { Verdict } from '../../../kiosk/evidence/verify-report.ts';
import { Attacker } from './attacker.ts';
import { type MorningPackage, morningPackage } from './lesson.ts';

/** A package and a copy of it that may be tampered with. */
export class TamperedPackage implements AsyncDisposable {
  readonly package: MorningPackage;
  readonly copy: string;
  readonly attacker: Attacker;

  private constructor(made: MorningPackage) {
    this.package = made;
    this.copy = join(made.data, 'copy');
    this.attacker = new Attacker(this.copy);
  }

  static async make(): Promise<TamperedPackage> {
    return new TamperedPackage(await morningPackage());
  }

  /** Makes the copy anew. */
  restore(): void {
    rmSync(this.copy, { recursive: true, force: true });
    cpSync(this.package.path, this.copy, { recursive: true });
  }

  async verdict(trust: Trust = {}): Promise<Verdict> {
    return (await verifyPackage(this.copy, trust)).verdict;
  }

  /** What is wrong, as `path: what`. */
  async faults(trust: Trust = {}): Promise<string[]> {
    const { ok, faults } = await this.verdict(trust);
    expect(ok).toBe(faults.length === 0);
    return faults.map(({ path, what }) => `${path}: ${what}`);
  }

  /** The head that the center got at the export. */
  headFile(): string {
    const path = join(this.package.data, 'head.txt');
    writeFileSync(path, this.package.head);
    return path;
  }

  /** The key that the center knows. */
  keyFile(): string {
    const path = join(this.package.data, 'key.txt');
    writeFileSync(path, `${formatVerifierKey(sha256, this.package.key)}\n`);
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.package[Symbol.asyncDispose]();
  }
}

/** A list that holds, somewhere, each of these words. */
export const containing = (...words: string[]): string[] =>
  expect.arrayContaining(words.map((word) => expect.stringContaining(word) as string)) as string[];
