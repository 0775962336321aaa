import { mkdirSync, writeFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CODE, startEnrolmentOffice } from '../support/enrolment/office.ts';
import { PaintedVision, painted } from '../support/enrolment/painted-vision.ts';
import type { OfficeClient } from '../support/office/client.ts';

/* The enrolment photo on 附件2: whose, how large, and what of it is noted. */

/** Where the drawn face lies: left of the middle of a wide picture. */
const FACE = { x: 300, y: 240, width: 160, height: 200 };

/** A drawn portrait: grey wall, dark coat, a face. `turn`: as a telephone held upright writes it (EXIF 6). */
async function drawn(width: number, height: number, turned = false): Promise<Uint8Array<ArrayBuffer>> {
  const { x, y, width: w, height: h } = FACE;
  const [cx, cy] = [x + w / 2, y + h / 2];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#9fb4c7"/>
    <ellipse cx="${cx}" cy="${cy + h * 1.75}" rx="${w * 1.3}" ry="${h}" fill="#26324a"/>
    <ellipse cx="${cx}" cy="${cy - h * 0.12}" rx="${w * 0.62}" ry="${h * 0.66}" fill="#2b2119"/>
    <ellipse cx="${cx}" cy="${cy}" rx="${w / 2}" ry="${h / 2}" fill="#e8b892"/>
    <circle cx="${cx - 32}" cy="${cy - 20}" r="8" fill="#222"/><circle cx="${cx + 32}" cy="${cy - 20}" r="8" fill="#222"/>
  </svg>`;
  const picture = sharp(Buffer.from(svg));
  const made = turned ? picture.rotate(-90).withMetadata({ orientation: 6 }) : picture;
  return new Uint8Array(await made.jpeg({ quality: 95 }).toBuffer());
}

let vision: PaintedVision;
let office: Awaited<ReturnType<typeof startEnrolmentOffice>>;
let teacher: OfficeClient;
beforeEach(async () => {
  vision = new PaintedVision();
  const look = vision.examine;
  vision.examine = async (bytes, name, embed) => {
    const { width, height } = await sharp(bytes).autoOrient().metadata();
    const seen = await look(painted({}), name, embed);
    return seen.kind === 'face' ? { ...seen, box: FACE, width, height } : seen;
  };
  office = await startEnrolmentOffice(vision);
  teacher = await office.as('teacher');
});
afterEach(() => office[Symbol.asyncDispose]());

const agree = (textVersion: string, people = ['t1']) =>
  teacher.send('POST', '/enrolment/consents', { people, date: '2026-09-28', textVersion, how: 'paper' });
const add = (photo: Uint8Array<ArrayBuffer>) => teacher.upload('POST', '/enrolment/people/t1/photos?name=a.jpg', photo);
const pageOf = async (client = teacher, query = '?trainee=t1'): Promise<string> =>
  new TextDecoder().decode((await client.get(`/classes/${CODE}/forms/2/html${query}`)).bytes);
const picturesIn = (page: string): Buffer[] =>
  [...page.matchAll(/data:image\/jpeg;base64,([A-Za-z0-9+/=]+)/g)].map(([, data = '']) => Buffer.from(data, 'base64'));
const exported = () =>
  office.db.prepare("select action, detail from audit where action like 'form-exported%' order by id desc").get();

describe('the photo on 附件2', () => {
  it('is there when the consent speaks of it, on the page and in the workbook, and leaves a line in the audit', async () => {
    await agree('2026-2');
    await add(await drawn(1200, 800));
    const [picture] = picturesIn(await pageOf());
    if (picture === undefined) throw new Error('expected a photo');
    const { width, height, exif } = await sharp(picture).metadata();
    expect([width <= 413, height <= 531, Math.abs(width / height - 35 / 45) < 0.01, exif]).toEqual([
      true,
      true,
      true,
      undefined,
    ]);
    const at = { left: Math.round(width / 2), top: Math.round(height * 0.49), width: 1, height: 1 };
    const [red = 0, green = 0, blue = 0] = await sharp(picture).extract(at).raw().toBuffer();
    expect([red, green, blue].map((value) => Math.round(value / 16))).toEqual([15, 12, 9]);
    expect(exported()).toEqual({
      action: 'form-exported-with-photos',
      detail: `打开打印页 附件2-${CODE}-t1-遮挡.html，含 1 人的登记照片`,
    });
    const { bytes } = await teacher.get(`/classes/${CODE}/forms/2/xlsx`);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes.slice().buffer);
    expect(book.worksheets.map((sheet) => sheet.getImages().length)).toEqual([1, 0, 0]);
    if (process.env['KEEP_FORMS'] !== undefined) {
      mkdirSync('.cache/forms', { recursive: true });
      writeFileSync('.cache/forms/annex2.xlsx', bytes);
      writeFileSync('.cache/forms/annex2.html', await pageOf());
    }
  });

  it('is not there without consent, by an older text that does not speak of it, or once it is withdrawn', async () => {
    await add(await drawn(1200, 800));
    expect(picturesIn(await pageOf())).toEqual([]);
    await agree('2026-1');
    expect(picturesIn(await pageOf())).toEqual([]);
    expect(exported()).toMatchObject({ action: 'form-exported' });
    await agree('2026-2');
    expect(picturesIn(await pageOf())).toHaveLength(1);
    await teacher.send('POST', '/enrolment/people/t1/withdraw', { date: '2026-09-29', why: '不想' });
    expect(picturesIn(await pageOf())).toEqual([]);
  });

  it('is for those who may see enrolment photos: a viewer’s form has an empty place', async () => {
    await agree('2026-2');
    await add(await drawn(1200, 800));
    expect(picturesIn(await pageOf(await office.as('viewer')))).toEqual([]);
  });

  it('a portrait is taken whole, upright, and needs no vision; a wide one without vision is taken whole too', async () => {
    await agree('2026-2');
    await add(await drawn(600, 800, true));
    const asked = vision.asked.length;
    const [portrait] = picturesIn(await pageOf());
    expect(await sharp(portrait).metadata()).toMatchObject({ width: 398, height: 531 });
    expect(vision.asked.length).toBe(asked);
    vision.use = null;
    expect(picturesIn(await pageOf())).toHaveLength(1);
  });

  it('of several the one is taken that the template rests on most, never one that was refused', async () => {
    await agree('2026-2');
    vision.examine = () => Promise.resolve({ kind: 'no-face' });
    await add(await drawn(1200, 800));
    expect(picturesIn(await pageOf())).toEqual([]);
  });
});
