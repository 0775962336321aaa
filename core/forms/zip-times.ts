/** 1980-01-01 00:00, the first date that a zip can hold (APPNOTE 4.4.6: MS-DOS date and time). */
const DOS_DATE = 0x0021;
const DOS_TIME = 0;

const END_OF_DIRECTORY = 0x0605_4b50;
const DIRECTORY_ENTRY = 0x0201_4b50;
const LOCAL_ENTRY = 0x0403_4b50;
const END_LENGTH = 22;

/**
 * A zip without a comment and below 4 GB, with the time of every entry set to 1980-01-01: the packer
 * writes the time of packing, and the same form is to give the same bytes. Changes `zip` in place and
 * returns it. @throws RangeError when it is no such zip.
 */
export function withoutTimes(zip: Uint8Array): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.byteLength - END_LENGTH;
  expect(view, end, END_OF_DIRECTORY);
  const entries = view.getUint16(end + 10, true);
  let entry = view.getUint32(end + 16, true);
  for (let index = 0; index < entries; index += 1) {
    expect(view, entry, DIRECTORY_ENTRY);
    const local = view.getUint32(entry + 42, true);
    expect(view, local, LOCAL_ENTRY);
    setTime(view, entry + 12);
    setTime(view, local + 10);
    const lengths = [28, 30, 32].map((at) => view.getUint16(entry + at, true)); // name, extra field, comment
    entry += 46 + lengths.reduce((sum, length) => sum + length, 0);
  }
  return zip;
}

function setTime(view: DataView, at: number): void {
  view.setUint16(at, DOS_TIME, true);
  view.setUint16(at + 2, DOS_DATE, true);
}

function expect(view: DataView, at: number, signature: number): void {
  const got = at >= 0 && at + 4 <= view.byteLength ? view.getUint32(at, true) : null;
  if (got !== signature)
    throw new RangeError(`expected a zip with 0x${signature.toString(16)} at ${at}, got ${String(got)}`);
}
