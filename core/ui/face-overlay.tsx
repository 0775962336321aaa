import { useEffect, useRef } from 'react';
import { drawFaces, type PictureArea } from './face-drawing.ts';
import type { DrawnFace, FaceTimeline } from './face-timeline.ts';
import type { ShownRun } from './live-playback.ts';

export interface FaceOverlayProps {
  readonly video: HTMLVideoElement | null;
  readonly timeline: FaceTimeline;
  /** The run on show. */
  readonly shown: () => ShownRun | null;
}

/** Boxes and names over a video with `object-fit: contain`, in step with each picture that the browser presents. */
export function FaceOverlay({ video, timeline, shown }: FaceOverlayProps): React.JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!video || !context) return undefined;
    const draw = (seconds: number): void => {
      const run = shown();
      const faces: readonly DrawnFace[] = run ? timeline.at(run.run, seconds, run.timescale) : [];
      fit(context, video);
      drawFaces(context, faces, picture(video));
    };
    return eachPicture(video, draw);
  }, [video, timeline, shown]);
  return <canvas ref={canvas} className="live-faces" aria-hidden="true" />;
}

function picture(video: HTMLVideoElement): PictureArea {
  const ratio = window.devicePixelRatio;
  const { clientWidth, clientHeight, videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const scale = Math.min(clientWidth / videoWidth, clientHeight / videoHeight) * ratio;
  const width = videoWidth * scale;
  const height = videoHeight * scale;
  return { x: (clientWidth * ratio - width) / 2, y: (clientHeight * ratio - height) / 2, width, height };
}

function fit({ canvas }: CanvasRenderingContext2D, { clientWidth, clientHeight }: HTMLVideoElement): void {
  const width = Math.round(clientWidth * window.devicePixelRatio);
  const height = Math.round(clientHeight * window.devicePixelRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** Calls `draw` with the media time of every picture presented, until the returned function is called. */
function eachPicture(video: HTMLVideoElement, draw: (seconds: number) => void): () => void {
  let handle = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const next = (): void => {
    handle = video.requestVideoFrameCallback((_now, { mediaTime }) => {
      clearTimeout(idle);
      draw(mediaTime);
      // No picture for a while: let the boxes fade instead of standing over a still.
      idle = setTimeout(() => draw(Infinity), 1500);
      next();
    });
  };
  next();
  return () => {
    video.cancelVideoFrameCallback(handle);
    clearTimeout(idle);
  };
}
