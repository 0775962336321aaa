import type { Enrollee as EnrolleeView, EnrolmentView, Likeness } from '../../../core/contract/office/enrolment.ts';
import { findingText, nextStepText } from '../../../core/contract/office/enrolment-words.ts';
import type { VisionPack } from '../../../core/contract/vision.ts';
import {
  type AlikeFinding,
  type AlikeLimits,
  alikePairs,
  type PersonTemplate,
  samePhotos,
  strayPhotos,
} from '../../../core/domain/alike.ts';
import { nextStep, peopleToFile, photoFindings, photosWanted } from '../../../core/domain/enrolment.ts';
import type { Consents } from './consent.ts';
import type { Gallery } from './gallery.ts';
import { type KnownPhoto, knownPhoto } from './photo-facts.ts';
import type { CenterWord, Enrollee, EnrolmentPorts } from './ports.ts';

/** What the doctor finds about a group of people: a class's trainees, or the staff. */
export type Doctor = (group: readonly Enrollee[]) => Omit<EnrolmentView, 'cameras'>;

export function createDoctor(ports: EnrolmentPorts, consents: Consents, gallery: Gallery): Doctor {
  const { keeper, templates, vision, people, centerWord } = ports;
  return (group) => {
    const pack = vision.pack();
    const photos = new Map(group.map(({ id }) => [id, keeper.photosOf(id).map(knownPhoto)]));
    const all = templates.all().filter(({ model }) => model === pack?.modelId);
    const enrolled = new Map(all.map((template): [string, PersonTemplate] => [template.person, template]));
    const views = group.map((one) =>
      viewOf(one, photos.get(one.id) ?? [], {
        consent: consents.stateOf(one.id),
        enrolled: enrolled.has(one.id),
        settled: gallery.wasEnrolled(one.id),
        model: pack?.modelId ?? null,
        word: centerWord(one.id),
      }),
    );
    const nameOf = (id: string): Likeness['people'][number] => {
      const found = people.find(id);
      return { id, name: found?.name ?? id, code: found?.code ?? null };
    };
    const mine = [...photos.values()].flat();
    const found = [
      ...samePhotos(mine.map((photo) => ({ photo: photo.id, person: photo.person, sha256: photo.facts.sha256 }))),
      ...(pack === null ? [] : faces(group, mine, enrolled, pack)),
    ];
    return {
      people: views,
      likeness: found.map((each) => likenessOf(each, nameOf)),
      model: pack?.modelId ?? null,
      trouble: vision.trouble(),
      damaged: [...(pack?.damaged ?? [])],
      stale: gallery.stale().length,
      filing: { people: keeper.persons().length, from: peopleToFile },
    };
  };
}

function faces(
  group: readonly Enrollee[],
  photos: readonly KnownPhoto[],
  enrolled: ReadonlyMap<string, PersonTemplate>,
  pack: VisionPack,
): readonly AlikeFinding[] {
  const limits = limitsOf(pack);
  const mine = group.flatMap(({ id }) => enrolled.get(id) ?? []);
  const everybody = [...enrolled.values()];
  const embedded = photos.flatMap(({ id, person, embedding, facts }) =>
    embedding?.model === pack.modelId && !facts.pending
      ? [{ photo: id, person, embedding: embedding.values, weight: facts.weight }]
      : [],
  );
  const pairs = alikePairs(mine, everybody, limits);
  const one = new Set(pairs.filter(({ same }) => same).flatMap(({ people: [a, b] }) => [`${a} ${b}`, `${b} ${a}`]));
  // Of two enrolments of one face every photo is as close to the other's: that is said once, of the pair.
  const strays = strayPhotos(embedded, everybody, limits).filter(
    (stray) => stray.code === 'odd' || !one.has(`${stray.person} ${stray.other}`),
  );
  return [...pairs, ...strays];
}

/** Templates are means of several photos: the threshold for the most frames. */
const limitsOf = ({ thresholds, margin }: VisionPack): AlikeLimits => ({
  threshold: thresholds.at(-1)?.similarity ?? 1,
  margin,
});

function viewOf(
  { id, name }: Enrollee,
  photos: readonly KnownPhoto[],
  {
    consent,
    enrolled,
    settled,
    model,
    word,
  }: Pick<EnrolleeView, 'consent' | 'enrolled' | 'settled'> & { model: string | null; word: CenterWord | null },
): EnrolleeView {
  const settledPhotos = photos.filter(({ facts }) => !facts.pending);
  const standings = settledPhotos.map(({ standing }) => standing);
  const next = nextStep({ consent: consent.kind, standings, enrolled });
  const waiting = new Set(word?.kind === 'waiting' ? word.photos : []);
  const usable = standings.filter((standing) => standing !== 'refused').length;
  return {
    ...{ id, name, consent, enrolled, settled, next },
    center: word && wordView(word),
    nextText: nextStepText(next, { usable, least: photosWanted.least }),
    photos: photos.map(({ id: photo, source, addedAt, addedBy, standing, facts, embedding }) => ({
      ...{ id: photo, name: facts.name, source, addedBy, standing },
      addedAt: new Date(addedAt).toISOString(),
      findings: photoFindings(facts.sight).map((finding) => ({
        ...{ code: finding.code, refused: finding.refused },
        text: findingText(finding),
      })),
      ...{ pending: facts.pending, matched: facts.matched, waits: waiting.has(photo) },
      counts: enrolled && !facts.pending && !waiting.has(photo) && standing !== 'refused' && embedding?.model === model,
    })),
  };
}

const wordView = (word: CenterWord): EnrolleeView['center'] =>
  word.kind === 'waiting'
    ? { kind: 'waiting', since: new Date(word.since).toISOString() }
    : { kind: 'refused', why: word.why, at: new Date(word.at).toISOString() };

function likenessOf(finding: AlikeFinding, nameOf: (id: string) => Likeness['people'][number]): Likeness {
  switch (finding.code) {
    case 'alike': {
      const people = finding.people.map(nameOf);
      const [one, other] = people.map(({ name, code }) => (code === null ? name : `${name}（${code}）`));
      const text = finding.same
        ? `${one}与${other}很可能是同一个人的脸：请核对照片和身份证，删除重复的一方`
        : `${one}与${other}长相接近，容易混淆：请各补拍 2 张清晰的正面照片`;
      return { code: finding.same ? 'same-face' : 'alike', people, photos: [], similarity: finding.similarity, text };
    }
    case 'closer-to-other': {
      const [own, other] = [nameOf(finding.person), nameOf(finding.other)];
      return {
        ...{ code: finding.code, people: [own, other], photos: [finding.photo], similarity: null },
        text: `${own.name}有一张照片更像${other.name}：请核对是否放错了人，放错就删除`,
      };
    }
    case 'odd': {
      const own = nameOf(finding.person);
      return {
        ...{ code: finding.code, people: [own], photos: [finding.photo], similarity: null },
        text: `${own.name}有一张照片与本人其他照片不像：请核对，不是本人就删除`,
      };
    }
    case 'same-photo': {
      const people = [...new Set(finding.people)].map(nameOf);
      const text =
        people.length > 1
          ? `${people.map(({ name }) => name).join('与')}用了同一张照片：请核对是谁的，删除另一张`
          : `${people[0]?.name ?? ''}的同一张照片上传了两次：请删除一张，换一张不同的`;
      return { code: finding.code, people, photos: [...finding.photos], similarity: null, text };
    }
  }
}
