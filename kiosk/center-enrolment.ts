import { createHash } from 'node:crypto';
import { likeness } from '../core/domain/alike.ts';
import type { ClassCode } from '../core/domain/ids.ts';
import type { Log } from '../core/platform/log.ts';
import { knownPhoto } from './desk/enrolment/photo-facts.ts';
import type { EnrolmentPorts, KeptTemplate } from './desk/enrolment/ports.ts';
import { type EnrolmentDecision, enrolmentGate, isSame, type Note } from './enrolment-gate.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { EnrolmentTables } from './store/enrolment.ts';
import type { Outbox } from './store/outbox.ts';
import type { Templates } from './store/templates.ts';
import type { WaitingTemplates } from './store/waiting-templates.ts';

export interface EnrolmentNewsOptions {
  readonly templates: Templates;
  readonly keeper: EnrolmentTables;
  readonly outbox: Outbox;
  readonly people: EnrolmentPorts['people'];
  readonly vision: EnrolmentPorts['vision'];
  /** Whether a class was approved or reviewed on site: from then on the center has a say in weak templates. */
  readonly isSettled: (code: ClassCode) => boolean;
  readonly waiting: WaitingTemplates;
  /** The evidence journal; left out: none. */
  readonly journal?: ((fact: Parameters<Evidence['append']>[0]) => Promise<unknown>) | undefined;
  readonly now: EnrolmentPorts['now'];
  readonly log: Log;
}

/** Notes every change of a template: in the list of changes, for the center, in the journal. */
export interface EnrolmentNews {
  readonly templateChanged: EnrolmentPorts['templateChanged'];
  /** Tells a center that has nothing who is enrolled. Called inside a transaction. */
  baseline(): void;
  /** See `EnrolmentPorts.held`. */
  readonly held: EnrolmentPorts['held'];
  readonly centerWord: EnrolmentPorts['centerWord'];
  /**
   * Lets the center's word on a weak template take effect, in the caller's transaction; vision is told afterwards.
   * @throws ZaikeError `enrolment-superseded` when the template it speaks of is none of the person's any more.
   */
  decided(decision: EnrolmentDecision): void;
}

/** Only ids, likeness and hashes ever leave this: no embedding, no photo. */
export function enrolmentNews(options: EnrolmentNewsOptions): EnrolmentNews {
  const { templates, keeper, outbox, people, vision, waiting, journal, now, log } = options;
  const tell = (note: Note, waits: boolean): number => {
    const { person, at, by, role: _role, class: _class, ...facts } = note;
    const id = keeper.addChange({
      person,
      at,
      by,
      body: JSON.stringify({ kind: 'template', ...facts, ...(waits ? { waits } : {}) }),
    });
    outbox.put('enrolment', { id, ...note }, at);
    return id;
  };
  const note = (person: string, detail: string): void => {
    const sha256 = galleryHash(templates.all());
    journal?.({ kind: 'note', about: `enrolment ${person}`, sha256, by: 'kiosk', detail }).catch((error: unknown) =>
      log.error('a change of enrolment was not journalled', { error }),
    );
  };
  const noteOf = (
    person: string,
    before: readonly KeptTemplate[],
    after: KeptTemplate | null,
    wasEnrolled: boolean,
  ): Note => {
    const enrollee = findIn(people, person);
    const old = before.find(({ model }) => model === after?.model);
    const single = old === undefined || after === null ? null : leastPhoto(keeper, old);
    const mean = old === undefined || after === null ? null : clamp(likeness(old.embedding, after.embedding));
    const alike = mean === null || single === null ? mean : Math.min(mean, single);
    const foreign = mean !== null && (mean < leastAlike(vision) || (single ?? 1) < leastAlikePhoto(vision));
    const known = after ?? before[0];
    // Where nothing can be compared (another model, or the template was gone) it may be anybody, but not by photos
    // that count already.
    const isOfSamePhotos = before.some(({ photosHash }) => photosHash === after?.photosHash);
    return {
      person,
      role: known?.staff === true ? 'staff' : 'trainee',
      class: enrollee?.code ?? null,
      what: after === null ? 'removed' : before.length === 0 ? 'enrolled' : 'changed',
      ...{ by: confirmedBy(keeper, person), at: now() },
      photos: after?.photos ?? 0,
      model: after?.model ?? null,
      alike,
      weak: after !== null && (mean === null ? wasEnrolled && !isOfSamePhotos : foreign),
      gallery: galleryHash(templates.all()),
    };
  };
  const weigh = (person: string, before: readonly KeptTemplate[], after: KeptTemplate | null): Note =>
    noteOf(person, before, after, before.length > 0 || hadTemplate(keeper, person));
  const gate = enrolmentGate({ ...options, tell, weigh, note });
  return {
    held: gate.held,
    centerWord: gate.centerWord,
    decided: gate.decided,
    templateChanged: (person, before, after) => {
      waiting.remove(person);
      if (before.length === 0 && after === null) return;
      if (after !== null && before.some((each) => isSame(each, after))) return;
      const told = weigh(person, before, after);
      tell(told, false);
      const { what, photos, alike, weak } = told;
      const like = alike === null ? '' : `，与原模板相似度 ${alike.toFixed(3)}${weak ? '（偏低）' : ''}`;
      note(person, `${what === 'removed' ? '人脸模板已删除' : `人脸模板由 ${String(photos)} 张照片生成`}${like}`);
    },
    baseline: () => {
      const all = templates.all();
      const told = new Set<string>();
      for (const template of all) {
        if (told.has(template.person)) continue;
        told.add(template.person);
        tell({ ...noteOf(template.person, [], template, false), at: template.createdAt }, false);
      }
      for (const { template, enrolment } of waiting.all())
        outbox.put(
          'enrolment',
          { id: enrolment, ...weigh(template.person, templates.of(template.person), template) },
          now(),
        );
    },
  };
}

/** SHA-256 over who is enrolled with which template: what an inspector signs. Order does not matter. */
export function galleryHash(all: readonly Pick<KeptTemplate, 'person' | 'model' | 'embedding'>[]): string {
  const lines = all.map(({ person, model, embedding }) => {
    const bytes = Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength);
    return `${person} ${model} ${createHash('sha256').update(bytes).digest('hex')}`;
  });
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/**
 * How alike the least alike of the photos that count is to a template of the same model; null: there is none. A mean hides
 * it: somebody else's photos among as many of the person's own make a template that is like both.
 */
function leastPhoto(keeper: EnrolmentTables, { person, model, embedding: of }: KeptTemplate): number | null {
  const alike = keeper.photosOf(person).flatMap((row) => {
    const { embedding, facts } = knownPhoto(row);
    return embedding?.model === model && !facts.pending ? [clamp(likeness(of, embedding.values))] : [];
  });
  return alike.length === 0 ? null : Math.min(...alike);
}

/** The same of a single photo, as a probe of one frame is. */
function leastAlikePhoto(vision: EnrolmentNewsOptions['vision']): number {
  return vision.pack()?.thresholds[0]?.similarity ?? 1;
}

/** From this similarity on it is the same person, by the pack in use: a template is a mean, as a probe of most frames is. */
function leastAlike(vision: EnrolmentNewsOptions['vision']): number {
  return vision.pack()?.thresholds.at(-1)?.similarity ?? 1;
}

/** Who confirmed the photos that came since the last template, with the second person; '': nobody had to. */
function confirmedBy(keeper: Pick<EnrolmentTables, 'changesOf'>, person: string): string {
  const changes = keeper.changesOf(person).map(({ by, body }) => ({ by, body: JSON.parse(body) as Confirmed }));
  const since = changes.findLastIndex(({ body }) => body.kind === 'template');
  const last = changes.slice(since + 1).findLast(({ body }) => body.kind === 'later-photos');
  return last === undefined ? '' : `${last.by}，复核 ${last.body.countersignedBy ?? ''}`;
}

interface Confirmed {
  readonly kind?: string;
  readonly countersignedBy?: string;
}

function hadTemplate(keeper: Pick<EnrolmentTables, 'changesOf'>, person: string): boolean {
  return keeper.changesOf(person).some(({ body }) => {
    const { kind } = JSON.parse(body) as { readonly kind?: unknown };
    return kind === 'template' || kind === 'enrolled';
  });
}

const clamp = (value: number): number => Math.max(-1, Math.min(1, value));

/** A class that cannot be read just now does not hold up a change. */
function findIn(people: EnrolmentNewsOptions['people'], person: string): ReturnType<typeof people.find> {
  try {
    return people.find(person);
  } catch {
    return null;
  }
}
