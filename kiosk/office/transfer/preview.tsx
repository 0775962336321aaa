import { Alert, Button, Checkbox, Descriptions, Space } from 'antd';
import { useState } from 'react';
import type { TransferPreview } from '../../../core/contract/office/transfer.ts';

/** All that an import would do, what refuses it, and what somebody has to confirm first. */
export function TransferPreviewView({
  preview: { lines, refused, warnings, overwrites, fingerprint, ready },
  busy,
  onCommit,
  onDrop,
}: {
  readonly preview: TransferPreview;
  readonly busy: boolean;
  readonly onCommit: (confirmed: { overwrite: boolean; kioskConfirmed: boolean }) => void;
  readonly onDrop: () => void;
}) {
  const [overwrite, setOverwrite] = useState(false);
  const [kioskConfirmed, setConfirmed] = useState(false);
  const waits = (overwrites.length > 0 && !overwrite) || (fingerprint !== null && !kioskConfirmed);
  return (
    <section className="stack" aria-label="预览">
      {refused.length > 0 && <Alert type="error" showIcon title="不能导入" description={<Lines of={refused} />} />}
      {lines.length > 0 && (
        <Descriptions
          bordered
          column={1}
          size="small"
          items={lines.map(({ what, detail }) => ({ key: what, label: what, children: detail }))}
        />
      )}
      {lines.length === 0 && refused.length === 0 && <Alert type="info" showIcon title="没有新内容，不需要导入" />}
      {warnings.length > 0 && <Alert type="warning" showIcon title="请留意" description={<Lines of={warnings} />} />}
      {ready && overwrites.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title="这个班在本机也改过，导入后以文件为准"
          description={
            <>
              <Lines of={overwrites} />
              <Checkbox checked={overwrite} onChange={({ target }) => setOverwrite(target.checked)}>
                以文件为准
              </Checkbox>
            </>
          }
        />
      )}
      {ready && fingerprint !== null && (
        <Alert
          type="warning"
          showIcon
          title="第一次从这台电脑导入：请在那台电脑的“多台设备”页核对本机指纹"
          description={
            <>
              <p>
                <code className="fingerprint">{fingerprint}</code>
              </p>
              <Checkbox checked={kioskConfirmed} onChange={({ target }) => setConfirmed(target.checked)}>
                两边的指纹一样
              </Checkbox>
            </>
          }
        />
      )}
      <Space>
        <Button
          type="primary"
          disabled={!ready || waits}
          loading={busy}
          onClick={() => onCommit({ overwrite, kioskConfirmed })}
        >
          确认导入
        </Button>
        <Button onClick={onDrop}>换一个文件</Button>
      </Space>
    </section>
  );
}

function Lines({ of }: { readonly of: readonly string[] }) {
  return (
    <ul className="obstacles">
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
