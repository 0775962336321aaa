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
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

export type CenterConfig = z.output<typeof schema> & {
  /** A file, or `postgres://…`. */
  readonly database: string;
  /** `redis://…`, when several hubs share the work; null: this process alone. */
  readonly redis: string | null;
};

/**
 * Reads the center's configuration. @param env `DATABASE_URL` and `REDIS_URL` go before the file: they hold passwords.
 * @throws ZaikeError `config-missing`, `config-invalid`; `clear-text` when it would speak clear text over a network.
 */
export function readCenterConfig(
  file: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): CenterConfig {
  const folder = dirname(resolve(file));
  const given = schema.safeParse(readJson(file));
  if (!given.success)
    throw new ZaikeError(`${file}: ${z.prettifyError(given.error)}`, { code: 'config-invalid', retry: false });
  const { dataDir, http, ...rest } = given.data;
  const here = ['127.0.0.1', '::1', 'localhost'].includes(http.host);
  if (!here && http.tls === undefined && !http.proxied && !http.allowClear)
    throw new ZaikeError(
      `${file}: http.host ${http.host} would send people's data in the clear: give http.tls, or set http.proxied when a proxy speaks TLS before it (or http.allowClear for a try-out)`,
      { code: 'clear-text', retry: false },
    );
  const data = resolve(folder, dataDir);
  const tls =
    http.tls === undefined ? undefined : { cert: resolve(folder, http.tls.cert), key: resolve(folder, http.tls.key) };
  const { DATABASE_URL: database = resolve(data, 'center.db'), REDIS_URL: redis = null } = env;
  return { ...rest, dataDir: data, http: { ...http, ...(tls === undefined ? {} : { tls }) }, database, redis };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZaikeError(`${file}: ${why}`, { code: 'config-missing', retry: false }, { cause });
  }
}
