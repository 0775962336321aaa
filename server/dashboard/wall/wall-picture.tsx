import { ExpandOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { CameraView } from '../live/camera-view.tsx';
import type { PictureProps } from './wall-card.tsx';

/** A room's live picture on its card, by one of its cameras. */
export function WallPicture({ card: { cameras, kiosk }, where, onOpen }: PictureProps) {
  const [wanted, setWanted] = useState<string | null>(null);
  // The room is seen best by its room camera; one that gives a picture before one that gives none.
  const usual =
    cameras.find(({ role, gap }) => role === 'room' && gap === null) ??
    cameras.find(({ gap }) => gap === null) ??
    cameras[0];
  const camera = cameras.find(({ id }) => id === wanted) ?? usual;
  if (camera === undefined)
    return (
      <div className="camera-view">
        <div className="camera-view-words">
          <strong>没有画面</strong>
          <span>教室电脑没有连接</span>
        </div>
      </div>
    );
  return (
    <div className="wall-picture">
      <CameraView key={camera.id} kiosk={kiosk} camera={camera} size="sub" where={where} />
      <Button
        className="wall-open"
        size="small"
        icon={<ExpandOutlined />}
        aria-label={`放大 ${where} ${camera.name}`}
        onClick={() => onOpen(camera)}
      />
      {cameras.length > 1 && (
        <fieldset className="wall-cameras" aria-label={`${where}的摄像头`}>
          {cameras.map((one) => (
            <Button
              key={one.id}
              size="small"
              type={one.id === camera.id ? 'primary' : 'default'}
              aria-pressed={one.id === camera.id}
              onClick={() => setWanted(one.id)}
            >
              {one.name}
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
