import * as z from 'zod/mini';

/** A paired kiosk as the center lists it. */
export const kioskViewSchema = z.strictObject({
  id: z.string(),
  institution: z.string(),
  room: z.string(),
  pairedAt: z.int(),
  pairedBy: z.string(),
  lastSeenAt: z.nullable(z.int()),
  software: z.string(),
  contract: z.int(),
  connected: z.boolean(),
  /** First 16 digits of the key's SHA-256, as the kiosk's office shows it, to compare on the phone. */
  fingerprint: z.string(),
});
export type KioskView = z.infer<typeof kioskViewSchema>;
export const kioskViewsSchema = z.readonly(z.array(kioskViewSchema));

const place = {
  institution: z.string().check(z.trim(), z.minLength(1, '请填写机构'), z.maxLength(100)),
  room: z.string().check(z.trim(), z.minLength(1, '请填写教室'), z.maxLength(100)),
};

/** Pairing: the code that the kiosk's office shows, and whose room it stands in. */
export const pairSchema = z.strictObject({
  code: z
    .string()
    .check(
      z.trim(),
      z.toUpperCase(),
      z.regex(/^[A-Z0-9]{4}[- ]?[A-Z0-9]{4}$/, '配对码为 8 位，教室电脑的“监管中心”页面上显示'),
    ),
  ...place,
});
export type Pair = z.infer<typeof pairSchema>;
export const moveKioskSchema = z.strictObject(place);
