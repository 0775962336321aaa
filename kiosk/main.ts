/**
 * The kiosk's composition root: camera → packets → { evidence, screen, vision → faces } → sightings and
 * coverage → records. Started as `node kiosk/main.ts CONFIG.json`; ends on SIGINT or SIGTERM.
 */
import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { camerasAt } from '../core/domain/camera-service.ts';
import { dateAt } from '../core/domain/day.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import type { FrameResult } from '../core/domain/face.ts';
import { cameraId } from '../core/domain/ids.ts';
import { milliseconds, minutes, plus, seconds } from '../core/domain/units.ts';
import { systemClock as clock } from '../core/platform/clock.ts';
import { createLog, type Log } from '../core/platform/log.ts';
import { systemProcesses as processes } from '../core/platform/process.ts';
import { isClockSynchronised } from '../core/platform/time-sync.ts';
import { systemWorkers as workers } from '../core/platform/worker.ts';
import { networkCameras } from './camera/open-directory.ts';
import { cameraWorld } from './camera-world.ts';
import { openCameras } from './cameras.ts';
import { headCount } from './center-heads.ts';
import { openCenterLink } from './center-link.ts';
import { takeClassFile } from './class-file.ts';
import { liveClasses } from './classes.ts';
import { openChallenges } from './commands-challenge.ts';
import { decidePorts } from './commands-decide.ts';
import { type CameraConfig, type Config, readConfig } from './config.ts';
import { keepTelling, openDay, openEntered, ownService } from './day.ts';
import { facesSeen } from './desk/review/faces-seen.ts';
import { openDesk } from './desk.ts';
import { enrolFromFolder, openEnrolment, settledClasses, traineesOf } from './enrolment.ts';
import { openKey } from './evidence/key.ts';
import { ScreenBoard } from './http/screen-board.ts';
import { createHttp } from './http/server.ts';
import { openLessons } from './lessons.ts';
import { openClasses } from './open-classes.ts';
import { pictureNews, tellOf } from './picture-news.ts';
import { type ClockGuard, clockGuard } from './presence/clock-guard.ts';
import type { FirstSighting } from './presence/sighting-log.ts';
import { openRecording, recordAll } from './recording.ts';
import { finishRotation } from './rotate-key.ts';
import { openSeeing } from './seeing.ts';
import { cameras as storedCameras } from './store/cameras.ts';
import { keyMemory } from './store/key-memory.ts';
import { observations } from './store/observations.ts';
import { openDatabase } from './store/open.ts';
import { outbox } from './store/outbox.ts';
import { openVault } from './vault/open-vault.ts';
import { classOf, lessonOf, rosterOf, rosterOutside } from './wall.ts';
import { createWitness } from './witness.ts';

const TICK = seconds(0.5);
const VERSION = '0.1.0';

async function runKiosk(config: Config, log: Log, signal: AbortSignal): Promise<void> {
  await using open = new AsyncDisposableStack();
  mkdirSync(config.dataDir, { recursive: true });
  const db = open.use(openDatabase(join(config.dataDir, 'zaike.db')));
  const observed = observations(db);
  const told = outbox(db);
  const key = openKey(join(config.dataDir, 'keys', 'journal.pem'));
  await finishRotation(config.dataDir, db);
  const vault = openVault(join(config.dataDir, 'keys', 'vault.key'), keyMemory(db));

  const entered = openEntered(db);
  const classes = openClasses(db, () => cameras.ids, entered);
  if (config.classFile !== undefined) takeClassFile(config.classFile, classes, clock.now(), log);

  const guard = clockGuard({
    clock,
    onStep: ({ at, by }) => {
      log.warn('the clock was set', { at, by });
      const from = plus(at, milliseconds(-1 * by));
      told.put('clock-step', { from, to: at }, at);
      evidence
        .append({ kind: 'clock-step', from, to: at })
        .catch((error: unknown) => log.error('a clock step was not journalled', { error }));
    },
  });
  const directory = networkCameras(clock);
  const cameraStore = storedCameras(db, vault);
  cameraStore.importConfigured(config.cameras.map(configuredCamera), clock.now());
  const cameras = open.use(
    openCameras(cameraStore.list(), config.recording.audio, {
      processes,
      clock,
      log: log.child('camera'),
      random: () => randomInt(2 ** 32) / 2 ** 32,
      directory,
    }),
  );
  const live = liveClasses({
    classes,
    room: config.room ?? null,
    cameras: (from) => camerasAt(cameraStore.service(), from),
    now: () => clock.now(),
    log,
  });
  const { plan } = live;
  void cameras.watchGaps((gap) => observed.noteGap(gap));
  const evidence = open.use(
    await openRecording({
      config,
      db,
      clock,
      log,
      guard,
      plan,
      endOf: live.endOf,
      outbox: told,
      key,
      version: VERSION,
    }),
  );
  const recorded = recordAll(evidence, cameras, log);
  const lessons = openLessons({ db, live, observed, cameras: cameraStore, evidence, clock, log });
  const { room } = lessons;

  const pictures = pictureNews({
    clock,
    nameOf: (id) => cameraStore.all().find((camera) => camera.id === id)?.name ?? id,
    alarm: tellOf(told, evidence, log, () => clock.now()),
  });
  const board = new ScreenBoard(
    {
      class: null,
      lesson: null,
      clock: guard.state,
      cameras: cameras.facts(pictures.troubleOf),
      vision: { kind: 'starting', since: clock.now() },
      roster: [],
    },
    { clock, nameOf: (trainee) => live.people.get(trainee)?.name },
  );
  const witness = createWitness({
    clock,
    guard,
    plan,
    classOf: live.classOf,
    people: () => live.people,
    store: observed,
    sightingEvery: seconds(config.presence.sightingEverySeconds),
    continuity: seconds(config.presence.continuitySeconds),
    greet: (greeting) => board.greet(greeting),
    onFirst: (first, result) => {
      showRoom();
      void keepPicture(first, result);
    },
  });
  const keepPicture = async ({ trainee, at, camera, track }: FirstSighting, result: FrameResult): Promise<void> => {
    const jpeg = await vision.picture({ camera, run: result.run, frame: result.frame, box: track.box }, 'mark');
    if (jpeg === null) return;
    await evidence
      .keepPicture({ camera, trainee, capturedAt: at, jpeg })
      .catch((error: unknown) => log.error('a picture was not kept', { error }));
  };
  const spotChecks = openChallenges({
    ...{ cameras, evidence, clock },
    vision: () => vision,
    people: () => live.people,
    isEnrolled: (trainee) => enrolment.hasTemplate(trainee),
    show: (call) => board.call(call),
  });
  const seen = facesSeen();
  const heads = headCount(() => clock.monotonic());
  const { vision, awake } = openSeeing({
    ...{ config, cameras, cameraStore, workers, clock, log },
    onResult: (result) => {
      witness.seen(result);
      pictures.note(result);
      world.note(result);
      board.show(result);
      heads.note(result);
      seen.note(result);
      spotChecks.watch(result);
      enrolment.live.watch(result);
    },
    onState: ({ kind, since }) => board.update({ vision: { kind: kind === 'running' ? 'ok' : kind, since } }),
    onBack: () => {
      enrolment.awake().catch((error: unknown) => log.error('enrolment did not catch up', { error }));
    },
  });
  open.use(vision);
  const enrolment = openEnrolment({
    ...{ db, vault, dataDir: config.dataDir, clock, log: log.child('enrolment') },
    trainees: traineesOf(classes),
    isSettled: settledClasses(db, classes),
    journal: (fact) => evidence.append(fact),
    vision: {
      pack: () => (vision.state.kind === 'running' ? vision.state.pack : null),
      examine: (...photo) => vision.examine(...photo),
      picture: (...face) => vision.picture(...face),
      setGallery: (gallery) => vision.setGallery(gallery),
    },
  });
  await enrolment.tidy();
  await enrolment.forgetGone();
  enrolment.gallery.refresh();
  const world = cameraWorld({
    ...{ store: cameraStore, cameras, vision, directory, processes, clock },
    troubleOf: pictures.troubleOf,
    journal: (fact) => evidence.append(fact),
    log: log.child('camera'),
  });

  const day = openDay({
    ...{ db, dataDir: config.dataDir, classes, room: config.room ?? null, entered, evidence, clock },
    cameraName: (id) => cameraStore.all().find((camera) => camera.id === id)?.name ?? id,
    strangersNow: () => board.strangers,
    sightingEverySeconds: config.presence.sightingEverySeconds,
    log: log.child('day'),
  });
  const center = open.use(
    openCenterLink({
      ...{ config, db, dataDir: config.dataDir, classes, key, evidence, software: VERSION, processes, clock },
      ...{ cameras, cameraStore, directory, viewing: day.viewing, observed, liveClasses: live },
      tellEnrolled: () => enrolment.tellBaseline(),
      tellObserved: (since) => lessons.tellObserved(since),
      clockState: () => guard.state,
      vision: () => board.snapshot().vision.kind,
      lines: (planned, now) => room.live(planned, now),
      challenges: spotChecks,
      decide: decidePorts({ db, classes, enrolment, day: day.ports, journal: (fact) => evidence.append(fact), clock }),
      strangers: () => board.strangers,
      heads: () => heads.count(),
      troubleOf: pictures.troubleOf,
      log: log.child('center'),
    }),
  );
  const desk = open.use(
    openDesk({
      institution: config.institution,
      db,
      dataDir: config.dataDir,
      classes,
      journal: (fact) => evidence.append(fact),
      clock,
      log: log.child('desk'),
      cameras: { keeper: cameraStore, world },
      day,
      seen,
      center: { center, url: config.center?.url ?? null, clockState: () => guard.state },
      enrolment: { ...enrolment, cameras: () => cameraStore.list() },
      self: {
        key,
        room: config.room ?? null,
        head: async () => (await evidence.checkpoint()).note,
        changed: () => entered.changed(),
      },
    }),
  );
  const own = ownService(desk, { front: () => board.front(), clock, log: log.child('screen') });
  if (desk.day !== null) void keepTelling(desk.day, clock, signal);
  const http = open.use(
    await createHttp({
      port: config.http.port,
      host: config.http.host,
      pages: join(import.meta.dirname, '..', 'dist'),
      feed: board,
      live: cameras,
      office: desk,
      ...(own === null ? {} : { own }),
      secure: config.http.secure,
      names: config.http.names,
      clock,
      log: log.child('http'),
    }),
  );
  log.info('the check-in screen is at', { url: http.url });
  log.info('the office is at', {
    url: http.url.replace('/screen/', '/office/'),
    firstRun: (await desk.accounts.firstRunCode()) !== null,
  });

  void awake
    .then(async () => {
      await enrolment.awake();
      if (config.photosDir === undefined) return;
      const ports = { today: dateAt(clock.now()), log };
      await enrolFromFolder(config.photosDir, config.photosConsent, [...live.people.keys()], enrolment, ports);
    })
    .catch((error: unknown) => log.error('enrolment did not end', { error }));

  void askTimeServer(guard, signal);
  function showRoom(): void {
    const now = clock.now();
    const current = plan.current(now);
    const shown = current ?? plan.lessons.at(-1);
    const file = shown === undefined ? null : live.file(shown.code);
    board.update({
      clock: guard.state,
      cameras: cameras.facts(pictures.troubleOf),
      class: file === null ? null : classOf(file.class),
      lesson: current === null ? null : lessonOf(current),
      roster:
        current === null
          ? rosterOutside(file?.trainees ?? [], live.people)
          : rosterOf(room.live(current, now), live.people),
    });
  }
  while (!signal.aborted) {
    const now = clock.now();
    guard.look();
    if (live.refresh()) {
      log.debug('classes as the office saved them', { lessons: plan.lessons.length });
      enrolment.forgetGone().catch((error: unknown) => log.error('faces of people who left stay', { error }));
    }
    witness.settle(now);
    lessons.closeDue(now);
    center.look();
    showRoom();
    await clock.sleep(TICK, signal).catch(() => undefined);
  }
  witness.settle();
  await cameras[Symbol.asyncDispose]();
  await Promise.all([recorded, lessons.sealed()]);
}

/** A camera of the configuration as the store keeps it. */
function configuredCamera({ id, name, role, address, stream, username, password }: CameraConfig) {
  const account = username === undefined ? null : { username, password: password ?? '' };
  return { id: cameraId(id), name, role, address, stream, account };
}

/** Asks every minute whether a time server holds the clock. */
async function askTimeServer(guard: ClockGuard, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    guard.confirm(await isClockSynchronised(processes));
    await clock.sleep(minutes(1), signal).catch(() => undefined);
  }
}

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
const [configFile] = process.argv.slice(2);
try {
  if (configFile === undefined)
    throw new ZaikeError('usage: npm run kiosk -- CONFIG.json', { code: 'usage', retry: false });
  const config = readConfig(configFile);
  await runKiosk(config, createLog('kiosk', config.logLevel), stop.signal);
} catch (error) {
  if (!(error instanceof ZaikeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
