import type { JournalFact } from '../../../core/domain/evidence.ts';
import type { TransferDeskPorts, TransferFile } from './ports.ts';

/** Tells the evidence journal of every file that went out or came in; what fails is told at the next one, or the next start. */
export function transferJournal({ keeper, journal, log }: Pick<TransferDeskPorts, 'keeper' | 'journal' | 'log'>): {
  tell(): Promise<void>;
} {
  let last = Promise.resolve();
  const tellAll = async (): Promise<void> => {
    if (journal === null) return;
    try {
      for (const file of keeper.unjournalled()) {
        const { seq } = await journal(factOf(file));
        keeper.noteJournalled(file.id, seq);
      }
    } catch (error) {
      log.error('a file carried between kiosks was not journalled; it is tried again', { error });
    }
  };
  return {
    tell: () => {
      last = last.then(tellAll);
      return last;
    },
  };
}

function factOf({
  direction,
  what,
  class: code,
  month,
  kiosk,
  sequence,
  sha256,
  by,
  detail,
}: TransferFile): JournalFact {
  const which = what === 'class' ? `class ${code}` : `records ${month ?? ''} of ${code}`;
  const about = `${which}: ${direction === 'out' ? 'exported' : 'imported'}`.slice(0, 200);
  return { kind: 'note', about, sha256, by, detail: `file ${sequence} of ${kiosk}: ${detail}`.slice(0, 2000) };
}
