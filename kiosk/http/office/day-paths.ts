import * as z from 'zod/mini';
import { classCodeSchema, dateSchema } from '../../../core/contract/office/day-fields.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';

/** The id of an entry in a path's `:id`. @throws ZaikeError `no-such-entry`. */
export const idOf = ({ id = '' }: Readonly<Record<string, string>>): number => {
  const value = Number(id);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ZaikeError('地址不对', { code: 'no-such-entry', retry: false });
};

const lessonSchema = z.strictObject({
  code: classCodeSchema,
  date: dateSchema,
  no: z.coerce.number().check(z.int(), z.positive()),
});

/** The lesson of a path's `:code/lessons/:date/:no`. @throws ZaikeError `no-such-lesson`. */
export const lessonOf = (params: Readonly<Record<string, string>>): z.infer<typeof lessonSchema> => {
  const parsed = z.safeParse(lessonSchema, params);
  if (parsed.success) return parsed.data;
  throw new ZaikeError('没有这节课', { code: 'no-such-lesson', retry: false });
};
