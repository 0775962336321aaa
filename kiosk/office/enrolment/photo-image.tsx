import { hasRights } from '../../../core/contract/office/actor.ts';
import { useActor } from '../shell/actor.ts';

/** An enrolment photo, to who may see photos. */
export function PhotoImage({
  id,
  alt,
  tiny = false,
}: {
  readonly id: string;
  readonly alt: string;
  readonly tiny?: boolean;
}) {
  const may = hasRights(useActor().role, 'teacher');
  const look = tiny ? 'photo-image photo-image-tiny' : 'photo-image';
  if (!may) return <span className={look} role="img" aria-label="无权查看照片" />;
  return <img className={look} src={`/api/enrolment/photos/${id}?size=small`} alt={alt} loading="lazy" />;
}
