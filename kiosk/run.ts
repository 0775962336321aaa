import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { camerasAt } from '../core/domain/camera-service.ts';
import type { FrameResult } from '../core/domain/face.ts';
import { seconds } from '../core/domain/units.ts';
import { systemClock as clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { systemProcesses as processes } from '../core/platform/process.ts';
import { systemWorkers as workers } from '../core/platform/worker.ts';
import { cameraWorld } from './camera-world.ts';
import { headCount } from './center-heads.ts';
import { openCenterLink } from './center-link.ts';
import { takeClassFile } from './class-file.ts';
import { liveClasses } from './classes.ts';
import { askTimeServer, watchClock } from './clock-watch.ts';
import { openChallenges } from './commands-challenge.ts';
import { decidePorts } from './commands-decide.ts';
import type { Config } from './config.ts';
import { keepTelling, openDay, openEntered } from './day.ts';
import { facesSeen } from './desk/review/faces-seen.ts';
import { openDesk } from './desk.ts';
import { enrolAtStart } from './enrol-at-start.ts';
import { openEnrolment, settledClasses, traineesOf } from './enrolment.ts';
import { openKey } from './evidence/key.ts';
import { openLessons } from './lessons.ts';
import { openStoredCameras } from './open-cameras.ts';
import { openClasses } from './open-classes.ts';
import { openHttp } from './open-http.ts';
import { pictureNews, tellOf } from './picture-news.ts';
import type { FirstSighting } from './presence/sighting-log.ts';
import { openRecording, recordAll } from './recording.ts';
import { roomScreen } from './room-screen.ts';
import { finishRotation } from './rotate-key.ts';
import { openSeeing } from './seeing.ts';
import { keyMemory } from './store/key-memory.ts';
import { observations } from './store/observations.ts';
import { openDatabase } from './store/open.ts';
import { outbox } from './store/outbox.ts';
import { openVault } from './vault/open-vault.ts';
import { createWitness } from './witness.ts';

const TICK = seconds(0.5);
const VERSION = '0.1.0';

/**
 * The kiosk's composition root: camera → packets → { evidence, screen, vision → faces } → sightings and
 * coverage → records. Resolves some time after `signal` aborted, when all is closed.
 * @throws ZaikeError when it cannot start.
 */
export async function runKiosk(config: Config, log: Log, signal: AbortSignal): Promise<void> {
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

  const guard = watchClock({ clock, told, evidence: () => evidence, log });
  const { directory, cameraStore, cameras } = openStoredCameras({ config, db, vault, processes, clock, log });
  open.use(cameras);
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
  const lessons = openLessons({
    ...{ db, live, observed, cameras: cameraStore, evidence, clock, log },
    sightingEvery: seconds(config.presence.sightingEverySeconds),
  });
  const { room } = lessons;

  const pictures = pictureNews({
    clock,
    nameOf: (id) => cameraStore.all().find((camera) => camera.id === id)?.name ?? id,
    alarm: tellOf(told, evidence, log, () => clock.now()),
  });
  const screen = roomScreen({ clock, guard, live, room, cameras: () => cameras.facts(pictures.troubleOf) });
  const { board } = screen;
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
      screen.show();
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
      trouble: () => vision.trouble,
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
    visionTrouble: () => vision.trouble,
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
      cameras: { keeper: cameraStore, world, ...(config.center === undefined ? {} : { live: center.liveOf }) },
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
  if (desk.day !== null) void keepTelling(desk.day, clock, signal);
  open.use(await openHttp({ config, board, cameras, desk, clock, log }));

  void awake
    .then(() => enrolAtStart({ config, enrolment, people: () => [...live.people.keys()], clock, signal, log }))
    .catch((error: unknown) => log.error('enrolment did not end', { error }));

  void askTimeServer(guard, { processes, clock }, signal);
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
    screen.show();
    await clock.sleep(TICK, signal).catch(() => undefined);
  }
  witness.settle();
  await cameras[Symbol.asyncDispose]();
  await Promise.all([recorded, lessons.sealed()]);
}
