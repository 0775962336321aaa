import { expect, vi } from 'vitest';
import type { KioskView } from '../../../core/contract/center/kiosks.ts';
import { INSTITUTION, type TestCenter } from './center.ts';
import type { TestKiosk } from './kiosk.ts';

const WITHIN = 60_000;

/** The pairing code that a kiosk shows, as soon as the center keeps it. */
export function shownCode({ uplink }: Pick<TestKiosk, 'uplink'>): Promise<string> {
  return vi.waitFor(() => {
    const status = uplink.status();
    if (status.kind !== 'unpaired') throw new Error(status.kind);
    return status.code;
  }, WITHIN);
}

/** An inspector enters a code, with the institution and the room. */
export async function enterCode(
  test: Pick<TestCenter, 'as'>,
  code: string,
  { institution = INSTITUTION, room = 'B301' } = {},
): Promise<KioskView> {
  const inspector = await test.as('inspector');
  const answer = await inspector.send<KioskView>('POST', '/kiosks', { code, institution, room });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** Pairs a kiosk by the code that it shows; it is linked, and its state is known, when this resolves. */
export async function pairByCode(
  test: Pick<TestCenter, 'as' | 'center'>,
  kiosk: Pick<TestKiosk, 'uplink'>,
  place: { readonly institution?: string; readonly room?: string } = {},
): Promise<KioskView> {
  const view = await enterCode(test, await shownCode(kiosk), place);
  await vi.waitFor(() => {
    expect(kiosk.uplink.status().kind).toBe('connected');
    expect(test.center.hub.linked().get(view.id)?.state).toBeTruthy();
  }, WITHIN);
  return view;
}
