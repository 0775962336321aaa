import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ZaikeError } from '../core/domain/errors.ts';

const schema = z.strictObject({
  /** The center's own name, which kiosks sign and people read; changing it unpairs nobody. */
  name: z.string().trim().min(1).max(100),
  /** Database (unless `DATABASE_URL` names another) and files. Relative paths start at this file's folder. */
  dataDir: z.string().min(1).default('./center-data'),
  http: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.int().min(0).max(65535).default(8470),
      /** Host names, besides addresses and `localhost`, by which the center may be called. */
      names: z.array(z.string().min(1)).default([]),
      /** A certificate of its own: files in PEM. */
      tls: z.strictObject({ cert: z.string().min(1), key: z.string().min(1) }).optional(),
      /** A proxy before the center speaks TLS to browsers and kiosks. */
      proxied: z.boolean().default(false),
      /** Clear text over a network: only for a try-out in a closed room. */
      allowClear: z.boolean().default(false),
    })
    .prefault({}),
  /** When several hubs share the work (`REDIS_URL`, and `ZAIKE_HUB_SECRET`: the same for all of them). */
  hub: z
    .strictObject({
      /** Where the other hubs reach this one; `ZAIKE_HUB_URL` wins. */
      url: z.url().optional(),
      /** Live video between hubs in the clear: only on a network that is theirs alone. */
      allowClear: z.boolean().default(false),
      /** A file in PEM: certificates of the other hubs that the system does not trust. */
      ca: z.string().min(1).optional(),
    })
    .prefault({}),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

export type CenterConfig = Omit<z.output<typeof schema>, 'hub'> & {
  /** A file, or `postgres://…`. */
  readonly database: string;
  /** When several hubs share the work; null: this process alone. */
  readonly growing: Growing | null;
};

/** What makes a process one of several hubs. */
export interface Growing {
  /** `redis://…` */
  readonly redis: string;
  readonly secret: string;
  /** Where the other hubs reach this one. */
  readonly url: string;
  readonly allowClear: boolean;
  /** A file in PEM; null: the system's certificates. */
  readonly ca: string | null;
}

/**
 * Reads the center's configuration. @param env what goes before the file: `DATABASE_URL`, `REDIS_URL` and
 * `ZAIKE_HUB_SECRET`, which hold secrets; `ZAIKE_PORT` and `ZAIKE_HUB_URL`, so that several hubs may read one file.
 * @throws ZaikeError `config-missing`, `config-invalid`, `hub-incomplete`; `clear-text` when it would speak clear text over a network.
 */
export function readCenterConfig(
  file: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): CenterConfig {
  const folder = dirname(resolve(file));
  const given = schema.safeParse(readJson(file));
  if (!given.success)
    throw new ZaikeError(`${file}: ${z.prettifyError(given.error)}`, { code: 'config-invalid', retry: false });
  const { dataDir, hub, ...rest } = given.data;
  const http = { ...given.data.http, ...portOf(env['ZAIKE_PORT']) };
  const here = ['127.0.0.1', '::1', 'localhost'].includes(http.host);
  if (!here && http.tls === undefined && !http.proxied && !http.allowClear)
    throw new ZaikeError(
      `${file}: http.host ${http.host} would send people's data in the clear: give http.tls, or set http.proxied when a proxy speaks TLS before it (or http.allowClear for a try-out)`,
      { code: 'clear-text', retry: false },
    );
  const data = resolve(folder, dataDir);
  const tls =
    http.tls === undefined ? undefined : { cert: resolve(folder, http.tls.cert), key: resolve(folder, http.tls.key) };
  const { DATABASE_URL: database = resolve(data, 'center.db') } = env;
  const ca = hub.ca === undefined ? null : resolve(folder, hub.ca);
  const growing = growingOf({ url: hub.url, allowClear: hub.allowClear, ca }, database, env);
  return { ...rest, dataDir: data, http: { ...http, ...(tls === undefined ? {} : { tls }) }, database, growing };
}

function portOf(text: string | undefined): { port?: number } {
  if (text === undefined) return {};
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return { port };
  throw new ZaikeError(`ZAIKE_PORT: expected a port, got ${text}`, { code: 'config-invalid', retry: false });
}

function growingOf(
  { url: fromFile, ...rest }: { url: string | undefined } & Pick<Growing, 'allowClear' | 'ca'>,
  database: string,
  env: Readonly<Record<string, string | undefined>>,
): Growing | null {
  const { REDIS_URL: redis = '', ZAIKE_HUB_SECRET: secret = '', ZAIKE_HUB_URL: url = fromFile ?? '' } = env;
  if (redis === '') return null;
  const missing = [
    /^postgres(ql)?:/.test(database) ? [] : ['DATABASE_URL with postgres://… (a file is for one process)'],
    secret === '' ? ['ZAIKE_HUB_SECRET, the same for all hubs'] : [],
    url === '' ? ['hub.url or ZAIKE_HUB_URL, where the other hubs reach this one'] : [],
  ].flat();
  if (missing.length === 0) return { redis, secret, url, ...rest };
  throw new ZaikeError(`REDIS_URL makes this one of several hubs; expected also ${missing.join('; ')}`, {
    ...{ code: 'hub-incomplete', retry: false },
  });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZaikeError(`${file}: ${why}`, { code: 'config-missing', retry: false }, { cause });
  }
}
