import { Alert, Button, Modal, Spin } from 'antd';
import { useRef, useState } from 'react';

/** A form's page to print, shown in the office itself; `path` is without its format: `/api/classes/…/forms/6`. */
export function FormPreview({
  title,
  path,
  query,
  onClose,
}: {
  readonly title: string;
  readonly path: string;
  readonly query: string;
  readonly onClose: () => void;
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [state, setState] = useState<{ readonly kind: 'loading' | 'shown' } | { kind: 'failed'; why: string }>({
    kind: 'loading',
  });
  const loaded = (): void => {
    const page = frame.current?.contentDocument;
    setState(page?.contentType === 'text/html' ? { kind: 'shown' } : { kind: 'failed', why: refusalIn(page) });
  };
  return (
    <Modal
      open
      title={title}
      width="min(1200px, 96vw)"
      style={{ top: 24 }}
      onCancel={onClose}
      footer={[
        <Button
          key="print"
          type="primary"
          disabled={state.kind !== 'shown'}
          onClick={() => frame.current?.contentWindow?.print()}
        >
          打印
        </Button>,
        <Button key="tab" href={`${path}/html${query}`} target="_blank" rel="noreferrer">
          在新标签页打开
        </Button>,
        <Button key="xlsx" href={`${path}/xlsx${query}`}>
          下载 Excel
        </Button>,
        <Button key="close" onClick={onClose}>
          关闭
        </Button>,
      ]}
    >
      {state.kind === 'failed' && <Alert type="error" showIcon title={state.why} />}
      <Spin spinning={state.kind === 'loading'} description="正在生成">
        <iframe
          ref={frame}
          title={title}
          src={`${path}/html${query}`}
          sandbox="allow-same-origin allow-modals"
          className="form-preview"
          hidden={state.kind === 'failed'}
          onLoad={loaded}
        />
      </Spin>
    </Modal>
  );
}

/** What the server said instead of a page. */
function refusalIn(page: Document | null | undefined): string {
  try {
    const { error } = JSON.parse(page?.body.textContent ?? '') as { error?: { message?: unknown } };
    if (typeof error?.message === 'string') return error.message;
  } catch {
    // no answer of ours
  }
  return '打印页没有打开，请检查网络后重试';
}
