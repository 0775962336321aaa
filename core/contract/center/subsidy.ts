import * as z from 'zod/mini';

const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const ids = z.readonly(z.array(z.string().check(z.maxLength(200))).check(z.maxLength(1000)));

/** What the center enters of a class for 附件8, beside what the institution filed; people by the filing's ids. */
export const subsidyEntrySchema = z.strictObject({
  /** How each exam ended; nobody listed: no result is known yet, and 附件8 has no rows. */
  exam: z.record(z.string(), z.enum(['passed', 'failed', 'absent', 'notRegistered'])),
  /** 缴纳社会保险 */
  insured: ids,
  /** 材料审核不合格 */
  materialsRejected: ids,
  /** 违纪违规扣减 in percent of 拟补贴金额, up to two decimals, with why. */
  violations: z.readonly(
    z
      .array(
        z.strictObject({
          percent: z.number().check(z.minimum(0), z.maximum(100), z.multipleOf(0.01)),
          why: z.string().check(z.trim(), z.minLength(1, '请写明违规事由'), z.maxLength(500)),
        }),
      )
      .check(z.maxLength(100)),
  ),
  /** First day of publicity 「公示期为5个工作日」; null: not yet. */
  publishedOn: z.nullable(date),
});
export type SubsidyEntry = z.infer<typeof subsidyEntrySchema>;

/** Saving: `revision` is that of what was seen; 0: nothing was entered before. */
export const saveSubsidySchema = z.strictObject({ revision: z.int(), entry: subsidyEntrySchema });

/** A row of 附件8; money as text in yuan with two decimals, shares in percent. */
export const subsidyRowSchema = z.strictObject({
  standard: z.number(),
  months: z.int(),
  opened: z.int(),
  withdrawn: z.int(),
  insured: z.int(),
  notRegistered: z.int(),
  failed: z.int(),
  materialsRejected: z.int(),
  paid: z.int(),
  proposed: z.string(),
  classRateShare: z.string(),
  violationShare: z.string(),
  deducted: z.string(),
  actual: z.string(),
});

export const subsidyClassSchema = z.strictObject({
  kiosk: z.string(),
  code: z.string(),
  institution: z.string(),
  specialty: z.string(),
  opens: z.nullable(date),
  ends: z.nullable(date),
  people: z.int(),
  /** Confirmed events 「到课率不足80%」. */
  events: z.int(),
  rows: z.readonly(z.array(subsidyRowSchema)),
  /** Why there are no rows (zh-CN); ''. */
  lacking: z.string(),
  /** What the institution changed of the filing since the center approved it, in words; null: nothing, or never approved. */
  changed: z.nullable(
    z.strictObject({ revision: z.int(), on: z.string(), paper: z.string(), changes: z.readonly(z.array(z.string())) }),
  ),
});
export type SubsidyClass = z.infer<typeof subsidyClassSchema>;
export const subsidyListSchema = z.strictObject({
  classes: z.readonly(z.array(subsidyClassSchema)),
  /** Sum of what is actually paid, in yuan. */
  actual: z.string(),
});

/** A class's entry with its people. */
export const subsidyEntryViewSchema = z.strictObject({
  ...subsidyClassSchema.shape,
  revision: z.int(),
  entry: subsidyEntrySchema,
  enteredBy: z.nullable(z.string()),
  enteredAt: z.nullable(z.int()),
  publicityEnds: z.nullable(date),
  trainees: z.readonly(
    z.array(
      z.strictObject({
        trainee: z.string(),
        name: z.string(),
        /** Masked. */
        idNumber: z.nullable(z.string()),
        withdrawnOn: z.nullable(date),
        rate: z.string(),
        meets90: z.boolean(),
      }),
    ),
  ),
});
export type SubsidyEntryView = z.infer<typeof subsidyEntryViewSchema>;

/** The publicity list: names, masked numbers, masked phones. */
export const publicitySchema = z.strictObject({
  classes: z.readonly(
    z.array(
      z.strictObject({
        kiosk: z.string(),
        code: z.string(),
        institution: z.string(),
        specialty: z.string(),
        publishedOn: z.nullable(date),
        publicityEnds: z.nullable(date),
        people: z.readonly(
          z.array(
            z.strictObject({
              name: z.string(),
              idNumber: z.string(),
              standard: z.nullable(z.number()),
              months: z.nullable(z.int()),
            }),
          ),
        ),
      }),
    ),
  ),
});
export type Publicity = z.infer<typeof publicitySchema>;
