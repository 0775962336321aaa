import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** As a camera that was turned stores the picture: upright again once its EXIF orientation (1–8) is obeyed. */
export async function laidDown(upright: Buffer, orientation: number): Promise<Buffer> {
  const degrees = [0, 0, 0, 180, 180, 270, 270, 90, 90][orientation] ?? 0;
  const mirrored = orientation === 2 || orientation === 4 || orientation === 5 || orientation === 7;
  const flopped = await sharp(upright).flop(mirrored).png().toBuffer();
  return sharp(flopped).rotate(degrees).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
}

/** A PNG's signature and header of that size, and nothing of a picture. */
export function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13, 0);
  header.write('IHDR', 4, 'latin1');
  header.writeUInt32BE(width, 8);
  header.writeUInt32BE(height, 12);
  header.writeUInt8(8, 16);
  header.writeUInt8(2, 17);
  const end = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
  header.writeUInt32BE(crc32(header.subarray(4, 21)), 21);
  const data = Buffer.from([0, 0, 0, 0, 0x49, 0x44, 0x41, 0x54, 0x35, 0xaf, 0x06, 0x1e]);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), header, data, end]);
}
