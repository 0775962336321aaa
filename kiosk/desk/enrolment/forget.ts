import { traineeId } from '../../../core/domain/ids.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import type { EnrolmentPorts } from './ports.ts';

type Ports = Pick<EnrolmentPorts, 'keeper' | 'templates' | 'files' | 'templateChanged' | 'now'>;

/** Why nothing of a person's face is kept any more. */
export type Forgotten = 'withdrawn' | 'settled' | 'gone';

/**
 * Deletes a person's templates, photos and embeddings in one transaction, notes it, and deletes the files. Vision is
 * told in between by `told`: before the slow part, after what counts.
 */
export async function forget(
  ports: Ports,
  persons: readonly string[],
  how: { readonly kind: Forgotten; readonly by: string; readonly at: EpochMs; readonly first?: () => void },
  told: () => void,
): Promise<void> {
  const { keeper, templates, files, templateChanged } = ports;
  const { kind, by, at, first } = how;
  const gone = keeper.together(() => {
    first?.();
    return persons.flatMap((person) => {
      const ids = keeper.photosOf(person).map(({ id }) => id);
      const before = templates.of(traineeId(person));
      templates.remove(traineeId(person));
      templateChanged(person, before, null);
      for (const id of ids) keeper.removePhoto(id);
      keeper.addChange({ person, at, by, body: JSON.stringify({ kind, photos: ids.length }) });
      return ids;
    });
  });
  told();
  await Promise.all(gone.map((id) => files.remove(id)));
}
