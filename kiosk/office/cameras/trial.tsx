import { Alert, Descriptions } from 'antd';
import type { TrialResult } from '../../../core/contract/office/cameras.ts';

/** What came of a camera that was tried. */
export function TrialView({ result }: { readonly result: TrialResult }) {
  if (result.kind === 'trouble') return <Alert type="error" showIcon title={result.message} />;
  const { maker, model, codec, width, height, fps, kbps, keyframeEveryMs, clockAheadMs, picture, warnings } = result;
  const facts = [
    { key: 'codec', label: '编码', children: /^(hvc1|hev1)/.test(codec) ? `H.265（${codec}）` : `H.264（${codec}）` },
    { key: 'size', label: '画面', children: `${width}×${height}，每秒 ${fps} 帧` },
    { key: 'rate', label: '码率', children: `${(kbps / 1000).toFixed(1)} Mbit/s` },
    { key: 'gop', label: '关键帧间隔', children: keyframeEveryMs === null ? '未测到' : `${keyframeEveryMs / 1000} 秒` },
    {
      key: 'clock',
      label: '时钟',
      children: clockAheadMs === null ? '摄像头没有告知' : `相差 ${Math.round(Math.abs(clockAheadMs) / 1000)} 秒`,
    },
    ...(maker === '' && model === '' ? [] : [{ key: 'model', label: '型号', children: `${maker} ${model}`.trim() }]),
  ];
  return (
    <section aria-label="测试结果" className="trial">
      <Alert type="success" showIcon title="连接成功，已收到画面" />
      {picture !== null && (
        <img src={`data:image/jpeg;base64,${picture}`} alt="测试收到的画面" className="trial-picture" />
      )}
      <Descriptions size="small" column={2} items={facts} />
      {warnings.map((warning) => (
        <Alert key={warning} type="warning" showIcon title={warning} />
      ))}
    </section>
  );
}
