import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PhotoReportView, photoReportSchema } from '../../core/contract/office/enrolment.ts';
import { badPhotos, oddPhotosOf } from '../support/enrolment/odd-photos.ts';
import { startEnrolmentOffice } from '../support/enrolment/office.ts';
import { people, portrait, RealVision } from '../support/enrolment/real-vision.ts';
import type { OfficeClient } from '../support/office/client.ts';

/** Files that are handed in as photos, through the office's HTTP interface, the real vision process and back. */
describe('photos of all kinds, handed in at the office', () => {
  let real: RealVision;
  let office: Awaited<ReturnType<typeof startEnrolmentOffice>>;
  let teacher: OfficeClient;
  beforeAll(async () => {
    real = new RealVision(null);
    office = await startEnrolmentOffice(real.vision);
    teacher = await office.as('teacher');
    await real.running();
  });
  afterAll(async () => {
    await office[Symbol.asyncDispose]();
    await real[Symbol.asyncDispose]();
  });

  const add = async (name: string, bytes: Uint8Array): Promise<PhotoReportView> => {
    const path = `/enrolment/people/t1/photos?name=${encodeURIComponent(name)}`;
    const { status, body } = await teacher.upload('POST', path, new Uint8Array(bytes));
    expect([name, status, body]).toMatchObject([name, 200, {}]);
    return photoReportSchema.parse(body);
  };
  /** The picture in 8 × 8 grey fields; another way round it differs by 20 and more at the mean, CMYK by 7. */
  const fields = async (bytes: Uint8Array): Promise<readonly number[]> => [
    ...(await sharp(bytes).resize(8, 8, { fit: 'fill' }).greyscale().raw().toBuffer()),
  ];

  it('whatever a telephone, a scanner or a messenger wrote is kept, and shown upright as the first picture', async () => {
    const wanted = await fields(await portrait(people.wang));
    for (const [name, bytes] of await oddPhotosOf(people.wang)) {
      const report = await add(name, bytes);
      expect([name, report.kind, report.findings.filter(({ refused }) => refused)]).toEqual([name, 'kept', []]);
      const shown = await teacher.get(`/enrolment/photos/${report.photo ?? ''}?size=small`);
      expect(await sharp(shown.bytes).metadata(), name).toMatchObject({ format: 'jpeg', space: 'srgb', channels: 3 });
      const differences = (await fields(shown.bytes)).map((grey, i) => Math.abs(grey - (wanted[i] ?? 0)));
      expect(differences.reduce((sum, one) => sum + one) / differences.length, name).toBeLessThan(14);
    }
  });

  it('what is no photo to enrol from is told in words of the teacher, and nothing of it is kept', async () => {
    const kept = () => office.db.prepare('select count(*) from enrolmentPhoto').pluck().get();
    const before = kept();
    for (const [name, bytes, words] of await badPhotos()) {
      const report = await add(name, bytes);
      expect([name, report]).toMatchObject([name, { kind: 'unreadable', photo: null, standing: 'refused' }]);
      expect(report.findings.map(({ text }) => text)).toEqual([expect.stringMatching(words) as string]);
    }
    expect(kept()).toBe(before);
  });
});
