import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly smoke: boolean;
  /** Where the data of kiosks and center stays; null: a temporary folder, removed at the end. */
  readonly keep: string | null;
  /** Of the first kiosk; the second's is the next, the center's the tenth after. 0: the system chooses. */
  readonly port: number;
  /** One classroom without a center. */
  readonly one: boolean;
}

/** The center's is ten more. */
const MOST_PORT = 65_525;

/** @throws Error that says how to call it. */
export function demoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      smoke: { type: 'boolean' },
      keep: { type: 'string' },
      port: { type: 'string' },
      one: { type: 'boolean' },
    },
  });
  const port = Number(values.port ?? (values.smoke === true ? 0 : 8460));
  if (!Number.isInteger(port) || port < 0 || port > MOST_PORT)
    throw new Error(`--port: expected 0 to ${MOST_PORT}, got ${values.port ?? ''}`);
  return { smoke: values.smoke ?? false, keep: values.keep ?? null, port, one: values.one ?? false };
}
