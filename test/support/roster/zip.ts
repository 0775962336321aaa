import { crc32, deflateRawSync } from 'node:zlib';

/** A file to pack; a name in bytes is written as it is, without the mark of UTF-8. */
export interface Packed {
  readonly name: string | Uint8Array;
  readonly bytes: Uint8Array;
  /** What the directory claims of its unpacked size; left out: the truth. */
  readonly claims?: number;
}

/** A .zip of files (APPNOTE 6.3: local headers, central directory, end record), deflated. */
export function zipOf(files: readonly Packed[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, claims } of files) {
    const raw = typeof name === 'string' ? Buffer.from(name) : Buffer.from(name);
    const data = deflateRawSync(bytes, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(typeof name === 'string' ? 0x800 : 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(claims ?? bytes.length, 18);
    common.writeUInt16LE(raw.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, raw, data]);
    const head = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, Buffer.alloc(14), raw]);
    head.writeUInt32LE(offset, 42);
    locals.push(local);
    central.push(head);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
