import type { MarkResult } from '../../core/contract/center/commands.ts';
import { toHex } from '../../core/domain/bytes.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { ClassLesson, KeptFile, Opening } from '../../core/domain/evidence.ts';
import type { CameraId, ClassCode, TraineeId } from '../../core/domain/ids.ts';
import { MANUAL } from '../../core/domain/ids.ts';
import type { MerkleTree } from '../../core/domain/merkle.ts';
import { openingsOf, type ProvenSighting } from '../../core/domain/opening.ts';
import type { LessonRecord } from '../../core/domain/record.ts';
import { type EpochMs, plus, type Span, seconds } from '../../core/domain/units.ts';
import { type Cutting, clipInto } from './clip.ts';
import { type Carried, type Sending, sending } from './sending.ts';

/** A closed record: `kiosk/store/records` satisfies it. */
export interface FoundRecord {
  readonly id: number;
  readonly class: ClassCode;
  readonly record: LessonRecord<ProvenSighting>;
  readonly closedAt: EpochMs;
  readonly replaces: number | null;
}

export interface MarkPorts {
  readonly find: (record: number) => FoundRecord | null;
  readonly viewing: Cutting & {
    sheet(
      title: string,
      cameras: readonly { readonly id: CameraId; readonly name: string }[],
      lesson: Span,
    ): Promise<string>;
  };
  /** The lesson's sealed evidence; null while it is not sealed. */
  readonly sealed: (
    lesson: ClassLesson,
  ) =>
    | (Span & { readonly seq: number; readonly cameras: readonly CameraId[]; readonly files: readonly KeptFile[] })
    | null;
  /** The kept picture of a sighting, and where the file is. */
  readonly picture: (
    camera: CameraId,
    trainee: TraineeId,
    at: EpochMs,
  ) => { readonly path: string; readonly sha256: string } | null;
  readonly cameraName: (camera: CameraId) => string;
  readonly tree: () => Pick<MerkleTree, 'size' | 'root' | 'inclusion' | 'nodes'>;
}

/** Seconds shown before and after a sighting. */
const AROUND = 5;

/** A record with its seconds of video, its pictures and its proof. @throws ZaikeError `no-such-record`. */
export async function takeMark(ports: MarkPorts, id: number, signal: AbortSignal): Promise<Carried<MarkResult>> {
  const found = ports.find(id);
  if (found === null) throw new ZaikeError('教室电脑没有这条记录', { code: 'no-such-record', retry: false });
  const { record } = found;
  const { trainee, date, no, outcome, notes } = record;
  const sealed = ports.sealed({ class: found.class, date, no });
  const sent = sending();
  const openings: MarkResult['openings'] = [];
  for (const opening of openingsOf([record])) {
    const same =
      opening.window === 'last' && openings.some(({ window, at }) => window === 'departure' && at === opening.at);
    if (!same) openings.push(await openingInto(sent, ports, opening, signal));
  }
  const seen = openings.some(({ clip }) => clip !== null && clip.parts.length > 0);
  const sheet = seen || sealed === null ? null : await sheetInto(sent, ports, found, sealed);
  return {
    result: {
      record: {
        ...{ id, class: found.class, trainee, date, no, outcome, notes: [...notes], closedAt: found.closedAt },
        ...{ replaces: found.replaces, correctedBy: record.correction?.by ?? null },
      },
      openings,
      sheet,
      journal: sealed === null ? null : inclusionOf(ports.tree(), sealed.seq),
      files: (sealed?.files ?? []).map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    },
    files: sent.files,
  };
}

async function openingInto(
  sent: Sending,
  ports: MarkPorts,
  { trainee, window, camera, at, proof }: Omit<Opening, 'picture'>,
  signal: AbortSignal,
): Promise<MarkResult['openings'][number]> {
  const kept = camera === MANUAL ? null : ports.picture(camera, trainee, at);
  const wanted = { camera, from: plus(at, seconds(-AROUND)), to: plus(at, seconds(AROUND)) };
  return {
    ...{ window, camera, at },
    proof: proof && { ...proof, box: { ...proof.box }, runnerUp: proof.runnerUp && { ...proof.runnerUp } },
    picture:
      kept === null ? null : { file: await sent.path(`${window}.jpg`, 'image/jpeg', kept.path), sha256: kept.sha256 },
    clip: camera === MANUAL ? null : await clipInto(sent, ports.viewing, wanted, signal),
  };
}

async function sheetInto(
  sent: Sending,
  { viewing, cameraName }: MarkPorts,
  { class: code, record: { date, no } }: FoundRecord,
  { from, to, cameras }: Span & { readonly cameras: readonly CameraId[] },
): Promise<number> {
  const rows = cameras.map((id) => ({ id, name: cameraName(id) }));
  const path = await viewing.sheet(`${code}  ${date}  第${String(no)}课时`, rows, { from, to });
  return await sent.path('sheet.jpg', 'image/jpeg', path);
}

function inclusionOf(tree: ReturnType<MarkPorts['tree']>, seq: number): NonNullable<MarkResult['journal']> {
  const { size } = tree;
  return {
    ...{ seq, size },
    root: toHex(tree.root(size)),
    leaf: toHex(tree.nodes(0, seq)),
    path: tree.inclusion(seq, size).map(toHex),
  };
}
