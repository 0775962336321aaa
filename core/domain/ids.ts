import type { Brand } from './units.ts';

/** One camera of a kiosk; `manual` names the check-in without a face (see {@link MANUAL}). */
export type CameraId = Brand<string, 'CameraId'>;
/** One person in one class. */
export type TraineeId = Brand<string, 'TraineeId'>;
/** A class (班级编号), as filed with the center. */
export type ClassCode = Brand<string, 'ClassCode'>;
/** One stored video file. */
export type SegmentId = Brand<string, 'SegmentId'>;
/** The networks and the alignment behind an embedding; embeddings of two model ids are never compared. */
export type ModelId = Brand<string, 'ModelId'>;
/** A face followed over frames, unique within one start of the vision process. */
export type TrackId = Brand<number, 'TrackId'>;

/** The `camera` of a check-in by ID number, teacher and signature (rules §2: 「a sighting by the camera manual」). */
export const MANUAL = 'manual' as CameraId;

/** Takes an already checked string as an id; the edge (zod) does the checking. */
export const cameraId = (value: string): CameraId => value as CameraId;
export const traineeId = (value: string): TraineeId => value as TraineeId;
export const classCode = (value: string): ClassCode => value as ClassCode;
export const segmentId = (value: string): SegmentId => value as SegmentId;
export const modelId = (value: string): ModelId => value as ModelId;
export const trackId = (value: number): TrackId => value as TrackId;
