import { BellOutlined, MutedOutlined, SoundOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Tooltip } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { type AlertCount, alertCountSchema } from '../../../core/contract/center/inspector.ts';
import { inspectorLink } from '../live/link.ts';
import { chime, keepSoundWanted, soundReady, soundWanted } from './sound.ts';
import './bell.css';

/** How many alerts nobody has taken note of; a new one sounds, unless that is off or the browser does not let it. */
export function Bell() {
  const [count, setCount] = useState<AlertCount>({ unseen: 0, newest: null });
  const [wanted, setWanted] = useState(soundWanted);
  const [ready, setReady] = useState(true);
  /** The newest alert that this page knows; null: it has not been told of any yet. */
  const known = useRef<number | null>(null);
  const queries = useQueryClient();
  const navigate = useNavigate();
  useEffect(() => {
    const link = inspectorLink();
    const told = (value: unknown): void => {
      const { success, data } = alertCountSchema.safeParse(value);
      if (!success) return;
      setCount(data);
      const newest = data.newest ?? 0;
      if (known.current !== null && newest > known.current && soundWanted()) chime();
      known.current = Math.max(known.current ?? 0, newest);
      void queries.invalidateQueries({ queryKey: ['alerts'] });
    };
    link.on('alerts', told);
    return () => {
      link.off('alerts', told);
    };
  }, [queries]);
  useEffect(() => {
    if (!wanted) return undefined;
    const wake = (): void => void soundReady().then(setReady);
    wake();
    // The first click or key anywhere on the page is enough.
    for (const event of ['pointerdown', 'keydown']) addEventListener(event, wake);
    return () => {
      for (const event of ['pointerdown', 'keydown']) removeEventListener(event, wake);
    };
  }, [wanted]);
  const turn = (): void => {
    keepSoundWanted(!wanted);
    setWanted(!wanted);
  };
  const silent = wanted && !ready;
  const sound = !wanted ? '打开提示音' : silent ? '点一下启用提示音' : '关闭提示音';
  return (
    <>
      <Badge count={count.unseen} size="small" offset={[-6, 6]}>
        <Button
          type="text"
          icon={<BellOutlined />}
          aria-label={count.unseen === 0 ? '提醒：没有新的' : `提醒：${String(count.unseen)} 条未处理`}
          onClick={() => void navigate('/alerts')}
        />
      </Badge>
      <Tooltip title={silent ? '浏览器要求先在页面上点一下，新提醒才会响' : sound}>
        <Button
          type="text"
          className={silent ? 'bell-silent' : ''}
          icon={wanted ? <SoundOutlined /> : <MutedOutlined />}
          aria-label={sound}
          aria-pressed={wanted}
          onClick={silent ? () => void soundReady().then(setReady) : turn}
        >
          {silent ? '点一下启用提示音' : null}
        </Button>
      </Tooltip>
    </>
  );
}
