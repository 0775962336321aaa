/**
 * The kiosk's composition root: camera → packets → { evidence, screen, vision → faces } → sightings and
 * coverage → records. Started as `node kiosk/main.ts CONFIG.json`; ends on SIGINT or SIGTERM.
 */
import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { camerasAt } from '../core/domain/camera-service.ts';
import { dateAt, monthOf } from '../core/domain/day.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import type { FrameResult } from '../core/domain/face.ts';
import { cameraId } from '../core/domain/ids.ts';
import { maskIdNumber } from '../core/domain/person.ts';
import { milliseconds, minutes, plus, seconds } from '../core/domain/units.ts';
import { systemClock as clock } from '../core/platform/clock.ts';
import { createLog, type Log } from '../core/platform/log.ts';
import { systemProcesses as processes } from '../core/platform/process.ts';
import { isClockSynchronised } from '../core/platform/time-sync.ts';
import { systemWorkers as workers } from '../core/platform/worker.ts';
import { networkCameras } from './camera/open-directory.ts';
import { cameraWorld } from './camera-world.ts';
import { openCameras } from './cameras.ts';
import { takeClassFile } from './class-file.ts';
import { liveClasses } from './classes.ts';
import { type CameraConfig, type Config, readConfig } from './config.ts';
import { keepTelling, openDay, openEntered, ownService } from './day.ts';
import { openDesk } from './desk.ts';
import { enrolFromFolder, openEnrolment, traineesOf } from './enrolment.ts';
import { ScreenBoard } from './http/screen-board.ts';
import { createHttp } from './http/server.ts';
import { openClasses } from './open-classes.ts';
import { pictureNews } from './picture-news.ts';
import { classroom } from './presence/classroom.ts';
import { type ClockGuard, clockGuard } from './presence/clock-guard.ts';
import type { FirstSighting } from './presence/sighting-log.ts';
import { createSealing, openRecording, recordAll } from './recording.ts';
import { cameras as storedCameras } from './store/cameras.ts';
import { keyMemory } from './store/key-memory.ts';
import { monthReports } from './store/months.ts';
import { observations } from './store/observations.ts';
import { openDatabase } from './store/open.ts';
import { outbox } from './store/outbox.ts';
import { records } from './store/records.ts';
import { openVault } from './vault/open-vault.ts';
import { superviseVision, type VisionState } from './vision/supervisor.ts';
import { classOf, lessonOf, rosterOf, rosterOutside } from './wall.ts';
import { createWitness } from './witness.ts';

/** Frames of a lesson's last seconds may still be with vision when its windows are over. */
const GRACE = seconds(3);
const TICK = seconds(0.5);
/** Lessons closed this long ago are looked at again at the start. */
const RESEAL = minutes(7 * 24 * 60);
const VERSION = '0.1.0';

async function runKiosk(config: Config, log: Log, signal: AbortSignal): Promise<void> {
  await using open = new AsyncDisposableStack();
  mkdirSync(config.dataDir, { recursive: true });
  const db = open.use(openDatabase(join(config.dataDir, 'zaike.db')));
  const observed = observations(db);
  const kept = records(db);
  const closedMonths = monthReports(db);
  const vault = openVault(join(config.dataDir, 'keys', 'vault.key'), keyMemory(db));

  const entered = openEntered(db);
  const classes = openClasses(db, () => cameras.ids, entered);
  if (config.classFile !== undefined) takeClassFile(config.classFile, classes, clock.now(), log);

  const guard = clockGuard({
    clock,
    onStep: ({ at, by }) => {
      log.warn('the clock was set', { at, by });
      evidence
        .append({ kind: 'clock-step', from: plus(at, milliseconds(-1 * by)), to: at })
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
      outbox: outbox(db),
      version: VERSION,
    }),
  );
  const recorded = recordAll(evidence, cameras, log);
  const sealing = createSealing({
    evidence,
    endOf: live.endOf,
    cameras: (from) => camerasAt(cameraStore.service(), from),
    people: (planned) =>
      live.room(planned).roster.map(({ id }) => {
        const { name = id, idNumber = '' } = live.people.get(id) ?? {};
        return { trainee: id, name, idNumber: idNumber === '' ? '' : maskIdNumber(idNumber) };
      }),
    coverage: (from, to) => observed.coverage(from, to),
    recordsOf: ({ code, lesson: { date, no } }) => kept.atClose(code, date, no),
    log,
  });

  const pictures = pictureNews({
    clock,
    nameOf: (id) => cameraStore.all().find((camera) => camera.id === id)?.name ?? id,
    alarm: ({ code, camera, over, since, message }) => {
      const level = over ? 'info' : 'error';
      log[level](message, { code, camera, over });
      outbox(db).put('alarm', { code, camera, over, since, message }, clock.now());
      evidence
        .append({ kind: 'note', about: `${code} ${camera}`, sha256: null, by: 'kiosk', detail: message })
        .catch((error: unknown) => log.error("a picture's trouble was not journalled", { error }));
    },
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
  const room = classroom({
    plan,
    room: live.room,
    observed,
    entered: { leave: live.leave, through: live.through },
    sink: {
      // A lesson entered into a month that is closed waits until the month is re-opened.
      isClosed: ({ code, lesson: { date, no } }) =>
        kept.isClosed(code, date, no) || closedMonths.isClosed(code, monthOf(date)),
      close: ({ code }, closed) => void kept.close(code, closed, clock.now()),
    },
    grace: GRACE,
    onFailure: ({ code, lesson: { date, no } }, error) =>
      log.error('a lesson was not closed: it is tried again', { class: code, date, no, error }),
  });

  const keepPicture = async ({ trainee, at, camera, track }: FirstSighting, result: FrameResult): Promise<void> => {
    const jpeg = await vision.picture({ camera, run: result.run, frame: result.frame, box: track.box }, 'mark');
    if (jpeg === null) return;
    await evidence
      .keepPicture({ camera, trainee, capturedAt: at, jpeg })
      .catch((error: unknown) => log.error('a picture was not kept', { error }));
  };
  const running = Promise.withResolvers<VisionState & { kind: 'running' }>();
  const vision = open.use(
    superviseVision(
      {
        program: join(import.meta.dirname, 'vision.main.ts'),
        models: join(import.meta.dirname, '..', 'models'),
        cameras: cameraStore.list(),
        pack: config.vision.pack,
        runtime: config.vision.runtime,
        siteThresholds: join(config.dataDir, 'site-thresholds.json'),
        repeatSeconds: config.vision.repeatSeconds,
      },
      {
        workers,
        clock,
        log: log.child('vision'),
        feed: (pipe) => cameras.feed(pipe),
        onResult: (result) => {
          witness.seen(result);
          pictures.note(result);
          world.note(result);
          board.show(result);
          enrolment.live.watch(result);
        },
        onState: (state) => {
          board.update({ vision: { kind: state.kind === 'running' ? 'ok' : state.kind, since: state.since } });
          if (state.kind !== 'running') return;
          const { pack, runtime, notes } = state;
          log.info('vision runs', { pack: pack.name, model: pack.modelId, runtime, notes });
          running.resolve(state);
        },
        onStale: (stale) => log.warn('enrolled with another model: enrol these people anew', { people: stale.length }),
      },
    ),
  );
  const enrolment = openEnrolment({
    ...{ db, vault, dataDir: config.dataDir, clock, log: log.child('enrolment') },
    trainees: traineesOf(classes),
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
      enrolment: { ...enrolment, cameras: () => cameraStore.list() },
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

  void running.promise
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
  // A power cut may have come between a lesson's close and its sealing.
  for (const planned of plan.lessons) {
    const { code, lesson } = planned;
    if (planned.closes > clock.now() - RESEAL && kept.isClosed(code, lesson.date, lesson.no)) sealing.add(planned);
  }
  while (!signal.aborted) {
    const now = clock.now();
    guard.look();
    if (live.refresh()) {
      log.debug('classes as the office saved them', { lessons: plan.lessons.length });
      enrolment.forgetGone().catch((error: unknown) => log.error('faces of people who left stay', { error }));
    }
    witness.settle(now);
    for (const { planned, records: closed } of room.closeDue(now)) {
      const { date, no } = planned.lesson;
      log.info('lesson closed', { class: planned.code, date, no, records: closed.length });
      sealing.add(planned);
    }
    showRoom();
    await clock.sleep(TICK, signal).catch(() => undefined);
  }
  witness.settle();
  await cameras[Symbol.asyncDispose]();
  await Promise.all([recorded, sealing.done()]);
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
