import { maskIdNumber } from '../../../core/domain/person.ts';
import { plainText } from '../tables/table.ts';

/** Somebody whom photos may be of. */
export interface PhotoOwner {
  readonly name: string | null;
  readonly idNumber: string | null;
}

/** Whose photo a path says it is; `what` and `advice` (zh-CN) when it says nobody's or several people's. */
export type PhotoMatch<T> =
  | { readonly kind: 'owner'; readonly owner: T }
  | { readonly kind: 'nobody' | 'ambiguous'; readonly what: string; readonly advice: string };

const ID_NUMBER = /(?<!\d)\d{17}[\dXx](?!\d)/;
/** `_1`, `-2`, ` 3`, `(4)`, `（5）` at the end of a name, as cameras and people count copies. */
const COUNTED = /[\s_\-.]*[([【]?\d{1,3}[)\]】]?$/;
/** What people write behind a name: 张三-正面. */
const POSE = /[\s_\-.]+(正面|正脸|侧面|左侧?|右侧?|照片|证件照|近照|副本)$/;
const HOW = '请按“身份证号_1.jpg”或“姓名_1.jpg”命名，或每人一个文件夹';

/**
 * Whose photo a path is of: an ID number or a 姓名 as its file's name (with a number behind), or as the
 * name of a folder that it lies in, the innermost first. An ID number beats a name; two people of one
 * name are never guessed between.
 */
export function ownerOf<T extends PhotoOwner>(path: string, people: readonly T[]): PhotoMatch<T> {
  const parts = path.split('/').map(plainText);
  const file = (parts.at(-1) ?? '').replace(/\.[A-Za-z0-9]{1,5}$/, '');
  const steps = [file, ...parts.slice(0, -1).reverse()].filter((step) => step !== '');
  const number = steps.map((step) => ID_NUMBER.exec(step)?.[0]?.toUpperCase()).find((each) => each !== undefined);
  if (number !== undefined) {
    const owner = people.find(({ idNumber }) => idNumber === number);
    if (owner !== undefined) return { kind: 'owner', owner };
    return {
      kind: 'nobody',
      what: `名单里没有身份证号 ${maskIdNumber(number)}`,
      advice: '请核对文件名中的号码，或把此人加入名单',
    };
  }
  for (const step of steps) {
    for (const name of namesIn(step)) {
      const owners = people.filter((each) => each.name === name);
      if (owners[0] !== undefined && owners.length === 1) return { kind: 'owner', owner: owners[0] };
      if (owners.length > 1)
        return {
          kind: 'ambiguous',
          what: `名单里有 ${owners.length} 位“${name}”，分不清是谁的照片`,
          advice: '请用身份证号给他们的照片命名',
        };
    }
  }
  return { kind: 'nobody', what: `“${file}”不是名单里的姓名或身份证号`, advice: HOW };
}

/** The names that a step may mean: as it stands, then without what counts or describes the copy. */
function namesIn(step: string): readonly string[] {
  const whole = step.replace(/[・•‧∙．]/g, '·');
  const bare = whole.replace(COUNTED, '');
  return [whole, bare, bare.replace(POSE, ''), whole.replace(POSE, '')]
    .map((name) => name.replace(/(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu, '').trim())
    .filter((name, index, all) => name !== '' && all.indexOf(name) === index);
}

/** Whether an entry is litter of an operating system, not anybody's file. */
export function isLitter(path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  return path.startsWith('__MACOSX/') || name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(name);
}
