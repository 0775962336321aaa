import { type ReactNode, useEffect, useRef } from 'react';

/** Nobody touched the screen for this long: whatever is open is closed, so that the next person does not see it. */
const HIDE_AFTER_MS = 20_000;

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** Somebody touched the screen; told at most every 5 s. */
  readonly onTouch?: () => void;
  readonly children: ReactNode;
}

/** A panel over the wall that hides by itself. */
export function Dialog({ title, onClose, onTouch, children }: Props): React.JSX.Element {
  const panel = useRef<HTMLDivElement>(null);
  const latest = useRef({ onClose, onTouch });
  useEffect(() => {
    latest.current = { onClose, onTouch };
  });
  useEffect(() => {
    panel.current?.focus();
    let told = performance.now();
    let timer = setTimeout(() => latest.current.onClose(), HIDE_AFTER_MS);
    const touched = (event: Event): void => {
      clearTimeout(timer);
      timer = setTimeout(() => latest.current.onClose(), HIDE_AFTER_MS);
      if (event instanceof KeyboardEvent && event.key === 'Escape') latest.current.onClose();
      if (performance.now() - told < 5000) return;
      told = performance.now();
      latest.current.onTouch?.();
    };
    const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
    for (const name of events) addEventListener(name, touched, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const name of events) removeEventListener(name, touched);
    };
  }, []);
  return (
    <div className="veil">
      <div ref={panel} className="dialog" role="dialog" aria-modal="true" aria-label={title} tabIndex={-1}>
        <div className="dialog-head">
          <h2>{title}</h2>
          <button type="button" className="button" onClick={onClose}>
            关闭
          </button>
        </div>
        {children}
      </div>
    </div>
  );
}
