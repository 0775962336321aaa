import type { Told } from '../../../core/contract/center/items.ts';
import type { ReviewBody, ReviewView } from '../../../core/contract/office/review.ts';
import { canonicalJson } from '../../../core/domain/canonical.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { JournalFact } from '../../../core/domain/evidence.ts';
import { type ClassCode, traineeId } from '../../../core/domain/ids.ts';
import { maskIdNumber } from '../../../core/domain/person.ts';
import { type Strokes, signatureFault, signaturePath } from '../../../core/domain/signature.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import type { Classes } from '../classes/classes.ts';
import type { FacesSeen } from './faces-seen.ts';

type Kept = Told<'review'> & { readonly signature: Strokes };

export interface ReviewOptions {
  readonly classes: Pick<Classes, 'trainees'>;
  /** kiosk/store/reviews satisfies it. */
  readonly reviews: { add(review: Omit<Kept, 'id'>): Kept; of(code: ClassCode): readonly Kept[] };
  readonly seen: Pick<FacesSeen, 'of'>;
  readonly hasTemplate: (trainee: ReturnType<typeof traineeId>) => boolean;
  /** The photo by which somebody is compared; null: none. */
  readonly photoOf: (trainee: string) => string | null;
  readonly gallery: () => string;
  readonly journal: (fact: JournalFact) => Promise<{ readonly seq: number }>;
  readonly sha256: (text: string) => string;
  readonly now: () => EpochMs;
}

/** On-site review (开班前现场审核): an inspector compares ID card, face and enrolment, and signs the gallery. */
export interface ReviewDesk {
  view(code: ClassCode): ReviewView;
  /** @throws ZaikeError `gallery-changed`, `people-missing`, `no-such-trainee`, `signature`. */
  sign(code: ClassCode, body: ReviewBody): Promise<{ readonly id: number }>;
}

export function reviewDesk(options: ReviewOptions): ReviewDesk {
  const { classes, reviews, seen, hasTemplate, photoOf, gallery, journal, sha256, now } = options;
  const check = (code: ClassCode, { people, signature, gallery: shown }: ReviewBody): void => {
    if (shown !== gallery())
      throw refuse('gallery-changed', '审核期间有人的人脸登记变了：请刷新页面，重新核对变化的人');
    if (signatureFault(signature) !== null) throw refuse('signature', '请检查人员手写签名');
    const here = new Set<string>(classes.trainees(code).map(({ id }) => id));
    const told = new Set(people.map(({ trainee }) => trainee));
    if (told.size !== people.length || people.some(({ trainee }) => !here.has(trainee)))
      throw refuse('no-such-trainee', '名单与班级不一致，请刷新页面');
    if (told.size !== here.size) throw refuse('people-missing', '每名学员都要核对；没有到场的请选“未见”');
  };
  return {
    view: (code) => {
      const current = gallery();
      const at = now();
      return {
        now: at,
        gallery: current,
        people: classes.trainees(code).map(({ id, person: { name, idNumber } }) => ({
          trainee: id,
          name: name ?? id,
          maskedId: idNumber === null ? '' : maskIdNumber(idNumber),
          photo: photoOf(id),
          enrolled: hasTemplate(id),
          seen: seen.of(id, at),
        })),
        reviews: reviews.of(code).map(({ id, inspector, at: when, gallery: signed, people, note, signature }) => ({
          ...{ id, inspector, at: when, gallery: signed, current: signed === current, note },
          people: people.length,
          differing: people.filter(({ idCard, face }) => idCard === 'differs' || face === 'differs').length,
          signature: signaturePath(signature),
        })),
      };
    },
    sign: async (code, body) => {
      check(code, body);
      const at = now();
      const { inspector, workNumber, signature, note } = body;
      const people = body.people.map((each) => ({
        ...each,
        alike: seen.of(traineeId(each.trainee), at)?.alike ?? null,
      }));
      const review = {
        ...{ class: code, inspector: `${inspector}（工号 ${workNumber}）`, at, gallery: body.gallery, people, note },
      };
      const whole = sha256(canonicalJson({ ...review, signature }));
      const by = `inspector: ${review.inspector}`;
      const detail = `现场审核 ${String(people.length)} 人，签署人脸库 ${body.gallery}`;
      const { seq } = await journal({ kind: 'note', about: `review ${code}`, sha256: whole, by, detail });
      return { id: reviews.add({ ...review, signature, journal: seq }).id };
    },
  };
}

const refuse = (code: string, message: string): ZaikeError => new ZaikeError(message, { code, retry: false });
