import { differenceWords, settingsOf } from '../../core/contract/filed-words.ts';
import { type FiledContent, filedContent, filedDifferences } from '../../core/domain/filed-content.ts';
import type { Sha256 } from '../../core/domain/month.ts';
import type { CenterClass } from './classes.ts';
import type { KeptDecision } from './decisions.ts';

interface Approved {
  readonly kiosk: string;
  readonly class: string;
  readonly hash: string;
  readonly revision: number;
  readonly content: FiledContent;
}

/** What a class's filing held when it was approved: `server/store/approved` satisfies it. */
export interface ApprovedStore {
  add(filing: Approved): Promise<void>;
  find(kiosk: string, code: string, hash: string): Promise<Approved | undefined>;
}

/** The last approval, as far as what it was given for is known. */
export interface LastApproval {
  readonly revision: number;
  readonly on: string;
  readonly paper: string;
  /** What the institution changed since, in words. */
  readonly changes: readonly string[];
}

/** Tells what was changed of a filing since it was approved. */
export interface ApprovedContents {
  keep(of: CenterClass): Promise<void>;
  /** @param made the class's decisions, newest first. Null: never approved, or before contents were kept. */
  last(of: CenterClass, made: readonly KeptDecision[]): Promise<LastApproval | null>;
}

export function approvedContents(store: ApprovedStore, sha256: Sha256): ApprovedContents {
  const contentOf = ({ file, filing, calendar }: CenterClass): FiledContent =>
    filedContent(file, { settings: settingsOf(filing.scenario), calendar, sha256 });
  /** By filing: the item it came in never changes. */
  const known = new Map<string, { readonly key: string; readonly last: LastApproval | null }>();
  return {
    keep: async (of) => {
      const { kiosk, code, filed } = of;
      const { hash, revision } = filed;
      await store.add({ kiosk, class: code, hash, revision, content: contentOf(of) });
    },
    last: async (of, made) => {
      const answer = made.find(({ decision: { kind } }) => kind === 'filing-approved' || kind === 'filing-returned');
      if (answer?.decision.kind !== 'filing-approved') return null;
      const { hash, on, paper } = answer.decision;
      const at = `${of.kiosk}/${of.code}`;
      const key = `${String(of.item)} ${hash}`;
      const before = known.get(at);
      if (before?.key === key) return before.last;
      const approved = await store.find(of.kiosk, of.code, hash);
      const changes = approved && filedDifferences(approved.content, contentOf(of)).map(differenceWords);
      const last = approved && changes ? { revision: approved.revision, on, paper, changes } : null;
      known.set(at, { key, last });
      return last;
    },
  };
}
