import type { ScreenMark } from '../../core/contract/screen.ts';

/** Each mark has a shape of its own, so that it reads without colour. */
const SHAPES: Readonly<Record<ScreenMark, React.JSX.Element>> = {
  expected: <circle cx="12" cy="12" r="8.5" fill="none" strokeDasharray="3.4 3.3" />,
  present: (
    <>
      <circle cx="12" cy="12" r="10" fill="currentColor" stroke="none" />
      <path d="m7 12.4 3.5 3.5L17.2 9" fill="none" stroke="var(--tile)" strokeWidth="2.8" />
    </>
  ),
  late: (
    <>
      <circle cx="12" cy="12" r="9" fill="none" />
      <path d="M12 6.5V12l4 2.6" fill="none" />
    </>
  ),
  left: <path d="M13 4H5v16h8M10 12h11m-4.2-4.2L21 12l-4.2 4.2" fill="none" />,
  pending: (
    <>
      <path d="M12 1.8 22.2 12 12 22.2 1.8 12z" fill="none" />
      <path d="M9.6 10a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.5M12 16.6v.1" fill="none" />
    </>
  ),
  leave: (
    <>
      <rect x="3.2" y="4.6" width="17.6" height="16" rx="2" fill="none" />
      <path d="M3.2 9.4h17.6M8 2.4v4M16 2.4v4" fill="none" />
    </>
  ),
};

/** The mark's shape, drawn in the text's colour; the word stands beside it. */
export function MarkIcon({ mark }: { readonly mark: ScreenMark }): React.JSX.Element {
  return (
    <svg
      className="mark-icon"
      viewBox="0 0 24 24"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {SHAPES[mark]}
    </svg>
  );
}

/** A face that looks into the camera. */
export function FaceInFrame(): React.JSX.Element {
  return (
    <svg className="mark-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
      <path d="M3 8V5a2 2 0 0 1 2-2h3M16 3h3a2 2 0 0 1 2 2v3M21 16v3a2 2 0 0 1-2 2h-3M8 21H5a2 2 0 0 1-2-2v-3" />
      <circle cx="12" cy="10" r="3.4" />
      <path d="M6.5 18.5c.8-2.9 3-4.2 5.5-4.2s4.7 1.3 5.5 4.2" />
    </svg>
  );
}
