import { z } from 'zod';
import { type DurationMs, type EpochMs, milliseconds } from '../../core/domain/units.ts';

/**
 * What ONVIF replies must hold to be of use. Unknown keys are let through: every maker adds its own. Elements that may
 * carry attributes come as a string or as `{ _, $ }`; lists of one come without the list.
 */
export const text = z.union([z.string(), z.object({ _: z.string() }).transform((element) => element._)]);
export const whole = text.transform(Number).pipe(z.int());
const optionalNumber = text.transform(Number).pipe(z.number()).nullish().catch(null);
export const listOf = <T extends z.ZodType>(item: T) => z.union([z.array(item), item.transform((one) => [one])]);

const dateTime = z.object({
  Date: z.object({ Year: whole, Month: whole, Day: whole }),
  Time: z.object({ Hour: whole, Minute: whole, Second: whole }),
});
const clockReply = z.object({
  GetSystemDateAndTimeResponse: z.object({ SystemDateAndTime: z.object({ UTCDateTime: dateTime }) }),
});

/**
 * How far the camera's clock is ahead of `now`, or null when the reply has no UTC time. (The package's own reading goes
 * wrong by a month on the last days of long months.)
 */
export function clockAhead(data: unknown, now: EpochMs): DurationMs | null {
  const parsed = clockReply.safeParse(data);
  if (!parsed.success) return null;
  const { Date: date, Time: time } = parsed.data.GetSystemDateAndTimeResponse.SystemDateAndTime.UTCDateTime;
  const at = Date.UTC(date.Year, date.Month - 1, date.Day, time.Hour, time.Minute, time.Second);
  return Number.isNaN(at) ? null : milliseconds(at - now);
}

/** `GetCapabilities`: the address of the media service. */
export const capabilities = z
  .object({ GetCapabilitiesResponse: z.object({ Capabilities: z.object({ Media: z.object({ XAddr: text }) }) }) })
  .transform((reply) => reply.GetCapabilitiesResponse.Capabilities.Media.XAddr);

/** `GetDeviceInformation`: who made it. */
export const information = z
  .object({ GetDeviceInformationResponse: z.object({ Manufacturer: text.catch(''), Model: text.catch('') }) })
  .transform(({ GetDeviceInformationResponse: { Manufacturer, Model } }) => ({ maker: Manufacturer, model: Model }));

const profile = z.object({
  $: z.object({ token: z.string() }),
  Name: text.catch(''),
  VideoSourceConfiguration: z.object({ SourceToken: text }).optional(),
  VideoEncoderConfiguration: z
    .object({
      Encoding: text,
      Resolution: z.object({ Width: whole, Height: whole }),
      RateControl: z.object({ FrameRateLimit: optionalNumber, BitrateLimit: optionalNumber }).partial().optional(),
    })
    .optional(),
});

/** `GetProfiles`: those that have a picture, as facts. */
export const profiles = z
  .object({ GetProfilesResponse: z.object({ Profiles: listOf(profile) }) })
  .transform(({ GetProfilesResponse: { Profiles } }) =>
    Profiles.flatMap(({ $, Name, VideoSourceConfiguration, VideoEncoderConfiguration: encoder }) =>
      encoder
        ? [
            {
              token: $.token,
              name: Name,
              lens: VideoSourceConfiguration?.SourceToken ?? '',
              codec: encoder.Encoding,
              width: encoder.Resolution.Width,
              height: encoder.Resolution.Height,
              fps: encoder.RateControl?.FrameRateLimit ?? null,
              kbps: encoder.RateControl?.BitrateLimit ?? null,
            },
          ]
        : [],
    ),
  );

/** `GetStreamUri`: the address of a profile's stream. */
export const streamUri = z
  .object({
    GetStreamUriResponse: z.object({ MediaUri: z.object({ Uri: text.pipe(z.url({ protocol: /^rtsps?$/ })) }) }),
  })
  .transform((reply) => reply.GetStreamUriResponse.MediaUri.Uri);

/** The answer to a search: one device with its addresses, the first that is HTTP, and what its scopes say. */
const match = z.object({
  EndpointReference: z.object({ Address: text }),
  XAddrs: text,
  Scopes: text.catch(''),
});
export const probeMatches = z
  .object({ Body: z.object({ ProbeMatches: z.object({ ProbeMatch: listOf(match) }) }) })
  .transform((envelope) => envelope.Body.ProbeMatches.ProbeMatch);

/** `GetServices`: the address of Media version 2, where the camera has it. */
export const media2Address = z
  .object({ GetServicesResponse: z.object({ Service: listOf(z.object({ Namespace: text, XAddr: text })) }) })
  .transform(
    ({ GetServicesResponse: { Service } }) =>
      Service.find(({ Namespace }) => Namespace === 'http://www.onvif.org/ver20/media/wsdl')?.XAddr ?? null,
  );
