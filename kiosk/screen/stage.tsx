import { useState } from 'react';
import type { CameraHealth, ScreenCamera } from '../../core/contract/screen.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { LiveStatus } from '../../core/ui/live-playback.ts';
import { LivePlayer } from '../../core/ui/live-player.tsx';
import { gapWords, statusWords } from '../../core/ui/live-words.ts';
import type { Link, Screen } from './connection.ts';
import { minuteText } from './time.ts';

interface StageProps {
  readonly screen: Screen;
  readonly link: Link;
  /** Null before the kiosk has told. */
  readonly cameras: readonly ScreenCamera[] | null;
}

/** The class in live video, or why there is none. */
export function Stage({ screen, link, cameras }: StageProps): React.JSX.Element {
  const [chosen, choose] = useState<CameraId | null>(null);
  const [status, setStatus] = useState<LiveStatus>({ kind: 'connecting' });
  const camera = cameras && pick(cameras, chosen);
  const trouble = troubleOf(link, cameras, camera?.health, status);
  return (
    <section className="stage" aria-label="教室实时画面">
      {camera && (
        <LivePlayer
          key={camera.id}
          source={screen.live}
          camera={camera.id}
          label={`${camera.name}的实时画面`}
          faces={screen.facesOf(camera.id)}
          onStatus={setStatus}
        />
      )}
      {trouble && <TroublePanel {...trouble} />}
      {cameras && cameras.length > 1 && (
        <div className="stage-cameras" role="group" aria-label="选择摄像头">
          {cameras.map(({ id, name }) => (
            <button key={id} type="button" aria-pressed={id === camera?.id} onClick={() => choose(id)}>
              {name}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

/** The camera chosen on this screen, else the one for check-in, else the first. */
function pick(cameras: readonly ScreenCamera[], chosen: CameraId | null): ScreenCamera | undefined {
  return cameras.find(({ id }) => id === chosen) ?? cameras.find(({ role }) => role === 'check-in') ?? cameras.at(0);
}

interface Trouble {
  readonly title: string;
  readonly advice: string;
  readonly since?: string;
  readonly busy?: boolean;
}

/** The first thing that keeps the picture away, or null. */
function troubleOf(
  link: Link,
  cameras: readonly ScreenCamera[] | null,
  health: CameraHealth | undefined,
  status: LiveStatus,
): Trouble | null {
  if (link.kind === 'offline')
    return { title: '与本机服务断开，正在重连', advice: '恢复前请找老师用身份证登记签到', busy: true };
  if (!cameras) return { title: '正在连接本机服务', advice: '请稍候', busy: true };
  if (!health) return { title: '还没有设置摄像头', advice: '请管理员在办公页面添加摄像头' };
  if (health.kind === 'gap') {
    const busy = health.why === 'starting' || health.why === 'stalled' || health.why === 'closed';
    return { ...gapWords[health.why], since: `${minuteText(health.since)} 起没有画面`, busy };
  }
  const words = statusWords(status);
  return words && { ...words, busy: status.kind === 'connecting' || status.kind === 'stalled' };
}

function TroublePanel({ title, advice, since, busy }: Trouble): React.JSX.Element {
  return (
    <div className="trouble" role="status">
      <svg viewBox="0 0 24 24" aria-hidden="true" className={busy === true ? 'trouble-busy' : ''}>
        {busy === true ? (
          <path d="M12 3a9 9 0 1 1-8.5 6" />
        ) : (
          <path d="M3 3l18 18M9.5 6H15a2 2 0 0 1 2 2v1.5l4-2.5v10l-1.5-1M17 14v2a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 1-1.7" />
        )}
      </svg>
      <p className="trouble-title">{title}</p>
      {since !== undefined && <p className="trouble-since">{since}</p>}
      <p className="trouble-advice">{advice}</p>
    </div>
  );
}
