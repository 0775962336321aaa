import type { Told } from '../../../core/contract/center/items.ts';
import type { Actor } from '../../../core/contract/office/actor.ts';
import type { ReviewBody, ReviewView, VisitView } from '../../../core/contract/office/review.ts';
import type { Countersign } from '../../../core/contract/web/person.ts';
import { canonicalJson } from '../../../core/domain/canonical.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { JournalFact } from '../../../core/domain/evidence.ts';
import { type ClassCode, traineeId } from '../../../core/domain/ids.ts';
import { maskIdNumber } from '../../../core/domain/person.ts';
import { type Strokes, signatureFault, signaturePath } from '../../../core/domain/signature.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import type { Classes } from '../classes/classes.ts';
import type { FacesSeen } from './faces-seen.ts';
import type { Visits } from './visits.ts';

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
  readonly visits: Visits;
  /** Whether an inspector's code can be asked about now. */
  readonly center: () => ReviewView['center'];
  /** What the center said afterwards of reviews by name: by their numbers. */
  readonly decided: (code: ClassCode) => ReadonlyMap<number, boolean>;
  /** Checks a second person's signature. */
  readonly countersigner: (actor: Actor, signature: Countersign) => Promise<Actor>;
  readonly journal: (fact: JournalFact) => Promise<{ readonly seq: number }>;
  readonly sha256: (text: string) => string;
  readonly now: () => EpochMs;
}

/** On-site review (开班前现场审核): an inspector compares ID card, face and enrolment, and signs the gallery. */
export interface ReviewDesk {
  view(code: ClassCode): ReviewView;
  /** An inspector proves by the center's code who they are. @throws as {@link Visits.begin}. */
  begin(code: string): Promise<VisitView>;
  /**
   * @throws ZaikeError `gallery-changed`, `people-missing`, `no-such-trainee`, `signature`; `visit-over`; of the second
   * person's signature as accounts do.
   */
  sign(code: ClassCode, body: ReviewBody, actor: Actor): Promise<{ readonly id: number; readonly inspector: string }>;
}

export function reviewDesk(options: ReviewOptions): ReviewDesk {
  const { classes, reviews, seen, hasTemplate, photoOf, gallery, visits, journal, sha256, now } = options;
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
  /** Who reviews, and how that is known. */
  const reviewerOf = async (
    { reviewer }: ReviewBody,
    code: ClassCode,
    actor: Actor,
  ): Promise<Pick<Kept, 'inspector' | 'visit' | 'countersignedBy'>> => {
    if (reviewer.kind === 'visit') {
      const { visit, user, name } = visits.sign(reviewer.visit, code);
      return { inspector: `${name}（${user}）`, visit };
    }
    const second = await options.countersigner(actor, reviewer.countersign);
    return {
      inspector: `${reviewer.inspector}（工号 ${reviewer.workNumber}）`,
      countersignedBy: `${second.name}（${second.user}）`,
    };
  };
  return {
    begin: (code) => visits.begin(code),
    view: (code) => {
      const current = gallery();
      const at = now();
      const decided = options.decided(code);
      return {
        now: at,
        gallery: current,
        center: options.center(),
        people: classes.trainees(code).map(({ id, person: { name, idNumber } }) => ({
          trainee: id,
          name: name ?? id,
          maskedId: idNumber === null ? '' : maskIdNumber(idNumber),
          photo: photoOf(id),
          enrolled: hasTemplate(id),
          seen: seen.of(id, at),
        })),
        reviews: reviews.of(code).map((review) => {
          const { id, inspector, at: when, gallery: signed, people, note, signature, countersignedBy = null } = review;
          return {
            ...{ id, inspector, at: when, gallery: signed, current: signed === current, note, countersignedBy },
            people: people.length,
            differing: people.filter(({ idCard, face }) => idCard === 'differs' || face === 'differs').length,
            standing: reviewStanding(review, decided),
            signature: signaturePath(signature),
          };
        }),
      };
    },
    sign: async (code, body, actor) => {
      check(code, body);
      const reviewer = await reviewerOf(body, code, actor);
      const at = now();
      const { signature, note } = body;
      const people = body.people.map((each) => ({
        ...each,
        alike: seen.of(traineeId(each.trainee), at)?.alike ?? null,
      }));
      const review = {
        ...{ class: code, ...reviewer, at, gallery: body.gallery, people, note },
      };
      const whole = sha256(canonicalJson({ ...review, signature }));
      const by = `inspector: ${review.inspector}`;
      const known = reviewer.visit === undefined ? '未经中心核实' : `中心核实 ${reviewer.visit}`;
      const detail = `现场审核 ${String(people.length)} 人，${known}，签署人脸库 ${body.gallery}`;
      const { seq } = await journal({ kind: 'note', about: `review ${code}`, sha256: whole, by, detail });
      return { id: reviews.add({ ...review, signature, journal: seq }).id, inspector: review.inspector };
    },
  };
}

/** Whether the center knows that a review was by its own inspector. */
export function reviewStanding(
  { id, visit }: Pick<Told<'review'>, 'id' | 'visit'>,
  decided: ReadonlyMap<number, boolean>,
): ReviewView['reviews'][number]['standing'] {
  if (visit !== undefined) return 'verified';
  const confirmed = decided.get(id);
  return confirmed === undefined ? 'unverified' : confirmed ? 'confirmed' : 'denied';
}

const refuse = (code: string, message: string): ZaikeError => new ZaikeError(message, { code, retry: false });
