import { Modal, Segmented, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { WallCamera, WallCard } from '../../../core/contract/center/inspector.ts';
import { liveWords } from '../../../core/ui/live-words.ts';
import { CameraView } from '../live/camera-view.tsx';
import { lessonText } from './words.ts';

interface Props {
  readonly card: WallCard;
  readonly camera: WallCamera;
  readonly now: number;
  readonly onClose: () => void;
}

/** One camera as large as the window, from its main stream. */
export function BigPicture({ card, camera, now, onClose }: Props) {
  const [shown, show] = useState(camera.id);
  const { institution, room, class: code, kiosk, cameras } = card;
  const current = cameras.find(({ id }) => id === shown) ?? camera;
  return (
    <Modal
      open
      footer={null}
      width="min(1400px, 96vw)"
      style={{ top: 24 }}
      title={`${institution} ${room}`}
      onCancel={onClose}
      destroyOnHidden
    >
      <CameraView key={current.id} kiosk={kiosk} camera={current} size="main" where={`${institution} ${room}`} />
      <div className="big-picture-foot">
        {cameras.length > 1 && (
          <Segmented
            value={current.id}
            options={cameras.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={show}
          />
        )}
        <Typography.Text>{lessonText(card, now)}</Typography.Text>
        {code !== '' && <Link to={`/classes/${kiosk}/${encodeURIComponent(code)}`}>打开班级 {code}</Link>}
        <Typography.Text type="secondary">
          {liveWords[current.live]}
          {current.codec === '' ? '' : `（${current.codec}）`}
          {current.liveWhy === '' ? '' : `，${current.liveWhy}`} · 观看会记入操作记录
        </Typography.Text>
      </div>
    </Modal>
  );
}
