/**
 * The vision process: packets come in on fd 4, frames are decoded and looked at, results go out as
 * messages. Started, watched and started anew by kiosk/vision/supervisor.ts.
 */
import { readFile } from 'node:fs/promises';
import { type FromVision, type ToVision, toVisionSchema, type VisionConfiguration } from '../core/contract/vision.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import type { CameraRole } from '../core/domain/media.ts';
import { milliseconds, seconds } from '../core/domain/units.ts';
import { systemClock } from '../core/platform/clock.ts';
import { hasOneHeap } from '../core/platform/heap.ts';
import { createLog } from '../core/platform/log.ts';
import { systemProcesses } from '../core/platform/process.ts';
import { connectParent } from '../core/platform/worker.ts';
import { type DecodeOptions, FrameDecoder } from './camera/decode.ts';
import { decodeEvents } from './camera/packet-pipe.ts';
import { openEngine } from './vision/engine.ts';
import { parseSiteThresholds, withSiteThresholds } from './vision/identity/site-thresholds.ts';
import { Looking } from './vision/looking.ts';
import { readManifest } from './vision/manifest.ts';
import { choosePack } from './vision/pack.ts';
import { PictureWatcher } from './vision/picture/watcher.ts';
import type { PackInfo, VisionEngine } from './vision/ports.ts';
import { Pulse, rhythms } from './vision/pulse.ts';
import { chooseRuntime } from './vision/runtime-choice.ts';
import { onnxRuntime } from './vision/runtime-onnx.ts';
import { VisionService } from './vision/service.ts';

/** How each camera is looked at: a check-in quickly and half size, a room each second at full size. */
const looks: Readonly<Record<CameraRole, DecodeOptions>> = {
  'check-in': { period: milliseconds(200), maxWidth: 1280 },
  room: { period: seconds(1), maxWidth: 1920 },
};

const log = createLog('vision');
const parent = connectParent();
const send = (message: FromVision): void => {
  parent.send(message);
};
parent.onGone(() => process.exit(0));

const early: ToVision[] = [];
let take = (message: ToVision): void => {
  early.push(message);
};
const configured = Promise.withResolvers<VisionConfiguration>();
parent.onMessage((raw) => {
  const message = toVisionSchema.parse(raw);
  if (message.kind === 'configure') configured.resolve(message);
  else take(message);
});

await run(await configured.promise).catch(fail);

/** Says why, and ends: the supervisor decides what follows. */
function fail(error: unknown): void {
  const known = error instanceof ZaikeError;
  const message = error instanceof Error ? error.message : String(error);
  log.error('the vision process cannot go on', { error: error instanceof Error ? error.stack : message });
  send({ kind: 'failed', code: known ? error.code : 'vision-failed', message, retry: !known || error.retry });
  setTimeout(() => process.exit(1), 200); // the message needs a moment on its way
}

async function run(configuration: VisionConfiguration): Promise<void> {
  const pulse = new Pulse();
  const { engine, pack, runtime, notes } = await open(configuration, pulse);
  const pictures = new PictureWatcher(seconds(configuration.repeatSeconds));
  const service = new VisionService({ engine, pack, clock: systemClock, pictures, send });
  const dependencies = { processes: systemProcesses, clock: systemClock, log };
  const looking = new Looking({
    decoder: (role) => new FrameDecoder(looks[role], dependencies),
    watch: (camera, frames) => service.watch(camera, frames),
    pictures,
    onFault: fail,
  });
  looking.use(configuration.cameras);
  take = (message) => {
    if (message.kind === 'gallery') service.useGallery(message.templates);
    else if (message.kind === 'cameras') looking.use(message.cameras);
    else if (message.kind === 'scene')
      send({ kind: 'scene', request: message.request, scene: pictures.scene(message.camera) });
    else if (message.kind === 'examine') examine(service, message).catch(fail);
    else if (message.kind === 'picture') void picture(service, message);
  };
  const rhythm = rhythms[runtime === 'onnx' ? 'onnx' : 'face-api'];
  setInterval(() => {
    const { user, system } = process.cpuUsage();
    if (pulse.beat(rhythm, (user + system) / 1000)) send({ kind: 'alive' });
  }, rhythm.beatMs);
  send({
    kind: 'ready',
    pack: { ...pack, thresholds: [...pack.thresholds], damaged: [...pack.damaged] },
    runtime,
    patienceMs: rhythm.patienceMs,
    notes,
  });
  for (const message of early.splice(0)) take(message);
  for await (const event of decodeEvents(parent.pipe)) looking.push(event);
}

async function open(
  { models, pack: wish, runtime: runtimeWish, siteThresholds }: VisionConfiguration,
  pulse: Pulse,
): Promise<{ engine: VisionEngine; pack: PackInfo; runtime: string; notes: string[] }> {
  const { runtime, notes } = await chooseRuntime(runtimeWish, () => onnxRuntime(hasOneHeap() ? 'heap' : 'arena'));
  const manifest = await readManifest(models);
  const chosen = await choosePack(models, manifest, runtime.name === 'onnx' ? wish : 'standard');
  const engine = await openEngine(models, chosen, pulse.watch(runtime));
  const text = siteThresholds === null ? null : await readFile(siteThresholds, 'utf8').catch(() => null);
  const pack =
    text === null || siteThresholds === null
      ? engine.pack
      : withSiteThresholds(engine.pack, parseSiteThresholds(text, siteThresholds));
  return { engine, pack, runtime: runtime.name, notes: [...notes, ...chosen.notes] };
}

async function picture(
  service: VisionService,
  { request, purpose, ...face }: Extract<ToVision, { kind: 'picture' }>,
): Promise<void> {
  const jpeg = await service.picture(face, purpose).catch(() => null);
  send({ kind: 'pictured', request, jpeg: jpeg === null ? null : new Uint8Array(jpeg) });
}

async function examine(
  service: VisionService,
  { request, name, photo, embed }: Extract<ToVision, { kind: 'examine' }>,
): Promise<void> {
  send({ kind: 'examined', request, examined: await service.examine(photo, name, embed) });
}
