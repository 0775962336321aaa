import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ZaikeError } from '../core/domain/errors.ts';
import { liveWays } from '../core/domain/live-way.ts';
import type { LocalDate } from '../core/domain/units.ts';

const camera = z.strictObject({
  /** Stays the same for ever: evidence names it. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'expected lower-case letters, digits and hyphens, at most 32'),
  /** What people call it, for example 教室前门. */
  name: z.string().min(1),
  /** A check-in camera is looked at 5 times a second, a room camera once. Both count as room cameras for coverage. */
  role: z.enum(['check-in', 'room']).default('room'),
  /** `rtsp://…` or the ONVIF address `http://…/onvif/device_service`, without user and password. */
  address: z.url({ protocol: /^(rtsp|rtsps|http|https)$/ }),
  username: z.string().optional(),
  password: z.string().optional(),
  /** Which of an ONVIF camera's streams is recorded. */
  stream: z.enum(['main', 'sub']).default('main'),
});

const schema = z.strictObject({
  institution: z.string().default(''),
  /** Database, evidence, keys. Relative paths start at this file's folder. */
  dataDir: z.string().min(1).default('./data'),
  /** A class to begin with, in the words of replay files: taken into the store when it is not there or was not edited since. */
  classFile: z.string().min(1).optional(),
  /** The room that this kiosk watches, as lessons name it. Without it, lessons of every room are watched here. */
  room: z.string().trim().min(1).optional(),
  /** A folder a person: `<trainee id>/*.jpg`. */
  photosDir: z.string().min(1).optional(),
  /**
   * That everybody in `photosDir` signed the consent of this version (`2026-1` …) on this day, on paper, kept by the
   * institution. Without it those photos are examined and not embedded.
   */
  photosConsent: z
    .strictObject({ date: z.iso.date().transform((date) => date as LocalDate), text: z.string().min(1) })
    .optional(),
  cameras: z.array(camera).min(1).max(16),
  http: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.int().min(0).max(65535).default(8460),
      /** Host names, besides addresses and `localhost`, by which the pages may be called. */
      names: z.array(z.string().min(1)).default([]),
      /** Whether browsers reach the pages by TLS only (a proxy before the kiosk). */
      secure: z.boolean().default(false),
    })
    .prefault({}),
  vision: z
    .strictObject({
      runtime: z.enum(['auto', 'onnx', 'face-api']).default('auto'),
      pack: z.enum(['auto', 'standard', 'sharp']).default('auto'),
      /** A picture that was there before, to the last bit, is frozen: so far back it is searched. */
      repeatSeconds: z.number().min(0).max(3600).default(30),
    })
    .prefault({}),
  presence: z
    .strictObject({
      /** A trainee who stays in view is noted this often; the first and the last sighting always are. */
      sightingEverySeconds: z.number().positive().default(15),
      /** Two analysed frames at most this far apart are one observed stretch. */
      continuitySeconds: z.number().positive().default(4),
    })
    .prefault({}),
  recording: z
    .strictObject({
      /** Sound is not recorded unless the policy asks for it. */
      audio: z.boolean().default(false),
      segmentSeconds: z.number().min(5).max(600).default(60),
      /** A signed head of the journal goes out this often. */
      checkpointSeconds: z.number().min(1).max(3600).default(60),
      /** Whether cameras record outside lessons too, and for how many days that is kept. */
      outsideLessons: z.boolean().default(true),
      outsideDays: z.int().min(1).max(3650).default(7),
      /** Lesson video and records: 「培训档案至少保存三年」 from the class's end. */
      archiveYears: z.int().min(3).max(100).default(3),
      /** Below the first, nothing outside lessons is recorded; below the second, nothing. */
      lowGigabytes: z.number().min(0).default(20),
      floorGigabytes: z.number().min(0).default(1),
    })
    .prefault({}),
  /** The center that watches this classroom; without it nothing is told to anybody. */
  center: z
    .strictObject({
      /** `https://center.example`; `http://` reaches only this machine itself, unless `allowClear`. */
      url: z.url({ protocol: /^https?$/ }),
      /** A file of certificates (PEM) to trust besides the system's: a center with one of its own. */
      ca: z.string().min(1).optional(),
      /** Lets people's data go over the network in clear text: only behind a tunnel of one's own. */
      allowClear: z.boolean().default(false),
    })
    .optional(),
  live: z
    .strictObject({
      /**
       * How the center sees a camera that sends H.265, tried in this order: its H.264 sub-stream; that set to H.264 by
       * ONVIF (never the main stream, which is recorded); transcoded here, a third of a core each. One that is left out
       * is never taken.
       */
      order: z
        .array(z.enum(liveWays))
        .min(1, 'expected at least one of sub-stream, onvif, transcode')
        .refine((order) => new Set(order).size === order.length, 'expected each way once')
        .default(['sub-stream', 'transcode']),
    })
    .prefault({}),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** One camera as configured. */
export type CameraConfig = Readonly<z.infer<typeof camera>>;
/** What the kiosk is started with; frozen, all paths absolute. */
export type Config = Readonly<z.infer<typeof schema>>;

/** The environment's part: it wins over the file. */
export interface Environment {
  readonly ZAIKE_DATA_DIR?: string | undefined;
  readonly ZAIKE_PORT?: string | undefined;
}

/**
 * Reads the kiosk's configuration: the JSON file, then the environment.
 * @throws ZaikeError `config` that names the file and each faulty key with what was expected.
 */
export function readConfig(file: string, environment: Environment = process.env): Config {
  const text = readText(file);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw configError(file, [`expected JSON, got: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    throw configError(
      file,
      parsed.error.issues.map(({ path, message }) => `${path.length > 0 ? path.join('.') : '(the whole)'}: ${message}`),
    );
  }
  const config = parsed.data;
  const duplicate = config.cameras.find(
    ({ id }, index) => config.cameras.findIndex((other) => other.id === id) !== index,
  );
  if (duplicate) throw configError(file, [`cameras: the id ${duplicate.id} is there twice`]);
  const port = environment.ZAIKE_PORT === undefined ? config.http.port : Number(environment.ZAIKE_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw configError(file, [`ZAIKE_PORT: expected a port from 0 to 65535, got ${environment.ZAIKE_PORT ?? ''}`]);
  }
  const folder = dirname(resolve(file));
  const dataDir =
    environment.ZAIKE_DATA_DIR === undefined ? resolve(folder, config.dataDir) : resolve(environment.ZAIKE_DATA_DIR);
  return Object.freeze({
    ...config,
    dataDir,
    ...(config.classFile === undefined ? {} : { classFile: resolve(folder, config.classFile) }),
    ...(config.photosDir === undefined ? {} : { photosDir: resolve(folder, config.photosDir) }),
    ...(config.center?.ca === undefined ? {} : { center: { ...config.center, ca: resolve(folder, config.center.ca) } }),
    http: { ...config.http, port },
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw configError(file, [`cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function configError(file: string, faults: readonly string[]): ZaikeError {
  return new ZaikeError(`configuration ${file}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`, {
    code: 'config',
    retry: false,
    facts: { file },
  });
}
