import { Spin } from 'antd';
import { useState } from 'react';
import type { OfficeCamera } from '../../../core/contract/office/cameras.ts';
import type { LiveStatus } from '../../../core/ui/live-playback.ts';
import { LivePlayer } from '../../../core/ui/live-player.tsx';
import type { LiveSource } from '../../../core/ui/live-source.ts';
import { statusWords } from '../../../core/ui/live-words.ts';
import { healthWords } from './words.ts';

/** A camera's live picture, or why there is none. */
export function CameraPicture({ camera, live }: { readonly camera: OfficeCamera; readonly live: LiveSource | null }) {
  const [status, setStatus] = useState<LiveStatus>({ kind: 'connecting' });
  const off = camera.health.kind === 'gap';
  const words = off ? healthWords(camera.health) : statusWords(status);
  return (
    <div className="camera-picture">
      {live && !off && (
        <LivePlayer source={live} camera={camera.id} label={`${camera.name}的实时画面`} onStatus={setStatus} />
      )}
      {words && (
        <div className="camera-no-picture" role="status">
          {(status.kind === 'connecting' && !off) ||
          (off && camera.health.kind === 'gap' && camera.health.why === 'starting') ? (
            <Spin />
          ) : null}
          <strong>{words.title}</strong>
          <span>{words.advice}</span>
        </div>
      )}
    </div>
  );
}
