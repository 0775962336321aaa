import type { Locator } from 'playwright-core';

/** Types a day or a time into its field and goes on to the next one, as a person at a keyboard does. */
export async function typeInto(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Tab');
}
