import { z } from 'zod';
import { listOf, text, whole } from './onvif-replies.ts';

/** How a profile's picture is encoded, as Media version 1 and 2 tell it alike. */
export interface Encoder {
  readonly token: string;
  readonly name: string;
  readonly useCount: number;
  /** `H264`, `H265`, `JPEG` … */
  readonly encoding: string;
  readonly width: number;
  readonly height: number;
  readonly quality: number;
  readonly fps: number;
  readonly kbps: number;
}

/** What an encoder can do in H.264. */
export interface H264Options {
  readonly sizes: readonly { readonly width: number; readonly height: number }[];
  /** Keyframe intervals in pictures. */
  readonly gov: { readonly least: number; readonly most: number };
  readonly profiles: readonly string[];
}

const decimal = text.transform(Number).pipe(z.number());
const size = z
  .object({ Width: whole, Height: whole })
  .transform(({ Width, Height }) => ({ width: Width, height: Height }));
const range = z.object({ Min: decimal, Max: decimal }).transform(({ Min, Max }) => ({ least: Min, most: Max }));

const encoder = z
  .object({
    $: z.object({ token: z.string() }),
    Name: text.catch(''),
    UseCount: whole.catch(1),
    Encoding: text,
    Resolution: size,
    Quality: decimal.catch(4),
    RateControl: z
      .object({ FrameRateLimit: decimal.catch(25), BitrateLimit: decimal.catch(1024) })
      .catch({ FrameRateLimit: 25, BitrateLimit: 1024 }),
  })
  .transform(
    ({ $, Name, UseCount, Encoding, Resolution, Quality, RateControl }): Encoder => ({
      ...{ token: $.token, name: Name, useCount: UseCount, encoding: encodingOf(Encoding) },
      ...{ ...Resolution, quality: Quality, fps: RateControl.FrameRateLimit, kbps: RateControl.BitrateLimit },
    }),
  );

/** Makers write `H.265`, `HEVC`; Media 2 says `H265`. */
function encodingOf(said: string): string {
  const plain = said.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return plain === 'HEVC' ? 'H265' : plain;
}

const profile1 = z.object({ $: z.object({ token: z.string() }), VideoEncoderConfiguration: encoder.optional() });
const profile2 = z.object({
  $: z.object({ token: z.string() }),
  Configurations: z.object({ VideoEncoder: encoder.optional() }).optional(),
});

/** `GetProfiles` of Media 1: each profile's encoder. */
export const encoders1 = z
  .object({ GetProfilesResponse: z.object({ Profiles: listOf(profile1) }) })
  .transform((reply) => encodersOf(reply.GetProfilesResponse.Profiles, (each) => each.VideoEncoderConfiguration));

/** `GetProfiles` of Media 2. */
export const encoders2 = z
  .object({ GetProfilesResponse: z.object({ Profiles: listOf(profile2) }) })
  .transform((reply) => encodersOf(reply.GetProfilesResponse.Profiles, (each) => each.Configurations?.VideoEncoder));

function encodersOf<P extends { $: { token: string } }>(
  profiles: readonly P[],
  encoderOf: (profile: P) => Encoder | undefined,
): ReadonlyMap<string, Encoder> {
  return new Map(
    profiles.flatMap((each) => {
      const found = encoderOf(each);
      return found === undefined ? [] : [[each.$.token, found] as const];
    }),
  );
}

/** `GetVideoEncoderConfigurationOptions` of Media 1; null: no H.264. */
export const h264Options1 = z
  .object({
    GetVideoEncoderConfigurationOptionsResponse: z.object({
      Options: z.object({
        H264: z
          .object({
            ResolutionsAvailable: listOf(size),
            GovLengthRange: range,
            H264ProfilesSupported: listOf(text).catch(['Main']),
          })
          .optional(),
      }),
    }),
  })
  .transform((reply): H264Options | null => {
    const { H264 } = reply.GetVideoEncoderConfigurationOptionsResponse.Options;
    if (H264 === undefined) return null;
    return { sizes: H264.ResolutionsAvailable, gov: H264.GovLengthRange, profiles: H264.H264ProfilesSupported };
  });

const words = z.string().transform((list) => list.split(/\s+/).filter((word) => word !== ''));

/** The same of Media 2, which lists one set of options an encoding. */
export const h264Options2 = z
  .object({
    GetVideoEncoderConfigurationOptionsResponse: z.object({
      Options: listOf(
        z.object({
          $: z.object({ GovLengthRange: words.optional(), ProfilesSupported: words.optional() }).catch({}),
          Encoding: text.transform(encodingOf),
          ResolutionsAvailable: listOf(size),
        }),
      ),
    }),
  })
  .transform((reply): H264Options | null => {
    const found = reply.GetVideoEncoderConfigurationOptionsResponse.Options.find(({ Encoding }) => Encoding === 'H264');
    if (found === undefined) return null;
    const [least = 1, most = 400] = (found.$.GovLengthRange ?? []).map(Number);
    return { sizes: found.ResolutionsAvailable, gov: { least, most }, profiles: found.$.ProfilesSupported ?? ['Main'] };
  });
