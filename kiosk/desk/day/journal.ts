import type { DayPorts } from './ports.ts';

/** Tells the journal of correcting records, one after the other, until each is told. */
export interface JournalOfCorrections {
  /** Tells what is due; resolves to how many must still wait (their lesson's evidence is not sealed yet, or the disk refused). */
  flush(): Promise<number>;
}

/**
 * The store owes the journal each correcting record since its own transaction; whatever a power cut or a
 * full disk keeps from being told is told at the next flush. An entry may come twice, never not at all.
 */
export function journalOfCorrections(
  ports: Pick<DayPorts, 'corrections' | 'journal' | 'now' | 'warn'>,
): JournalOfCorrections {
  let last = Promise.resolve(0);
  const flush = async (): Promise<number> => {
    let waiting = 0;
    for (const due of ports.corrections.toJournal()) {
      if (!ports.journal.isSealed(due)) {
        waiting += 1;
        continue;
      }
      try {
        await ports.journal.correct(due);
        ports.corrections.journalled(due.id, ports.now());
      } catch (error) {
        waiting += 1;
        ports.warn('a correction was not journalled yet', { record: due.id, error });
      }
    }
    return waiting;
  };
  return { flush: () => (last = last.then(flush, flush)) };
}
