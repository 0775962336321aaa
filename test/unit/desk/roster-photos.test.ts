import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPhoto } from '../../../kiosk/desk/roster/photo-check.ts';
import { stageZip } from '../../../kiosk/desk/roster/photo-files.ts';
import { ownerOf } from '../../../kiosk/desk/roster/photo-names.ts';
import { SealedUpload } from '../../../kiosk/desk/roster/sealed-upload.ts';
import { Staging } from '../../../kiosk/desk/roster/staging.ts';
import { hugePng } from '../../support/enrolment/photo-files.ts';
import { idNumberOf } from '../../support/roster/files.ts';
import { type Packed, zipOf } from '../../support/roster/zip.ts';

let folder: string;
let jpeg: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zaike-roster-'));
  jpeg = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#876' } })
    .jpeg()
    .toBuffer();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const zhang = { name: '张三', idNumber: idNumberOf(1) };
const li = { name: '李四', idNumber: idNumberOf(2) };
const li2 = { name: '李四', idNumber: idNumberOf(4) };
const amina = { name: '阿米娜·买买提', idNumber: idNumberOf(3) };
const numbered = { name: '学员乙1', idNumber: idNumberOf(5) };
const people = [zhang, li, li2, amina, numbered];

describe('whose photo a file name says it is', () => {
  it.each([
    ['张三.jpg', zhang],
    ['张三_1.JPG', zhang],
    ['张三-2.jpeg', zhang],
    ['张三(3).png', zhang],
    ['张三（4）.png', zhang],
    ['张三 5.jpg', zhang],
    ['张 三2.jpg', zhang],
    ['张三-侧面.jpg', zhang],
    ['2026秋/张三/IMG_0001.jpg', zhang],
    [`${idNumberOf(2)}.jpg`, li],
    [`${idNumberOf(4)}_2.jpg`, li2],
    [`李四${idNumberOf(4)}.jpg`, li2],
    [`${idNumberOf(4)}/正面.jpg`, li2],
    ['阿米娜•买买提_1.jpg', amina],
    ['学员乙1.jpg', numbered],
    ['学员乙1_1.jpg', numbered],
  ])('%s', (path, owner) => {
    expect(ownerOf(path, people)).toEqual({ kind: 'owner', owner });
  });

  it('does not guess between two people of one name', () => {
    expect(ownerOf('李四_1.jpg', people)).toMatchObject({
      kind: 'ambiguous',
      what: '名单里有 2 位“李四”，分不清是谁的照片',
    });
  });

  it('names what belongs to nobody, ID numbers masked', () => {
    expect(ownerOf('IMG_0001.jpg', people)).toMatchObject({ kind: 'nobody' });
    const match = ownerOf(`${idNumberOf(9)}.jpg`, people);
    expect(match).toMatchObject({ kind: 'nobody', what: expect.stringContaining('********') as string });
    expect(JSON.stringify(match)).not.toContain(idNumberOf(9));
  });
});

describe('a photo before it is decoded', () => {
  it('is taken as JPEG, PNG or WebP', async () => {
    const picture = sharp(jpeg);
    for (const bytes of [jpeg, await picture.clone().png().toBuffer(), await picture.clone().webp().toBuffer()])
      expect(await checkPhoto(bytes)).toEqual({ kind: 'photo', width: 300, height: 400 });
  });

  it('is refused with 100 megapixels by its header alone', async () => {
    expect(await checkPhoto(hugePng(10_000, 10_000))).toMatchObject({
      kind: 'fault',
      what: '照片有 100 百万像素（10000 × 10000），最多 60 百万',
    });
  });

  it.each([
    ['HEIC', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), /HEIC/, /转换为 JPEG/],
    ['no picture', () => Buffer.from('这是一段文字'), /不是照片/, /JPEG 或 PNG/],
    ['a PDF', () => Buffer.from('%PDF-1.7'), /PDF/, /另存为 JPEG/],
    ['an empty file', () => Buffer.alloc(0), /空的/, /重新拷贝/],
    ['a damaged JPEG', () => jpeg.subarray(0, 40), /已损坏/, /重新拷贝/],
    ['a thumbnail', () => sharp(jpeg).resize(60).jpeg().toBuffer(), /太小/, /至少 120/],
  ])('is refused when it is %s', async (_, make, what, advice) => {
    expect(await checkPhoto(await make())).toMatchObject({
      kind: 'fault',
      what: expect.stringMatching(what) as string,
      advice: expect.stringMatching(advice) as string,
    });
  });
});

describe('a .zip of photos', () => {
  const stage = async (files: readonly Packed[]) => {
    const file = join(folder, `${String(Math.floor(performance.now() * 1000))}.zip`);
    await using sealed = await SealedUpload.take(file, Readable.from([zipOf(files)]));
    expect((await readFile(file)).subarray(0, 4).equals(zipOf(files).subarray(0, 4))).toBe(false);
    await using staging = await Staging.open(join(folder, 'staged'));
    const read = await stageZip(await sealed.source(), staging, new AbortController().signal);
    const bytes = await Promise.all(
      (read.kind === 'photos' ? read.photos : []).map(async ({ sha256 }) =>
        sha256 === null ? null : await staging.get(sha256),
      ),
    );
    const onDisk = await readdir(join(folder, 'staged'));
    return { read, bytes, onDisk };
  };

  it('gives its photos, from folders and with names in GBK, without the litter of operating systems', async () => {
    const gbk = Uint8Array.from([0xd5, 0xc5, 0xc8, 0xfd, 0x2e, 0x6a, 0x70, 0x67]); // 张三.jpg
    const { read, bytes } = await stage([
      { name: '班/李四/1.jpg', bytes: jpeg },
      { name: gbk, bytes: jpeg },
      { name: '__MACOSX/班/._1.jpg', bytes: Buffer.from('x') },
      { name: '班/Thumbs.db', bytes: Buffer.from('x') },
      { name: '班/', bytes: Buffer.alloc(0) },
    ]);
    expect(read).toMatchObject({ kind: 'photos', photos: [{ path: '班/李四/1.jpg' }, { path: '张三.jpg' }] });
    expect(bytes.map((each) => each?.equals(jpeg))).toEqual([true, true]);
  });

  it('names each file that is no photo, and keeps the others', async () => {
    const { read } = await stage([
      { name: '张三.jpg', bytes: jpeg },
      { name: '说明.txt', bytes: Buffer.from('你好') },
    ]);
    expect(read).toMatchObject({
      kind: 'photos',
      photos: [{ sha256: expect.any(String) as string }, { path: '说明.txt', sha256: null, what: '不是照片' }],
    });
  });

  it.each([
    ['leads outside by ..', [{ name: '../张三.jpg', bytes: Buffer.from('x') }], /包外/],
    ['leads outside by \\..\\', [{ name: 'a\\..\\..\\b.jpg', bytes: Buffer.from('x') }], /包外/],
    ['has an absolute name', [{ name: '/etc/passwd', bytes: Buffer.from('x') }], /包外/],
    ['has a name with a drive', [{ name: 'C:/x.jpg', bytes: Buffer.from('x') }], /包外/],
    ['is a bomb', [{ name: '张三.jpg', bytes: Buffer.alloc(20_000_000) }], /压缩炸弹/],
    [
      'is a bomb that lies about its size',
      [{ name: '张三.jpg', bytes: Buffer.alloc(30_000_000), claims: 1000 }],
      /压缩炸弹|过大/,
    ],
    [
      'has too many files',
      Array.from({ length: 2001 }, (_, i) => ({ name: `${i}.jpg`, bytes: Buffer.from('x') })),
      /超过 2000 个/,
    ],
    ['has no photos', [{ name: '.DS_Store', bytes: Buffer.from('x') }], /没有照片/],
  ])('is refused whole when it %s', async (_, files, expected) => {
    const { read } = await stage(files);
    expect(read).toMatchObject({ kind: 'refused', what: expect.stringMatching(expected) as string });
  });

  it('is refused when it is damaged', async () => {
    const cut = zipOf([{ name: '张三.jpg', bytes: jpeg }]).subarray(0, 50);
    await using staging = await Staging.open(join(folder, 'staged2'));
    const read = await stageZip(cut, staging, new AbortController().signal);
    expect(read).toMatchObject({ kind: 'refused', what: '压缩包已损坏，无法读取' });
  });

  it('is kept unreadable on the disk, and gone with its scope', async () => {
    const at = join(folder, 'staged3');
    {
      await using staging = await Staging.open(at);
      const name = await staging.put(jpeg);
      expect((await readFile(join(at, name))).includes(jpeg.subarray(0, 12))).toBe(false);
    }
    await expect(readdir(at)).rejects.toThrow('ENOENT');
  });
});
