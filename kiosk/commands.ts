import { join } from 'node:path';
import type { Command } from '../core/contract/center/link.ts';
import type { JournalFact } from '../core/domain/evidence.ts';
import type { CameraId } from '../core/domain/ids.ts';
import { cameraId, traineeId } from '../core/domain/ids.ts';
import type { ToldTrouble } from '../core/domain/picture.ts';
import { epochMs } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Processes } from '../core/platform/process.ts';
import { explainGap } from './camera/explain.ts';
import { newestPicture } from './camera/snapshot.ts';
import type { Cameras } from './cameras.ts';
import type { Challenges } from './commands/challenge.ts';
import { takeClip } from './commands/clip.ts';
import { type DecidePorts, keepDecision } from './commands/decide.ts';
import { type MarkPorts, takeMark } from './commands/mark.ts';
import type { Carried } from './commands/sending.ts';
import { type Shot, takeSnapshot } from './commands/snapshot.ts';
import { told } from './commands/told.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Viewing } from './evidence/viewing.ts';
import { audit } from './store/audit.ts';
import { evidenceIndex } from './store/evidence.ts';
import type { Db } from './store/open.ts';
import { records } from './store/records.ts';
import type { UplinkPorts } from './uplink/ports.ts';

export interface CommandsOptions {
  readonly db: Db;
  readonly dataDir: string;
  readonly cameras: Pick<Cameras, 'camera' | 'ids' | 'facts'>;
  /** Why a camera's picture shows nothing of the class; null when it does. */
  readonly troubleOf: (camera: CameraId) => ToldTrouble | null;
  readonly evidence: Pick<Evidence, 'append' | 'journal'>;
  readonly viewing: Viewing;
  /** Spot checks: {@link openChallenges}. */
  readonly challenges: Pick<Challenges, 'call' | 'cancel'>;
  /** What becomes of decisions: {@link decidePorts}. */
  readonly decide: DecidePorts;
  readonly processes: Processes;
  readonly clock: Clock;
}

/**
 * Carries out what the center asks: who asked for what is in the journal and in the audit before anything leaves.
 * @throws ZaikeError in words for people when a command cannot be carried out.
 */
export function openCommands(options: CommandsOptions): UplinkPorts['carryOut'] {
  const { db, cameras, evidence, viewing, clock } = options;
  const audited = audit(db);
  const mark = markPorts(options);
  const nameOf = (id: string): string => named(options, cameraId(id));
  const tell = async (command: Command): Promise<void> => {
    const { action, subject, detail } = told(command, nameOf);
    await evidence.append({ kind: 'view', what: detail, by: `center: ${command.by}` } satisfies JournalFact);
    audited.write({ at: clock.now(), user: 'center', name: command.by, role: 'center', action, subject, detail });
  };
  const carried = async (command: Command, signal: AbortSignal): Promise<Carried<unknown>> => {
    switch (command.kind) {
      case 'snapshot':
        return await takeSnapshot({
          cameras: () => cameras.facts(options.troubleOf),
          shoot: (id) => shoot(options, id),
          now: () => clock.now(),
        });
      case 'clip': {
        const { camera, from, to } = command;
        const wanted = { camera: cameraId(camera), from: epochMs(from), to: epochMs(to) };
        return await takeClip(viewing, wanted, { now: clock.now(), signal });
      }
      case 'mark':
        return await takeMark(mark, command.record, signal);
      case 'challenge':
        return await options.challenges.call(command, signal);
      case 'cancel-challenge':
        options.challenges.cancel(traineeId(command.trainee));
        return { result: null, files: [] };
      case 'decision':
        return { result: await keepDecision(options.decide, command.decision), files: [] };
    }
  };
  return async (command, signal) => {
    await tell(command);
    const { result, files } = await carried(command, signal);
    const heads = files.map(({ name, type, bytes }) => ({ name, type, bytes }));
    return { answer: { kind: 'done', result: result as never, files: heads }, files };
  };
}

/** A camera's newest picture, or what is wrong with it. */
async function shoot({ cameras, processes, clock }: CommandsOptions, id: CameraId): Promise<Shot> {
  if (!cameras.ids.includes(id)) return { kind: 'none', why: '摄像头已移除', since: null };
  const camera = cameras.camera(id);
  const { gap } = camera.health();
  if (gap !== null) return { kind: 'none', why: explainGap(gap), since: gap.from };
  const picture = await newestPicture(camera.hub, { processes, clock });
  if (picture !== null) return { kind: 'picture', ...picture };
  return { kind: 'none', why: '摄像头有数据，但画面无法解码', since: null };
}

function markPorts({ db, dataDir, viewing, evidence, ...options }: CommandsOptions): MarkPorts {
  const kept = records(db);
  const index = evidenceIndex(db);
  return {
    find: (id) => kept.find(id),
    viewing,
    sealed: (lesson) => index.lesson(lesson),
    picture: (camera, trainee, at) => {
      const file = index.picture(camera, trainee, at);
      return file && { path: join(dataDir, 'evidence', file.path), sha256: file.sha256 };
    },
    cameraName: (id) => named(options, id),
    tree: () => evidence.journal.tree,
  };
}

function named({ cameras, troubleOf }: Pick<CommandsOptions, 'cameras' | 'troubleOf'>, id: CameraId): string {
  return cameras.facts(troubleOf).find((camera) => camera.id === id)?.name ?? id;
}
