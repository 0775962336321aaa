import { useCallback, useEffect, useRef, useState } from 'react';
import type { CameraId } from '../domain/ids.ts';
import { FaceOverlay } from './face-overlay.tsx';
import type { FaceTimeline } from './face-timeline.ts';
import { LivePlayback, type LiveStatus } from './live-playback.ts';
import type { LiveSource } from './live-source.ts';
import './live-player.css';

export interface LivePlayerProps {
  readonly source: LiveSource;
  readonly camera: CameraId;
  /** What a screen reader calls the picture. */
  readonly label: string;
  /** Draws boxes and names over the picture. */
  readonly faces?: FaceTimeline;
  readonly onStatus?: (status: LiveStatus) => void;
}

/** A camera's live picture, as large as its parent; the picture keeps its proportions. */
export function LivePlayer({ source, camera, label, faces, onStatus }: LivePlayerProps): React.JSX.Element {
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const playback = useRef<LivePlayback>(null);
  const tell = useRef(onStatus);
  useEffect(() => {
    tell.current = onStatus;
  }, [onStatus]);
  useEffect(() => {
    if (!video) return undefined;
    const own = new LivePlayback(video, source, camera, (status) => tell.current?.(status), faces);
    playback.current = own;
    return () => own[Symbol.dispose]();
  }, [video, source, camera, faces]);
  const shown = useCallback(() => playback.current?.shown ?? null, []);
  return (
    <div className="live-player">
      <video ref={setVideo} className="live-picture" aria-label={label} muted playsInline disablePictureInPicture />
      {faces && <FaceOverlay video={video} timeline={faces} shown={shown} />}
    </div>
  );
}
