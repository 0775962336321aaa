import { ZaikeError } from '../../../core/domain/errors.ts';
import { type Strokes, signatureFault } from '../../../core/domain/signature.ts';
import { type KnownPhoto, knownPhoto, rowOf } from './photo-facts.ts';
import type { EnrolmentPorts } from './ports.ts';

/** What the trainee and the teacher sign when photos are added after the enrolment (glasses, a haircut). */
export interface LaterPhotos {
  readonly person: string;
  readonly photos: readonly string[];
  readonly why: string;
  /** Drawn by the trainee; not needed when all photos were taken live while the face was identified as theirs. */
  readonly signature: Strokes | null;
  readonly by: string;
  /** The second person, checked already. */
  readonly countersignedBy: string;
}

/**
 * Lets photos that wait count, by trainee and teacher; who, when and why is kept for ever. Making the template anew is
 * the caller's next step.
 * @throws ZaikeError `photo-missing`, `trainee-signature-missing`, `signature-unfit`.
 */
export function confirmLater({ keeper, now }: EnrolmentPorts, later: LaterPhotos): void {
  const { person, photos, why, signature, by, countersignedBy } = later;
  const found = photos.map((id): KnownPhoto => {
    const row = keeper.photo(id);
    const photo = row?.person === person ? knownPhoto(row) : undefined;
    if (photo?.facts.pending !== true)
      throw new ZaikeError('要确认的照片不在了或已确认过，请刷新页面', { code: 'photo-missing', retry: false });
    return photo;
  });
  const matched = found.every(({ facts }) => facts.matched);
  if (signature === null && !matched)
    throw new ZaikeError('需要学员本人确认：请本人在屏幕上签名，或用摄像头现场采集并识别为本人', {
      code: 'trainee-signature-missing',
      retry: false,
    });
  if (signature !== null && signatureFault(signature) !== null)
    throw new ZaikeError('学员签名太短或不完整，请重新签名', { code: 'signature-unfit', retry: false });
  keeper.together(() => {
    for (const photo of found) keeper.putPhoto(rowOf({ ...photo, facts: { ...photo.facts, pending: false } }));
    const body = {
      kind: 'later-photos',
      photos,
      why,
      trainee: matched ? 'face' : 'signature',
      countersignedBy,
    };
    keeper.addChange({
      person,
      at: now(),
      by,
      body: JSON.stringify(body),
      secret: signature && JSON.stringify(signature),
    });
  });
}
