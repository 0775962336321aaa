import { Card, Progress, Typography } from 'antd';
import { useEffect, useState } from 'react';

const LASTS_MS = 10 * 60_000;

/** The code that an inspector enters at the center, and how long it is still good. */
export function PairingCode({
  code,
  expiresAt,
  now,
}: {
  readonly code: string;
  readonly expiresAt: number;
  /** The kiosk's clock when it told this. */
  readonly now: number;
}) {
  const left = useCountdown(expiresAt - now);
  const seconds = Math.ceil(left / 1000);
  const text = `${Math.floor(seconds / 60)} 分 ${String(seconds % 60).padStart(2, '0')} 秒`;
  return (
    <Card title="配对码" size="small" className="center-code-card">
      <p className="center-code" role="img" aria-label={`配对码 ${code.split('').join(' ')}`}>
        {code}
      </p>
      <Progress percent={Math.round((left / LASTS_MS) * 100)} showInfo={false} aria-label="配对码的剩余时间" />
      <Typography.Text type="secondary">
        {left > 0 ? `还有 ${text}有效，到时自动换一个新的` : '正在换新的配对码…'}；不区分大小写，中间的横线可以不输
      </Typography.Text>
    </Card>
  );
}

/** Milliseconds that are left of `total`, counted by the page since it was told. */
function useCountdown(total: number): number {
  const [left, setLeft] = useState(Math.max(0, total));
  useEffect(() => {
    const started = performance.now();
    const count = (): void => setLeft(Math.max(0, total - (performance.now() - started)));
    count();
    const timer = setInterval(count, 500);
    return () => clearInterval(timer);
  }, [total]);
  return left;
}
