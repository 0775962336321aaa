import type { LessonView } from '../../../core/contract/office/day.ts';
import { timeText } from '../../../core/ui/shell/time.ts';
import { FramePicture } from './frame-picture.tsx';
import { type Choice, VideoBeside } from './video-beside.tsx';

/** Milliseconds of video before and after an instant. */
const BESIDE = 15_000;

/** The stretch of video around an instant. */
export const stretchAround = (at: number, label = `${timeText(at - BESIDE)}–${timeText(at + BESIDE)}`): Choice => ({
  ...{ label, from: at - BESIDE, to: at + BESIDE },
});

/** The whole frame of an instant, and video to choose from around it. */
export function Around({
  camera,
  at,
  choices = [stretchAround(at)],
}: {
  readonly camera: LessonView['cameras'][number];
  readonly at: number;
  readonly choices?: readonly Choice[];
}) {
  return (
    <>
      <FramePicture camera={camera.id} at={at} alt={`${camera.name} ${timeText(at)} 的画面`} width="100%" />
      <VideoBeside cameras={[camera]} choices={choices} />
    </>
  );
}
