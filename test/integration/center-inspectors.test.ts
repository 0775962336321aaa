import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CenterRole } from '../../core/contract/center/actor.ts';
import type { AlertView } from '../../core/contract/center/alerts.ts';
import {
  type CenterToInspector,
  INSPECTOR_CONTRACT,
  INSPECTOR_NAMESPACE,
  type InspectorAnswer,
  type InspectorToCenter,
  type WallCard,
  type WallChange,
} from '../../core/contract/center/inspector.ts';
import type { LivePacket } from '../../core/contract/live.ts';
import type { AuditLine } from '../../core/contract/web/audit.ts';
import { epochMs } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { cookieName } from '../../core/web/session.ts';
import { PASSWORD, startCenter, type TestCenter } from '../support/center/center.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { FRONT, LoopingCamera } from '../support/center/looping-camera.ts';
import { pairByCode } from '../support/center/pairing.ts';
import { seededState } from '../support/center/seed.ts';

const WITHIN = 60_000;
type Page = Socket<CenterToInspector, InspectorToCenter>;

describe('the link of the dashboard', () => {
  let test: TestCenter;
  const kiosks: TestKiosk[] = [];
  const pages: Page[] = [];
  beforeAll(async () => {
    test = await startCenter();
  });
  afterEach(() => {
    for (const page of pages.splice(0)) page.disconnect();
  });
  afterAll(async () => {
    for (const kiosk of kiosks) await kiosk[Symbol.asyncDispose]();
    await test[Symbol.asyncDispose]();
  });

  /** A linked kiosk of `institution` with one camera. */
  async function kioskOf(institution: string, room: string): Promise<{ id: string; kiosk: TestKiosk }> {
    const camera = new LoopingCamera();
    const state = seededState('DSJ', systemClock.now());
    const cameras = state.cameras.filter(({ id }) => id === FRONT);
    const kiosk = startTestKiosk(test.origin, { live: camera, state: () => ({ ...state, cameras }) });
    kiosks.push(kiosk);
    const { id } = await pairByCode(test, kiosk, { institution, room });
    return { id, kiosk };
  }

  async function knock(cookie: string, auth: object = { contract: INSPECTOR_CONTRACT }, headers = {}): Promise<Page> {
    const page: Page = io(`${test.origin}${INSPECTOR_NAMESPACE}`, {
      ...{ transports: ['websocket'], forceNew: true, reconnection: false, auth },
      extraHeaders: { Cookie: cookie, ...headers },
    });
    pages.push(page);
    await new Promise<void>((resolve, reject) => {
      page.once('connect', resolve);
      page.once('connect_error', reject);
    });
    return page;
  }
  const open = async (role: CenterRole): Promise<Page> =>
    knock(`${cookieName(test.origin)}=${(await test.as(role)).token}`);
  const watch = (page: Page, request: object): Promise<InspectorAnswer> =>
    page.timeout(WITHIN).emitWithAck('watch', request as never);
  /** Confirms and gathers packets. */
  function gather(page: Page): LivePacket[] {
    const packets: LivePacket[] = [];
    page.on('packet', (_stream, packet, got) => {
      packets.push(packet);
      got();
    });
    return packets;
  }

  it('opens to who is signed in, from a page of ours, of this contract', async () => {
    await expect(knock('')).rejects.toThrow('signed-out');
    const cookie = `${cookieName(test.origin)}=${(await test.as('inspector')).token}`;
    await expect(knock(cookie, {})).rejects.toThrow('stale-page');
    await expect(knock(cookie, undefined, { Origin: 'https://elsewhere.example' })).rejects.toThrow('not-allowed');
    expect((await knock(cookie)).connected).toBe(true);
  });

  it('shows live video to whose it is, tells an institution nothing of another’s, and writes down who watched', async () => {
    const { id } = await kioskOf('大连学院', 'A1');
    const request = { stream: '1', kiosk: id, camera: FRONT, size: 'sub' };
    const stranger = await open('institution');
    const nothing = gather(stranger);
    expect(await watch(stranger, request)).toMatchObject({ ok: false });
    const made = { ...request, kiosk: 'k-made-up' };
    expect(await watch(stranger, made)).toEqual(await watch(stranger, request));

    const inspector = await open('inspector');
    const packets = gather(inspector);
    expect(await watch(inspector, { ...request, camera: 'none' })).toMatchObject({ ok: false });
    expect(await watch(inspector, request)).toEqual({ ok: true });
    await vi.waitFor(() => expect(packets.length).toBeGreaterThan(20), WITHIN);
    expect(packets[0]?.keyframe).toBe(true);
    expect(nothing).toEqual([]);
    inspector.disconnect();
    const administrator = await test.as('administrator');
    await vi.waitFor(async () => {
      const { body } = await administrator.get<{ lines: AuditLine[] }>(`/audit?subject=${id}`);
      const [line] = body.lines;
      expect(line).toMatchObject({ action: 'watched', user: 'inspector', lasting: { state: 'ended' } });
      expect(line?.detail).toBe('看实时画面：大连学院 A1 前方');
      expect(line?.lasting?.at).toBeGreaterThanOrEqual(line?.at ?? Number.POSITIVE_INFINITY);
    }, WITHIN);
  });

  it('tells each page the changes of its own classrooms', async () => {
    const [all, own] = [await open('inspector'), await open('institution')];
    const heard: { all: WallChange[]; own: WallChange[] } = { all: [], own: [] };
    all.on('wall', (change) => void heard.all.push(change));
    own.on('wall', (change) => void heard.own.push(change));
    for (const page of [all, own]) expect(await page.timeout(WITHIN).emitWithAck('wall')).toEqual({ ok: true });
    await kioskOf('大连学院', 'A2');
    const { id } = await kioskOf('沈阳工学院', 'B2');
    const rooms = (changes: readonly WallChange[]) => changes.flatMap(({ cards }) => cards.map(({ room }) => room));
    await vi.waitFor(() => expect(rooms(heard.own)).toContain('B2'), WITHIN);
    await vi.waitFor(() => expect(rooms(heard.all)).toEqual(expect.arrayContaining(['A2', 'B2'])), WITHIN);
    expect(rooms(heard.own)).not.toContain('A2');
    const { body } = await (await test.as('institution')).get<{ cards: WallCard[] }>('/wall');
    expect(new Set(body.cards.map(({ institution }) => institution))).toEqual(new Set(['沈阳工学院']));
    const administrator = await test.as('administrator');
    await administrator.send('PUT', `/kiosks/${id}/place`, { institution: '大连学院', room: 'B2' });
    await vi.waitFor(() => expect(heard.own.flatMap(({ gone }) => gone)).toContain(`${id} DSJ`), WITHIN);
  });

  it('cuts off a flood, odd messages and a message of 100 MB, and the others go on', async () => {
    const { id } = await kioskOf('沈阳工学院', 'B3');
    const calm = await open('inspector');
    const packets = gather(calm);
    await watch(calm, { stream: '1', kiosk: id, camera: FRONT, size: 'sub' });
    const [flood, odd, huge] = [await open('inspector'), await open('inspector'), await open('inspector')];
    for (let sent = 0; sent < 1000; sent += 1) flood.emit('unwatch', { stream: 'x' });
    expect(await watch(odd, { stream: '1', kiosk: id, camera: FRONT, size: 'huge', more: 1 })).toMatchObject({
      ok: false,
    });
    for (let sent = 0; sent < 30; sent += 1) odd.emit('unwatch', { stream: 1 } as never);
    huge.emit('unwatch', { stream: 'x'.repeat(100 << 20) });
    for (const page of [flood, odd, huge]) await vi.waitFor(() => expect(page.connected).toBe(false), WITHIN);
    const before = packets.length;
    await vi.waitFor(() => expect(packets.length).toBeGreaterThan(before + 20), WITHIN);
    expect(calm.connected).toBe(true);
  });

  it('an account that is switched off is let go of', { timeout: 40_000 }, async () => {
    const administrator = await test.as('administrator');
    const account = { user: 'leaver', name: '钱离职', role: 'inspector', institution: null, password: PASSWORD };
    await administrator.send('POST', '/accounts', account);
    const client = test.stranger();
    await client.signIn('leaver', PASSWORD);
    const page = await knock(`${cookieName(test.origin)}=${client.token}`);
    await administrator.send('PATCH', '/accounts/leaver', { active: false });
    await vi.waitFor(() => expect(page.connected).toBe(false), 20_000);
  });

  it('an item that comes again with another content is an alert that words and a second signature end', async () => {
    const { id } = await kioskOf('沈阳工学院', 'B4');
    const item = { id: 1, kind: 'clock-step', body: { v: 1, from: 1, to: 2 }, createdAt: epochMs(1), fault: '' };
    await test.center.kiosks.receive(id, [item], systemClock.now());
    await test.center.kiosks.receive(id, [item], systemClock.now());
    const inspector = await test.as('inspector');
    const forks = async () =>
      (await inspector.get<AlertView[]>('/alerts/open')).body.filter(
        ({ kiosk, code }) => kiosk === id && code === 'outbox-fork',
      );
    expect(await forks()).toEqual([]);
    await test.center.kiosks.receive(id, [{ ...item, body: { v: 1, from: 1, to: 3 } }], systemClock.now());
    const [fork] = await forks();
    expect(fork).toMatchObject({ room: 'B4', seenBy: null });
    await vi.waitFor(async () => {
      const { body } = await inspector.get<{ cards: WallCard[] }>('/wall');
      expect(body.cards.find(({ kiosk }) => kiosk === id)?.troubles[0]?.kind).toBe('journal');
    }, WITHIN);
    const note = (body: object) =>
      inspector.send<{ error?: { code: string } }>('POST', `/alerts/${String(fork?.id)}/note`, body);
    const words = '已到现场核对，数据库由备份恢复';
    expect((await note({ note: '' })).body.error?.code).toBe('words-needed');
    expect((await note({ note: words })).body.error?.code).toBe('second-person-missing');
    expect((await note({ note: words, countersign: { user: 'inspector', password: PASSWORD } })).status).not.toBe(200);
    expect((await note({ note: words, countersign: { user: 'second', password: PASSWORD } })).status).toBe(200);
    expect(await forks()).toEqual([]);
    expect((await note({ note: words, countersign: { user: 'second', password: PASSWORD } })).body.error?.code).toBe(
      'alert-taken',
    );
    expect(
      (await (await test.as('institution')).send('POST', `/alerts/${String(fork?.id)}/note`, { note: words })).status,
    ).toBe(403);
  });
});
