import { Alert, Button } from 'antd';
import type { Likeness } from '../../../core/contract/office/enrolment.ts';
import { PhotoImage } from './photo-image.tsx';

const GRAVE = new Set(['same-face', 'same-photo', 'closer-to-other']);

/** What concerns more than one person or photo: alike faces, photos of somebody else, files used twice. */
export function LikenessList({
  likeness,
  mine,
  onGo,
}: {
  readonly likeness: readonly Likeness[];
  /** Who is on this page. */
  readonly mine: ReadonlySet<string>;
  /** Shows a person of this page. */
  readonly onGo: (person: string) => void;
}) {
  if (likeness.length === 0) return null;
  const grave = likeness.some(({ code }) => GRAVE.has(code));
  return (
    <Alert
      type={grave ? 'error' : 'warning'}
      showIcon
      className="enrolment-alert"
      title="需要核对的人脸"
      description={
        <ul className="likeness">
          {likeness.map(({ code, people, photos, text }) => (
            <li key={`${code} ${people.map(({ id }) => id).join(' ')} ${photos.join(' ')}`}>
              {photos.map((photo) => (
                <PhotoImage key={photo} id={photo} alt={`${people[0]?.name ?? ''}的照片`} tiny />
              ))}
              {text}
              {people
                .filter(({ id }) => mine.has(id))
                .map(({ id, name }) => (
                  <Button key={id} type="link" size="small" onClick={() => onGo(id)}>
                    去看{name}
                  </Button>
                ))}
            </li>
          ))}
        </ul>
      }
    />
  );
}
