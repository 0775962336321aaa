import * as z from 'zod/mini';
import { courseSchema, figuresSchema, markKinds, totalSchema } from './office/months.ts';

/** What a client of the interface may read. `people`: names and masked ID numbers; without it only ids of trainees. */
export const apiScopes = ['classes', 'months', 'people'] as const;
export const apiScopeSchema = z.enum(apiScopes);
export type ApiScope = (typeof apiScopes)[number];

const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const month = z.string().check(z.regex(/^\d{4}-\d{2}$/));
const count = z.int().check(z.nonnegative());
const instant = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/));

const classFacts = {
  code: z.string(),
  institution: z.nullable(z.string()),
  specialty: z.nullable(z.string()),
};

/** A class in the list. */
export const apiClassSchema = z.strictObject({
  ...classFacts,
  opens: z.nullable(date),
  ends: z.nullable(date),
  approvedOn: z.nullable(date),
  trainees: count,
  months: z.array(month),
});
export const apiClassesSchema = z.strictObject({ classes: z.array(apiClassSchema) });
export type ApiClass = z.infer<typeof apiClassSchema>;

/** A trainee's line of 附件6; `name` and `idNumber` (masked) are null without the scope `people`. */
export const apiMonthTraineeSchema = z.strictObject({
  trainee: z.string(),
  name: z.nullable(z.string()),
  idNumber: z.nullable(z.string()),
  ...figuresSchema.shape,
  course: z.nullable(courseSchema),
  days: z.array(z.strictObject({ date, mark: z.string(), kind: z.enum(markKinds) })),
});
export const apiMonthSchema = z.strictObject({
  class: z.strictObject(classFacts),
  month,
  /** `closed`: frozen under `reportId`; `open`: still changing. */
  state: z.enum(['open', 'closed']),
  reportId: z.string().check(z.regex(/^sha256:[0-9a-f]{64}$/)),
  closedAt: z.nullable(instant),
  workdays: count,
  total: totalSchema,
  trainees: z.array(apiMonthTraineeSchema),
});
export type ApiMonth = z.infer<typeof apiMonthSchema>;

export const apiErrorSchema = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) });

/** A client as the administrator sees it; its token is shown once, when it is made. */
export const apiClientSchema = z.strictObject({
  id: count,
  name: z.string(),
  scopes: z.readonly(z.array(apiScopeSchema)),
  /** The token's first letters. */
  hint: z.string(),
  createdAt: z.int(),
  createdBy: z.string(),
  revokedAt: z.nullable(z.int()),
  revokedBy: z.nullable(z.string()),
  lastUsedAt: z.nullable(z.int()),
  lastUsedFrom: z.nullable(z.string()),
});
export type ApiClient = z.infer<typeof apiClientSchema>;
export const apiClientsSchema = z.readonly(z.array(apiClientSchema));
export const newApiClientSchema = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1, '请填写名称'), z.maxLength(60)),
  scopes: z.array(apiScopeSchema).check(z.minLength(1, '请至少选择一项权限')),
});
export const madeApiClientSchema = z.strictObject({ client: apiClientSchema, token: z.string() });
