import { useState } from 'react';
import { pictureWords } from '../../core/contract/picture-words.ts';
import type { ScreenState } from '../../core/contract/screen.ts';
import { gapWords } from '../../core/ui/live-words.ts';
import { applyTheme, otherTheme, rememberedTheme } from '../../core/ui/theme.ts';
import type { Link } from './connection.ts';
import { minuteText } from './time.ts';

interface FooterProps {
  readonly state: ScreenState | null;
  readonly link: Link;
  readonly onOwn: () => void;
  readonly onCheckIn: () => void;
}

/** The notice that the law asks for, how the devices are, and the brightness switch. */
export function Footer({ state, link, onOwn, onCheckIn }: FooterProps): React.JSX.Element {
  const [theme, setTheme] = useState(rememberedTheme);
  const switchTheme = (): void => {
    const next = otherTheme(theme);
    applyTheme(next);
    setTheme(next);
  };
  return (
    <footer className="footer">
      <p className="notice">
        <b>本教室用人脸识别签到</b>
        ，只用于考勤，不分析表情和注意力。不愿刷脸，可凭身份证由老师登记、本人签名，效力相同。
      </p>
      <ul className="devices" aria-label="设备状态">
        {devices(state, link).map(({ name, says, well }) => (
          <li key={name} data-well={well}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              {well ? <path d="m5 12.5 4.5 4.5L19 7.5" /> : <path d="M12 3 1.8 21h20.4zM12 10v5m0 3v.1" />}
            </svg>
            <span>
              {name} <b>{says}</b>
            </span>
          </li>
        ))}
      </ul>
      <div className="footer-buttons">
        <button type="button" className="brightness" onClick={onOwn}>
          我的记录
        </button>
        <button type="button" className="brightness" onClick={onCheckIn}>
          不刷脸签到
        </button>
        <button type="button" className="brightness" onClick={switchTheme}>
          明暗
        </button>
      </div>
    </footer>
  );
}

interface Device {
  readonly name: string;
  readonly says: string;
  readonly well: boolean;
}

const CLOCK: Readonly<Record<ScreenState['clock'], string>> = {
  synchronised: '已校准',
  unverified: '未校准',
  stepped: '刚被改动',
};

const VISION: Readonly<Record<ScreenState['vision']['kind'], string>> = {
  ok: '正常',
  starting: '正在启动',
  down: '中断',
};

function devices(state: ScreenState | null, link: Link): readonly Device[] {
  if (link.kind !== 'online' || !state)
    return [{ name: '本机服务', says: link.kind === 'offline' ? '断开' : '连接中', well: false }];
  const cameras = state.cameras.map(({ name, health }): Device => {
    if (health.kind === 'ok') return { name, says: '正常', well: true };
    const { title } = health.kind === 'gap' ? gapWords[health.why] : pictureWords[health.trouble];
    return { name, says: `${minuteText(health.since)} 起${title}`, well: false };
  });
  const { kind, since } = state.vision;
  const vision = kind === 'down' && since !== null ? `${minuteText(since)} 起中断` : VISION[kind];
  return [
    ...cameras,
    { name: '识别', says: vision, well: kind === 'ok' },
    { name: '时钟', says: CLOCK[state.clock], well: state.clock === 'synchronised' },
  ];
}
