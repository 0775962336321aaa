import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly smoke: boolean;
  /** Where the kiosk's data stays; null: a temporary folder, removed at the end. */
  readonly keep: string | null;
  readonly port: number;
}

/** @throws Error that says how to call it. */
export function demoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { smoke: { type: 'boolean' }, keep: { type: 'string' }, port: { type: 'string' } },
  });
  const port = Number(values.port ?? (values.smoke === true ? 0 : 8460));
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port: expected 0 to 65535, got ${values.port ?? ''}`);
  return { smoke: values.smoke ?? false, keep: values.keep ?? null, port };
}
