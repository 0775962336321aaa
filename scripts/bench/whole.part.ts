import { ZaikeError } from '../../core/domain/errors.ts';

/** A flag's whole number. @throws ZaikeError `usage` that says what was expected and what was got. */
export function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ZaikeError(`${name}: expected a whole number from ${least} to ${most}, got ${text}`, {
    code: 'usage',
    retry: false,
  });
}
