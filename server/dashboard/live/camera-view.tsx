import { Spin } from 'antd';
import { useMemo, useState } from 'react';
import type { WallCamera, Watch } from '../../../core/contract/center/inspector.ts';
import type { GapReason } from '../../../core/domain/media.ts';
import type { LiveStatus } from '../../../core/ui/live-playback.ts';
import { LivePlayer } from '../../../core/ui/live-player.tsx';
import { gapWords, statusWords, type Words } from '../../../core/ui/live-words.ts';
import { kioskLive } from './source.ts';
import './camera-view.css';

interface Props {
  readonly kiosk: string;
  readonly camera: WallCamera;
  readonly size: Watch['size'];
  /** Where it stands, for the picture's name. */
  readonly where: string;
}

/** A camera's live picture, or in plain words why there is none. */
export function CameraView({ kiosk, camera, size, where }: Props) {
  const [status, setStatus] = useState<LiveStatus>({ kind: 'connecting' });
  const source = useMemo(() => kioskLive(kiosk, size), [kiosk, size]);
  const words = wordsOf(camera, status);
  const playable = camera.gap === null && camera.live !== 'none';
  return (
    <div className="camera-view">
      {playable && (
        <LivePlayer
          source={source}
          camera={camera.id}
          label={`${where} ${camera.name}的实时画面`}
          onStatus={setStatus}
        />
      )}
      {words !== null && (
        <div className="camera-view-words" role="status">
          {playable && status.kind === 'connecting' && <Spin />}
          <strong>{words.title}</strong>
          <span>{words.advice}</span>
        </div>
      )}
    </div>
  );
}

const wordsOfGap = (gap: string): Words =>
  Object.hasOwn(gapWords, gap) ? gapWords[gap as GapReason] : gapWords.unknown;

function wordsOf({ gap, live, liveWhy, codec }: WallCamera, status: LiveStatus): Words | null {
  if (gap !== null) return { ...wordsOfGap(gap), advice: '教室里的人可以查看并恢复' };
  if (live === 'none')
    return {
      title: `这个摄像头的画面不能播放（${codec}）`,
      advice: `${liveWhy === '' ? '' : `${liveWhy}。`}录像与考勤不受影响；要看画面，请机构把摄像头编码改为 H.264`,
    };
  return statusWords(status);
}
