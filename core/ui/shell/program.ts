import type { QueryClient } from '@tanstack/react-query';
import { createContext, type ReactElement, type ReactNode, useContext } from 'react';
import type * as z from 'zod/mini';
import type { Person } from '../../contract/web/person.ts';

/** A page: its address, who sees it, its place in the menu. Each is loaded when it is opened. */
export interface ShellPage {
  /** Below the program's base, react-router style. */
  readonly path: string;
  /** Its place in the menu, in the order of the list; without it, reached from other pages. */
  readonly menu?: { readonly label: ReactNode; readonly icon: ReactNode };
  readonly element: ReactElement;
  /** Reads what it shows at first, before anything is drawn, when the program is opened at it. */
  readonly early?: (queries: QueryClient) => Promise<unknown>;
}

/** What is known before anybody is signed in. */
export interface Welcome {
  readonly institution: string;
  /** Whether nobody has an account yet. */
  readonly firstRun: boolean;
  readonly actor: Person | null;
}

/** What a program gives the shell that office and dashboard share. */
export interface Program {
  /** On the sign-in card: `在课 · 机构管理`. */
  readonly title: string;
  /** `/office`. */
  readonly base: string;
  /** The machine that answers, in words: `教室电脑`. */
  readonly machine: string;
  /** Where the code for the first administrator is to be found. */
  readonly codeIsAt: string;
  readonly welcome: z.ZodMiniType<Welcome>;
  /** The roles in Chinese. */
  readonly roleNames: Readonly<Record<string, string>>;
  readonly accounts: {
    /** What the roles may, in a sentence or two. */
    readonly about: string;
    /** The role that most new accounts have. */
    readonly usual: string;
    /** Where accounts may belong to an institution: what those that do not belong to (`中心`). */
    readonly home?: string;
  };
  /** Who may sign as the second person, in words: `另一位教师或管理员`. */
  readonly seconds: string;
  /** The page that opens first. */
  readonly home: string;
  /** The pages that this person sees. */
  readonly pagesOf: (person: Person) => readonly ShellPage[];
  /** Between the heading's name and the person: a bell. */
  readonly top?: ReactElement;
  /** Called when the pages are there for the first time, before they are seen: takes away what was drawn in their place. */
  readonly drawn?: () => void;
}

export const ProgramContext = createContext<Program | null>(null);
export const PersonContext = createContext<Person | null>(null);

/** The program whose pages these are. @throws outside the shell. */
export function useProgram(): Program {
  const program = useContext(ProgramContext);
  if (program === null) throw new Error('expected a program around');
  return program;
}

/** Who is signed in. @throws outside the shell's frame. */
export function usePerson(): Person {
  const person = useContext(PersonContext);
  if (person === null) throw new Error('expected a signed-in person');
  return person;
}
