import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingText } from '../../core/contract/office/enrolment-words.ts';
import { cameraId, classCode, traineeId } from '../../core/domain/ids.ts';
import { type LocalDate, milliseconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import { type KioskEnrolment, openEnrolment } from '../../kiosk/enrolment.ts';
import { keyMemory } from '../../kiosk/store/key-memory.ts';
import { type Db, openDatabase } from '../../kiosk/store/open.ts';
import { templates } from '../../kiosk/store/templates.ts';
import { openVault } from '../../kiosk/vault/open-vault.ts';
import { badPhotos } from '../support/enrolment/odd-photos.ts';
import { traineesNamed } from '../support/enrolment/office.ts';
import { people, portrait, RealVision } from '../support/enrolment/real-vision.ts';
import { filmOf, samplePhoto } from '../support/vision/film.ts';

const code = classCode('C1');
const today = '2026-10-08' as LocalDate;
const still = { report: () => undefined, signal: new AbortController().signal };

describe('enrolment with the real vision process and real photographs', () => {
  let folder = '';
  let db: Db & Disposable;
  let real: RealVision;
  let desk: KioskEnrolment;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zaike-enrolment-'));
    db = openDatabase(join(folder, 'zaike.db'));
    const shown = join(folder, 'camera.jpg');
    await writeFile(shown, await portrait(people.zhao));
    real = new RealVision(await filmOf(shown));
    rmSync(shown);
    const vault = openVault(join(folder, 'keys', 'vault.key'), keyMemory(db));
    const trainees = traineesNamed(code, {
      zhao: '赵雪',
      wang: '王小明',
      zhou: '周婷',
      other: '冒名',
      aside: '侧脸',
    });
    desk = openEnrolment({
      ...{ db, vault, dataDir: folder, trainees, vision: real.vision, clock: systemClock, log: silentLog },
    });
    real.enrolment = desk;
    await real.running();
  });
  afterAll(async () => {
    await real[Symbol.asyncDispose]();
    db[Symbol.dispose]();
    rmSync(folder, { recursive: true });
  });

  const consent = (person: string): void =>
    desk.consents.give(person, { date: today, textVersion: '2026-1', how: 'paper', by: 'li' }, today);
  const take = async (person: string, name: string, bytes: Buffer) => {
    const incoming = { person, name, read: () => Promise.resolve(bytes) };
    const [report] = await desk.intake.take([incoming], { by: 'li', source: 'upload' }, still);
    return report;
  };

  it('says what is wrong with a small, a crowded and an unreadable photo', async () => {
    const small = await take('wang', '小.jpg', await portrait(people.wang, { side: 400 }));
    expect(small?.findings).toContainEqual(expect.objectContaining({ code: 'small', refused: true }));
    const crowd = await take('wang', '合影.jpg', readFileSync(samplePhoto(4)));
    expect(crowd?.findings).toMatchObject([{ code: 'several-faces', refused: true }]);
    const none = await take('wang', '坏.jpg', Buffer.from('no photo'));
    expect(none).toMatchObject({ kind: 'unreadable', findings: [{ code: 'unreadable' }] });
  });

  it('says in words for the teacher what is wrong with a file that is no photo to enrol from', async () => {
    for (const [name, bytes, words] of await badPhotos()) {
      const report = await take('wang', name, bytes);
      expect(report).toMatchObject({ kind: 'unreadable', photo: null, findings: [{ code: 'unreadable' }] });
      const [finding] = report?.findings ?? [];
      const said = finding === undefined ? '' : findingText(finding);
      expect(said).toMatch(words);
      expect(said).not.toMatch(/[a-z]{4,} [a-z]/); // no words of a library
    }
  });

  it('says which side a head is turned to', async () => {
    const aside = { photo: 5, left: 500, top: 335, width: 370 };
    const left = await take('aside', '侧.jpg', await portrait(aside, { side: 1200 }));
    const right = await take('aside', '侧反.jpg', await portrait(aside, { side: 1200, mirrored: true }));
    const sides = [left, right].map((report) => report?.findings.find((each) => each.code === 'turned'));
    expect(sides).toMatchObject([{ side: 'left' }, { side: 'right' }]);
  });

  it('embeds nobody without consent, and lets vision know who agreed', async () => {
    await take('zhou', '1.jpg', await portrait(people.zhou));
    expect(db.prepare('select count(*) from template').pluck().get()).toBe(0);
    consent('zhou');
    await desk.rebuild(['zhou']);
    expect(db.prepare('select person, photos from template').all()).toEqual([{ person: 'zhou', photos: 1 }]);
  });

  it('notices one face under two names, and a photo that is somebody else\u2019s', async () => {
    consent('wang');
    consent('other');
    await take('wang', '1.jpg', await portrait(people.wang));
    await take('other', '1.jpg', await portrait(people.wang, { mirrored: true, brightness: 1.1 }));
    const found = () => desk.doctor(desk.people.trainees(code)).likeness.map(({ code: kind, text }) => [kind, text]);
    expect(found()).toEqual([
      ['same-face', '冒名（C1）与王小明（C1）很可能是同一个人的脸：请核对照片和身份证，删除重复的一方'],
    ]);
    await take('other', '2.jpg', await portrait(people.zhou, { brightness: 1.1 }));
    await take('other', '3.jpg', await portrait(people.wang, { brightness: 0.9 }));
    expect(found()).toContainEqual(['closer-to-other', '冒名有一张照片更像周婷：请核对是否放错了人，放错就删除']);
  });

  it('takes a straight look from the camera, large enough to be embedded from', async () => {
    consent('zhao');
    const { id } = desk.live.start('zhao', cameraId('front'));
    const until = systemClock.monotonic() + 30_000;
    while (desk.live.session(id).shots.length === 0 && systemClock.monotonic() < until)
      await systemClock.sleep(milliseconds(50));
    const { shots, progress } = desk.live.session(id);
    expect(shots.map(({ step }) => step)).toEqual(['front']);
    expect(progress).toMatchObject({ taken: 1, hint: { kind: 'turn', step: 'left' } });
    const jpeg = Buffer.from(shots[0]?.jpeg ?? []);
    const report = await take('zhao', '现场.jpg', jpeg);
    expect(report?.kind).toBe('kept');
    expect(report?.standing).toMatch(/good|usable/);
    desk.live.end(id);
  });

  it('leaves photos and templates readable nowhere on the disk', async () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    const vault = openVault(join(folder, 'keys', 'vault.key'), keyMemory(db));
    const all = templates(db, vault).all();
    expect(all.map(({ person }) => person).toSorted()).toEqual(['other', 'wang', 'zhao', 'zhou'].map(traineeId));
    for (const { embedding } of all) {
      const bytes = Buffer.from(embedding.buffer).subarray(0, 64);
      expect(files.some((file) => file.includes(bytes))).toBe(false);
    }
    const photo = await portrait(people.zhou);
    expect(files.some((file) => file.includes(photo.subarray(photo.length >> 1, (photo.length >> 1) + 64)))).toBe(
      false,
    );
    // How each JPEG made here begins; its first three bytes alone come about by chance in megabytes of sealed ones.
    expect(photo.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    expect(files.some((file) => file.includes(photo.subarray(0, 12)))).toBe(false);
  });
});
